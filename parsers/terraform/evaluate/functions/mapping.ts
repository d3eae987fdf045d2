import type { Hole } from '../../../../src/model/value'
import { ConversionError, convert } from '../convert'
import type { TerraformFunction } from '../function'
import type { Type } from '../type'
import { describeType, dynamicType, listType, mapType, sameType, stringType } from '../type'
import type { Entry, MappingValue, StringValue, Value } from '../value'
import {
  compareText,
  isMapping,
  isOpen,
  isSequence,
  keyName,
  listValue,
  manyUnknown,
  mapValue,
  objectValue,
  sortedEntries,
  stringOf,
  stringValue,
  tupleValue,
  typeOf,
} from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import { textOf } from './text'
import { holeFor } from './unknown'

/** Maps and objects: https://developer.hashicorp.com/terraform/language/functions#collection-functions */

const mappingKinds = new Set<Type['kind']>(['map', 'object', 'dynamic'])

function maybeMapping(value: Value | undefined): boolean {
  return value?.kind === 'unknown' && mappingKinds.has(value.type.kind)
}

function elementOf(value: Value): Type {
  const type = typeOf(value)
  return type.kind === 'map' ? type.element : dynamicType
}

/** An item that stands for whatever an open map may add. */
function added(value: MappingValue): Value[] {
  return isOpen(value) ? [manyUnknown(value.open![0]!)] : []
}

const keys: Definition = {
  name: 'keys',
  parameters: [{ name: 'inputMap' }],
  run([value], call) {
    if (maybeMapping(value)) return call.unknown(listType(stringType), value!)
    if (!value || !isMapping(value)) return call.failArgument(0, 'must have map or object type')
    call.context.spend(value.entries.size)
    const items: Value[] = [...sortedEntries(value).map((entry) => entry.key), ...added(value)]
    return value.kind === 'map' ? listValue(items, stringType, value.span) : tupleValue(items, value.span)
  },
}

const values: Definition = {
  name: 'values',
  parameters: [{ name: 'mapping' }],
  run([value], call) {
    if (maybeMapping(value)) return call.unknown(listType(elementOf(value!)), value!)
    if (!value || !isMapping(value)) return call.fail('values() requires a map as the first argument')
    call.context.spend(value.entries.size)
    const items = [...sortedEntries(value).map((entry) => entry.value), ...added(value)]
    return value.kind === 'map' ? listValue(items, value.element, value.span) : tupleValue(items, value.span)
  },
}

const lookup: Definition = {
  name: 'lookup',
  parameters: [{ name: 'inputMap' }, stringParameter('key')],
  variadic: { name: 'default', nullable: true },
  run([value, key, ...defaults], call) {
    if (defaults.length > 1) call.fail(`lookup() takes two or three arguments, got ${defaults.length + 2}`)
    if (maybeMapping(value)) return call.unknown(elementOf(value!), value!)
    if (!value || !isMapping(value)) return call.failArgument(0, 'lookup() requires a map as the first argument')
    const otherwise = defaults[0] && lookupDefault(value, defaults[0], call)
    if (key?.kind !== 'string') return call.unknown(elementOf(value), key as Value)
    const found = value.entries.get(keyName(key))
    if (found) return found.value
    const text = textOf(key)
    if (text === undefined) return call.unknown(elementOf(value), key)
    const hole = value.open?.[0] ?? unsureKey(value)
    if (hole) return call.unknown(elementOf(value), hole)
    if (otherwise) return otherwise
    if (value.kind === 'map') return call.fail(`lookup failed to find key ${JSON.stringify(text)}`)
    return call.failArgument(0, `the given object has no attribute ${JSON.stringify(text)}`)
  },
}

/** The hole of a key that is not wholly known, and so may be the one that is looked for. */
function unsureKey(value: MappingValue): Hole | undefined {
  for (const { key } of value.entries.values()) {
    const hole = key.parts.find((part) => part.kind === 'hole')
    if (hole?.kind === 'hole') return hole
  }
  return undefined
}

function lookupDefault(value: MappingValue, given: Value, call: Call): Value {
  if (value.kind !== 'map') return given
  try {
    return convert(given, value.element)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    return call.failArgument(2, 'the default value must have the same type as the map elements')
  }
}

const merge: Definition = {
  name: 'merge',
  parameters: [],
  variadic: { name: 'maps', nullable: true },
  run(args, call) {
    const entries = new Map<string, Entry>()
    const open: Hole[] = []
    for (const value of args) {
      if (value.kind === 'null') continue
      if (maybeMapping(value)) open.push(holeFor(value))
      else if (!isMapping(value)) {
        call.fail(`arguments must be maps or objects, got "${describeType(typeOf(value))}"`)
      } else {
        call.bound('collectionSize', entries.size + value.entries.size)
        for (const [name, entry] of value.entries) {
          entries.delete(name)
          entries.set(name, entry)
        }
        open.push(...(value.open ?? []))
      }
    }
    const at = args.find(isMapping)?.span ?? call.at
    const element = commonElement(args)
    return element ? mapValue(entries.values(), element, at, open) : objectValue(entries.values(), at, open)
  },
}

/** The element type when all arguments are maps of one type: then the result is such a map, else an object. */
function commonElement(args: readonly Value[]): Type | undefined {
  const [first, ...rest] = args.map(typeOf)
  return first?.kind === 'map' && rest.every((type) => sameType(first, type)) ? first.element : undefined
}

const zipmap: Definition = {
  name: 'zipmap',
  parameters: [{ name: 'keys', type: listType(stringType) }, { name: 'values' }],
  run([names, items], call) {
    const isUnsure = items?.kind === 'unknown' && ['list', 'tuple', 'dynamic'].includes(items.type.kind)
    if (isUnsure) return call.unknown(dynamicType, items!)
    if (items?.kind !== 'list' && items?.kind !== 'tuple')
      return call.fail('values argument must be a list or tuple value')
    if (names?.kind !== 'list' || isOpen(names)) return call.unknown(dynamicType, names as Value)
    if (isOpen(items)) return call.unknown(dynamicType, items)
    const [count, given] = [names.items.length, items.items.length]
    if (count !== given) call.fail(`number of keys (${count}) does not match number of values (${given})`)
    const entries = names.items.map((name, at): Entry => {
      if (name.kind === 'null') return call.fail(`keys list has null value at index ${at}`)
      return { key: asKey(name), value: items.items[at] as Value }
    })
    return items.kind === 'list' ? mapValue(entries, items.element, call.at) : objectValue(entries, call.at)
  },
}

function asKey(value: Value): StringValue {
  return value.kind === 'string' ? value : stringOf([holeFor(value)], value.span)
}

const transpose: Definition = {
  name: 'transpose',
  parameters: [{ name: 'values', type: mapType(listType(stringType)) }],
  strict: mapType(listType(stringType)),
  run([value], call) {
    const lists = new Map<string, StringValue[]>()
    for (const entry of sortedEntries(value as MappingValue)) {
      if (!isSequence(entry.value)) call.fail('input must not contain null list')
      else {
        call.context.spend(entry.value.items.length)
        for (const item of entry.value.items) {
          const text = textOf(item)
          if (text === undefined) call.fail('input list must not contain null string')
          else lists.set(text, [...(lists.get(text) ?? []), entry.key])
        }
      }
    }
    const names = [...lists.keys()].sort(compareText)
    const entries = names.map((name) => ({
      key: stringValue(name, call.at),
      value: listValue(lists.get(name) ?? [], stringType, call.at),
    }))
    return mapValue(entries, listType(stringType), call.at)
  },
}

export const mappingFunctions: readonly TerraformFunction[] = [keys, lookup, merge, transpose, values, zipmap].map(
  define,
)
