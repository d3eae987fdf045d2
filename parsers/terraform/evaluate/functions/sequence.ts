import type { TerraformFunction } from '../function'
import { convert } from '../convert'
import { equal } from '../equality'
import { asInteger } from '../number'
import type { Type } from '../type'
import { boolType, describeType, dynamicType, listType, numberType, stringType } from '../type'
import { unify } from '../unify'
import type { ListValue, SequenceValue, Value } from '../value'
import {
  boolValue,
  compareText,
  isOpen,
  isSequence,
  listValue,
  manyUnknown,
  nullValue,
  numberValue,
  tupleValue,
  typeOf,
} from '../value'
import { decimal } from '../number'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { integerOf, notWhole, numberOf } from './numeric'
import { graphemes, textOf } from './text'
import { holeFor, isWhollyKnown } from './unknown'

/**
 * Lists and tuples: https://developer.hashicorp.com/terraform/language/functions#collection-functions
 * What is known of a list stays known beside items that nobody can know.
 */

const list = { name: 'list' }

/** How many items a sequence has, as far as it is known to have that many, and whether that is all. */
function knownItems(value: SequenceValue): number {
  const first = value.items.findIndex((item) => item.kind === 'unknown' && item.many === true)
  return first < 0 ? value.items.length : first
}

/** An item that may not be there. */
export function perhaps(item: Value): Value {
  return item.kind === 'unknown' && item.many ? item : manyUnknown(holeFor(item), item)
}

/** A sequence of the same kind with other items. */
export function rebuilt(value: SequenceValue, items: readonly Value[]): Value {
  const kind = value.kind === 'tuple' ? tupleValue(items, value.span) : listValue(items, value.element, value.span)
  return value.via ? { ...kind, via: value.via } : kind
}

const sequenceKinds = new Set<Type['kind']>(['list', 'set', 'tuple', 'dynamic'])

/** An argument that is unknown and may be a sequence. */
export function maybeSequence(value: Value | undefined, kinds: ReadonlySet<Type['kind']> = sequenceKinds): boolean {
  return value?.kind === 'unknown' && kinds.has(value.type.kind)
}

const concatKinds = new Set<Type['kind']>(['list', 'tuple', 'dynamic'])

const concat: Definition = {
  name: 'concat',
  parameters: [],
  variadic: { name: 'seqs' },
  run(args, call) {
    if (args.length === 0) call.fail('at least one argument is required')
    args.forEach((value, index) => {
      if (value.kind === 'list' || value.kind === 'tuple' || maybeSequence(value, concatKinds)) return
      const got = describeType(typeOf(value))
      call.failArgument(index, `all arguments must be lists or tuples; got ${got}`)
    })
    const items = args.flatMap((value) => (isSequence(value) ? value.items : [manyUnknown(holeFor(value))]))
    call.bound('collectionSize', items.length)
    const types = args.map(typeOf)
    const common = types.every((type) => type.kind === 'list') ? unify(types) : undefined
    if (common?.kind !== 'list') return tupleValue(items, call.at)
    const { element } = common
    return listValue(
      items.map((item) => convert(item, element)),
      element,
      call.at,
    )
  },
}

const element: Definition = {
  name: 'element',
  parameters: [list, { name: 'index', type: numberType }],
  run([value, index], call) {
    if (maybeSequence(value))
      return call.unknown(value?.kind === 'unknown' ? itemType(value.type) : dynamicType, value!)
    if (value?.kind !== 'list' && value?.kind !== 'tuple')
      return call.fail(`cannot read elements from ${describeType(typeOf(value as Value))}`)
    if (index?.kind !== 'number') return call.unknown(itemType(typeOf(value)), index as Value)
    const at = integerOf(index, call, 'invalid index: ')
    const { items } = value
    if (items.length === 0) call.fail('cannot use element function with an empty list')
    if (isOpen(value)) {
      const known = at >= 0 && at < knownItems(value) ? items[at] : undefined
      const many = items.find((item) => item.kind === 'unknown' && item.many) as Extract<Value, { kind: 'unknown' }>
      if (!known && items.length === 1 && many.representative) return many.representative
      return known ?? call.unknown(itemType(typeOf(value)), value)
    }
    // Before Terraform 1.12 a negative index is a fault; since then it counts from the end.
    return items[((at % items.length) + items.length) % items.length] as Value
  },
}

function itemType(type: Type): Type {
  return type.kind === 'list' || type.kind === 'set' ? type.element : dynamicType
}

const slice: Definition = {
  name: 'slice',
  parameters: [list, { name: 'start_index', type: numberType }, { name: 'end_index', type: numberType }],
  run([value, from, to], call) {
    if (value?.kind === 'set')
      call.failArgument(
        0,
        'cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important',
      )
    if (maybeSequence(value)) return call.unknown(dynamicType, value!)
    if (value?.kind !== 'list' && value?.kind !== 'tuple') return call.failArgument(0, 'must be a list or tuple value')
    const unsure = [from, to].find((index) => index?.kind !== 'number')
    if (unsure) return call.unknown(value.kind === 'list' ? typeOf(value) : dynamicType, unsure)
    const length = isOpen(value) ? undefined : value.items.length
    const start = sliceIndex(from, 1, 'start', length, call)
    const end = sliceIndex(to, 2, 'end', length, call)
    if (start > end) call.failArgument(1, 'start index must not be greater than end index')
    if (end > knownItems(value)) return call.unknown(value.kind === 'list' ? typeOf(value) : dynamicType, value)
    return rebuilt(value, value.items.slice(start, end))
  },
}

function sliceIndex(
  value: Value | undefined,
  at: number,
  name: string,
  length: number | undefined,
  call: Call,
): number {
  const index = asInteger(numberOf(value))
  if (index === undefined) return call.failArgument(at, `invalid ${name} index: ${notWhole}`)
  if (index < 0) call.failArgument(at, `${name} index must not be less than zero`)
  if (length !== undefined && index > length)
    call.failArgument(at, `${name} index must not be greater than the length of the list`)
  return index
}

const flatten: Definition = {
  name: 'flatten',
  parameters: [list],
  run([value], call) {
    if (maybeSequence(value)) return call.unknown(dynamicType, value!)
    if (!value || !isSequence(value)) return call.fail('can only flatten lists, sets and tuples')
    const items: Value[] = []
    flattenInto(items, value, call)
    return tupleValue(items, value.span)
  },
}

function flattenInto(items: Value[], value: SequenceValue, call: Call): void {
  call.bound('collectionSize', items.length + value.items.length)
  for (const item of value.items) {
    if (isSequence(item)) flattenInto(items, item, call)
    else if (item.kind === 'unknown' && !item.many && maybeSequence(item)) items.push(manyUnknown(item.hole))
    else if (item.kind === 'choice') items.push(...flattenChoice(item, call))
    else items.push(item)
  }
}

/** Of a choice between lists, what either would give may be there; a choice of anything else is one item. */
function flattenChoice(choice: Extract<Value, { kind: 'choice' }>, call: Call): Value[] {
  const branches = [choice.whenTrue, choice.whenFalse]
  if (!branches.some((branch) => isSequence(branch) || maybeSequence(branch))) return [choice]
  const inner: Value[] = []
  flattenInto(inner, tupleValue(branches, choice.span), call)
  return inner.map((item) => (item.kind === 'unknown' && item.many ? item : manyUnknown(choice.hole, item)))
}

const reverse: Definition = {
  name: 'reverse',
  parameters: [list],
  run([value], call) {
    if (maybeSequence(value)) return call.unknown(dynamicType, value!)
    if (!value || !isSequence(value))
      return call.failArgument(0, `can only reverse list or tuple values, not ${describeType(typeOf(value as Value))}`)
    return rebuilt(value, [...value.items].reverse())
  },
}

const one: Definition = {
  name: 'one',
  parameters: [list],
  run([value], call) {
    const refusal = 'must be a list, set, or tuple value with either zero or one elements'
    if (maybeSequence(value)) return call.unknown(itemType((value as { type: Type }).type), value!)
    if (!value || !isSequence(value)) return call.failArgument(0, refusal)
    const sure = value.items.filter((item) => item.kind !== 'unknown' || !item.many)
    if (sure.length > 1) call.failArgument(0, refusal)
    if (isOpen(value)) return oneOfSome(value, sure, call)
    return value.items[0] ?? nullValue(value.span, value.kind === 'tuple' ? dynamicType : value.element)
  },
}

function oneOfSome(value: SequenceValue, sure: readonly Value[], call: Call): Value {
  if (sure[0]) return sure[0]
  const [only] = value.items
  const alone = value.items.length === 1 && only?.kind === 'unknown' ? only.representative : undefined
  return alone ?? call.unknown(itemType(typeOf(value)), value)
}

const length: Definition = {
  name: 'length',
  parameters: [{ name: 'value' }],
  run([value], call) {
    const given = value as Value
    switch (given.kind) {
      case 'number':
      case 'bool':
        return call.fail('argument must be a string, a collection type, or a structural type')
      case 'string': {
        const text = textOf(given)
        return text === undefined
          ? call.unknown(numberType, given)
          : numberValue(decimal(graphemes(text).length), given.span)
      }
      case 'map':
      case 'object':
        if (isOpen(given)) return call.unknown(numberType, given)
        return numberValue(decimal(given.entries.size), given.span)
      case 'list':
      case 'set':
      case 'tuple':
        if (isOpen(given) || (given.kind === 'set' && !isWhollyKnown(given) && given.items.length > 1))
          return call.unknown(numberType, given)
        return numberValue(decimal(given.items.length), given.span)
      default:
        return call.unknown(numberType, given)
    }
  },
}

const contains: Definition = {
  name: 'contains',
  parameters: [list, { name: 'value' }],
  run([value, wanted], call) {
    if (maybeSequence(value)) return call.unknown(boolType, value!)
    if (!value || !isSequence(value)) return call.fail('argument must be list, tuple, or set')
    call.context.spend(value.items.length)
    const answers = value.items.map((item) => equal(item, wanted as Value))
    if (answers.includes('yes')) return boolValue(true, call.at)
    if (answers.includes('unknown') || isOpen(value))
      return call.unknown(boolType, isWhollyKnown(value) ? wanted! : value)
    return boolValue(false, call.at)
  },
}

const index: Definition = {
  name: 'index',
  parameters: [list, { name: 'value' }],
  run([value, wanted], call) {
    if (maybeSequence(value)) return call.unknown(numberType, value!)
    if (value?.kind !== 'list' && value?.kind !== 'tuple') return call.fail('argument must be a list or tuple')
    if (value.items.length === 0) call.fail('cannot search an empty list')
    call.context.spend(value.items.length)
    for (const [at, item] of value.items.entries()) {
      const answer = equal(item, wanted as Value)
      if (answer === 'yes') return numberValue(decimal(at), call.at)
      if (answer === 'unknown') return call.unknown(numberType, isWhollyKnown(value) ? wanted! : value)
    }
    return call.fail('item not found')
  },
}

const strings = { name: 'list', type: listType(stringType) }

const sort: Definition = {
  name: 'sort',
  parameters: [strings],
  run([value], call) {
    if (value?.kind !== 'list') return call.unknown(listType(stringType), value as Value)
    const missing = value.items.findIndex((item) => item.kind === 'null')
    if (missing >= 0) call.fail(`given list element ${missing} is null; a null string cannot be sorted`)
    call.context.spend(value.items.length)
    // Nobody can know where an unknown text belongs; it stays in the list, after the others.
    const known = value.items.filter(isWhollyKnown)
    const sorted = known.sort((a, b) => compareText(textOf(a) ?? '', textOf(b) ?? ''))
    return rebuilt(value, [...sorted, ...value.items.filter((item) => !isWhollyKnown(item))])
  },
}

const compact: Definition = {
  name: 'compact',
  parameters: [strings],
  run([value], call) {
    if (value?.kind !== 'list') return call.unknown(listType(stringType), value as Value)
    const items = value.items.flatMap((item): Value[] => {
      if (item.kind === 'null') return []
      if (isFilled(item)) return [item]
      return textOf(item) === '' ? [] : [perhaps(item)]
    })
    return rebuilt(value, items)
  },
}

/** True for a text that is surely neither empty nor null: some of it is known, or AWS names it. */
export function isFilled(value: Value): boolean {
  if (value.kind === 'string')
    return value.parts.some((part) => part.kind === 'chunk' || part.pattern !== undefined || isName(part.symbol))
  return value.kind === 'unknown' && !value.many && (value.hole.pattern !== undefined || isName(value.hole.symbol))
}

function isName(symbol: { readonly attribute: string } | undefined): boolean {
  return symbol !== undefined && /^(arn|id|name)$/.test(symbol.attribute)
}

const distinct: Definition = {
  name: 'distinct',
  parameters: [{ name: 'list', type: listType(dynamicType) }],
  run([value], call) {
    if (value?.kind !== 'list') return call.unknown(listType(dynamicType), value as Value)
    const kept: Value[] = []
    const texts = new Set<string>()
    for (const item of value.items) {
      // Known strings are told apart by a set, so that a long list takes no square time.
      const text = textOf(item)
      if (text !== undefined && texts.has(text)) continue
      if (text !== undefined) texts.add(text)
      const rivals = text === undefined ? kept : kept.filter((other) => textOf(other) === undefined)
      call.context.spend(1 + rivals.length)
      const answers = rivals.map((other) => equal(other, item))
      if (answers.includes('yes')) continue
      kept.push(answers.includes('unknown') ? perhaps(item) : item)
    }
    return rebuilt(value, kept)
  },
}

const chunklist: Definition = {
  name: 'chunklist',
  parameters: [
    { name: 'list', type: listType(dynamicType) },
    { name: 'size', type: numberType },
  ],
  run([value, size], call) {
    const unsure = value?.kind !== 'list' || isOpen(value) ? value : size
    if (value?.kind !== 'list' || isOpen(value) || size?.kind !== 'number')
      return call.unknown(listType(listType(dynamicType)), unsure as Value)
    const count = integerOf(size, call, 'invalid size: ')
    if (count < 0) call.fail('the size argument must be positive')
    const type = listType(value.element)
    if (count === 0) return listValue(value.items.length === 0 ? [] : [value], type, value.span)
    const chunks: ListValue[] = []
    for (let at = 0; at < value.items.length; at += count)
      chunks.push(listValue(value.items.slice(at, at + count), value.element, value.span))
    return listValue(chunks, type, value.span)
  },
}

const matchkeys: Definition = {
  name: 'matchkeys',
  parameters: ['values', 'keys', 'searchset'].map((name) => ({ name, type: listType(dynamicType) })),
  run([values, keys, wanted], call) {
    if (values?.kind !== 'list' || keys?.kind !== 'list' || wanted?.kind !== 'list') return unsureList(call)
    if (isOpen(values) || isOpen(keys)) return unsureList(call)
    if (values.items.length !== keys.items.length) call.fail('length of keys and values should be equal')
    const common = unify([keys.element, wanted.element]) ?? call.fail('keys and searchset must be of the same type')
    const searched = wanted.items.map((item) => convert(item, common))
    call.context.spend(keys.items.length * (1 + searched.length))
    const items = values.items.flatMap((item, at): Value[] => {
      const key = convert(keys.items[at]!, common)
      const answers = searched.map((other) => equal(key, other))
      if (answers.includes('yes')) return [item]
      return answers.includes('unknown') || isOpen(wanted) ? [perhaps(item)] : []
    })
    return rebuilt(values, items)
  },
}

function unsureList(call: Call): Value {
  return call.unknown(listType(dynamicType), call.args.find((value) => !isWhollyKnown(value)) ?? call.args[0]!)
}

/** `alltrue` and `anytrue`: `decisive` settles the answer whatever the others are. */
function quantifier(name: string, decisive: boolean): Definition {
  return {
    name,
    parameters: [{ name: 'list', type: listType(boolType) }],
    run([value], call) {
      if (value?.kind !== 'list') return call.unknown(boolType, value as Value)
      const truths = value.items.map((item) =>
        item.kind === 'null' ? false : item.kind === 'bool' ? item.value : undefined,
      )
      if (truths.includes(decisive)) return boolValue(decisive, call.at)
      if (truths.includes(undefined)) return call.unknown(boolType, value)
      return boolValue(!decisive, call.at)
    },
  }
}

export const sequenceFunctions: readonly TerraformFunction[] = [
  quantifier('alltrue', false),
  quantifier('anytrue', true),
  chunklist,
  compact,
  concat,
  contains,
  distinct,
  element,
  flatten,
  index,
  length,
  matchkeys,
  one,
  reverse,
  slice,
  sort,
].map(define)
