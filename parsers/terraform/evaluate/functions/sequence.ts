import type { Hole } from '../../../../src/model/value'
import type { TerraformFunction } from '../function'
import { convert } from '../convert'
import { asInteger } from '../number'
import type { Type } from '../type'
import { describeType, dynamicType, numberType } from '../type'
import { unify } from '../unify'
import type { SequenceValue, Value } from '../value'
import { isOpen, isSequence, listValue, manyUnknown, nullValue, numberValue, tupleValue, typeOf } from '../value'
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
    else if (item.kind === 'unknown' && item.representative)
      items.push(...flattenPerhaps(item.representative, item.hole, call))
    else if (item.kind === 'unknown' && !item.many && maybeSequence(item)) items.push(manyUnknown(item.hole))
    else if (item.kind === 'choice') items.push(...flattenChoice(item, call))
    else items.push(item)
  }
}

/** What flattening gives of an item that occurs an unknown number of times. */
function flattenPerhaps(item: Value, hole: Hole, call: Call): Value[] {
  const inner: Value[] = []
  flattenInto(inner, tupleValue([item], item.span), call)
  return inner.map((each) => (each.kind === 'unknown' && each.many ? each : manyUnknown(hole, each)))
}

/** Of a choice between lists, what either would give may be there; a choice of anything else is one item. */
function flattenChoice(choice: Extract<Value, { kind: 'choice' }>, call: Call): Value[] {
  const branches = [choice.whenTrue, choice.whenFalse]
  if (!branches.some((branch) => isSequence(branch) || maybeSequence(branch))) return [choice]
  return branches.flatMap((branch) => flattenPerhaps(branch, choice.hole, call))
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

export const sequenceFunctions: readonly TerraformFunction[] = [
  concat,
  element,
  flatten,
  length,
  one,
  reverse,
  slice,
].map(define)
