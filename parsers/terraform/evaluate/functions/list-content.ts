import { convert } from '../convert'
import { equal } from '../equality'
import type { TerraformFunction } from '../function'
import { decimal } from '../number'
import { boolType, dynamicType, listType, numberType, stringType } from '../type'
import { unify } from '../unify'
import type { ListValue, Value } from '../value'
import { boolValue, compareText, isOpen, isSequence, listValue, numberValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { integerOf } from './numeric'
import { maybeSequence, perhaps, rebuilt } from './sequence'
import { textOf } from './text'
import { isWhollyKnown } from './unknown'

/**
 * Functions of lists that look at what the items are: they find, order and drop them.
 * https://developer.hashicorp.com/terraform/language/functions#collection-functions
 */

const list = { name: 'list' }

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

export const listContentFunctions: readonly TerraformFunction[] = [
  quantifier('alltrue', false),
  quantifier('anytrue', true),
  chunklist,
  compact,
  contains,
  distinct,
  index,
  matchkeys,
  sort,
].map(define)
