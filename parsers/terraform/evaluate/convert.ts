import { makeSet } from './collection'
import { charge } from './meter'
import { parseDecimal } from './number'
import type { CollectionType, ObjectType, PrimitiveType, TupleType, Type } from './type'
import { describeType } from './type'
import { unify } from './unify'
import type { Entry, MappingValue, SequenceValue, Value } from './value'
import {
  isMapping,
  isSequence,
  knownText,
  listValue,
  nullValue,
  numberText,
  numberValue,
  boolValue,
  stringValue,
  typeOf,
  unknownValue,
} from './value'

/** A value that does not convert to a type; the message says what is required, in cty's words. */
export class ConversionError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConversionError'
  }
}

/**
 * A value as another type, by cty's rules: `"5"` is 5, a tuple is a list, an object is a map, attributes that the type
 * does not name are dropped. Marks, spans and trails stay. Throws `ConversionError` where Terraform would refuse.
 */
export function convert(value: Value, type: Type): Value {
  if (type.kind === 'dynamic') return value
  charge(1)
  if (value.kind === 'choice') {
    return { ...value, whenTrue: convert(value.whenTrue, type), whenFalse: convert(value.whenFalse, type) }
  }
  if (value.kind === 'null') return { ...value, type }
  if (value.kind === 'unknown') return convertUnknown(value, type)
  const converted = convertKnown(value, type)
  if (converted === value) return value
  const { via, sensitive } = value
  return via || sensitive ? { ...converted, via, ...(sensitive && { sensitive }) } : converted
}

function convertUnknown(value: Extract<Value, { kind: 'unknown' }>, type: Type): Value {
  if (value.type.kind === 'dynamic') return { ...value, type }
  const simple = (kind: string) => kind === 'string' || kind === 'number' || kind === 'bool'
  if (simple(value.type.kind) !== simple(type.kind)) throw new ConversionError(`${describeType(type)} required`)
  return { ...value, type }
}

function convertKnown(
  value: Exclude<Value, { kind: 'choice' | 'null' | 'unknown' }>,
  type: Exclude<Type, { kind: 'dynamic' }>,
): Value {
  switch (type.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return convertPrimitive(value, type)
    case 'list':
    case 'set':
      if (!isSequence(value)) throw new ConversionError(`${describeType(type)} required`)
      return convertSequence(value, type)
    case 'map':
      if (!isMapping(value)) throw new ConversionError(`${describeType(type)} required`)
      return convertMap(value, type)
    case 'tuple':
      return convertTuple(value, type)
    case 'object':
      if (!isMapping(value)) throw new ConversionError('object required')
      return convertObject(value, type)
  }
}

function convertPrimitive(value: Value, type: PrimitiveType): Value {
  if (value.kind === type.kind) return value
  if (type.kind === 'string') {
    if (value.kind === 'number') return stringValue(numberText(value.value), value.span)
    if (value.kind === 'bool') return stringValue(String(value.value), value.span)
  } else if (value.kind === 'string') {
    const text = knownText(value)
    if (text === undefined) return unknownValue(value.parts.find((part) => part.kind === 'hole')!, type)
    if (type.kind === 'number') {
      const number = parseDecimal(text)
      if (number) return numberValue(number, value.span)
    } else if (text === 'true' || text === '1') return boolValue(true, value.span)
    else if (text === 'false' || text === '0') return boolValue(false, value.span)
  }
  throw new ConversionError(type.kind === 'string' ? 'string required' : `a ${type.kind} is required`)
}

/**
 * Items as the element type asked for; for `any`, or something with `any` in it, as the type that all of them share
 * after that.
 */
function convertItems(
  items: readonly Value[],
  wanted: Type,
  what: string,
  own: Type | undefined,
): { readonly element: Type; readonly items: readonly Value[] } {
  const converted = wanted.kind === 'dynamic' ? items : items.map((item) => convert(item, wanted))
  if (!hasDynamic(wanted)) return { element: wanted, items: converted }
  if (own && own.kind !== 'dynamic' && wanted.kind === 'dynamic') return { element: own, items }
  const known = converted.filter((item) => item.kind !== 'null' || item.type.kind !== 'dynamic')
  const element = unify(known.map(typeOf))
  if (!element) throw new ConversionError(`all ${what} elements must have the same type`)
  return { element, items: converted.map((item) => convert(item, element)) }
}

function hasDynamic(type: Type): boolean {
  charge(1)
  switch (type.kind) {
    case 'dynamic':
      return true
    case 'list':
    case 'set':
    case 'map':
      return hasDynamic(type.element)
    case 'tuple':
      return type.elements.some(hasDynamic)
    case 'object':
      return [...type.attributes.values()].some((attribute) => hasDynamic(attribute.type))
    default:
      return false
  }
}

function convertSequence(value: SequenceValue, type: CollectionType): Value {
  const own = value.kind === 'tuple' ? undefined : value.element
  if (value.kind === type.kind && (own === type.element || (own?.kind === type.element.kind && isScalar(type.element))))
    return value
  const { element, items } = convertItems(value.items, type.element, type.kind, own)
  return type.kind === 'set' ? makeSet(items, element, value.span) : listValue(items, element, value.span)
}

function isScalar(type: Type): boolean {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool'
}

function convertMap(value: MappingValue, type: CollectionType): Value {
  const own = value.kind === 'map' ? value.element : undefined
  if (own && (own === type.element || (own.kind === type.element.kind && isScalar(own)))) return value
  const given = [...value.entries]
  const values = given.map(([, entry]) => entry.value)
  const { element, items } = convertItems(values, type.element, 'map', own)
  const entries = new Map<string, Entry>(given.map(([name, { key }], at) => [name, { key, value: items[at]! }]))
  return { kind: 'map', element, entries, span: value.span, ...(value.open && { open: value.open }) }
}

function convertTuple(value: Value, type: TupleType): Value {
  if (value.kind !== 'tuple') throw new ConversionError('tuple required')
  if (value.items.some((item) => item.kind === 'unknown' && item.many)) return value
  if (value.items.length !== type.elements.length)
    throw new ConversionError(`tuple of ${type.elements.length} elements required`)
  return { ...value, items: value.items.map((item, at) => convert(item, type.elements[at]!)) }
}

function convertObject(value: MappingValue, type: ObjectType): Value {
  const entries = new Map<string, Entry>()
  for (const [name, attribute] of type.attributes) {
    const given = value.entries.get(name)
    const key = given?.key ?? stringValue(name, value.span)
    if (!given && value.open?.length) {
      entries.set(name, { key, value: unknownValue(value.open[0]!, attribute.type) })
    } else if (!given && !attribute.optional) {
      throw new ConversionError(
        value.kind === 'map' ? `map is missing required attribute "${name}"` : `attribute "${name}" is required`,
      )
    } else if (attribute.defaultValue && (!given || given.value.kind === 'null')) {
      entries.set(name, { key, value: convert(attribute.defaultValue, attribute.type) })
    } else {
      entries.set(name, {
        key,
        value: given ? convertAttribute(name, given.value, attribute.type) : nullValue(value.span, attribute.type),
      })
    }
  }
  return { kind: 'object', entries, span: value.span }
}

function convertAttribute(name: string, value: Value, type: Type): Value {
  try {
    return convert(value, type)
  } catch (error) {
    if (error instanceof ConversionError) throw new ConversionError(`attribute "${name}": ${error.message}`)
    throw error
  }
}
