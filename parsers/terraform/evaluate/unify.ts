import { charge } from './meter'
import type { AttributeType, ObjectType, TupleType, Type } from './type'
import { dynamicType, listType, mapType, objectType, sameType, setType, tupleType } from './type'

/**
 * The one type that values of all these types convert to, or undefined when there is none: what `tolist`, a
 * conditional and `for` results agree on. The order of attempts is that of cty's `convert.UnifyUnsafe`.
 */
export function unify(types: readonly Type[]): Type | undefined {
  charge(types.length)
  const first = types[0]
  if (!first) return dynamicType
  if (types.every((type) => sameType(first, type))) return first
  return unifyStructures(types) ?? unifyByPreference(types)
}

function unifyStructures(types: readonly Type[]): Type | undefined {
  const kinds = new Set(types.map((type) => type.kind))
  const dynamic = kinds.delete('dynamic')
  const only = (...allowed: Type['kind'][]) => [...kinds].every((kind) => allowed.includes(kind))
  if (kinds.size === 0 || (dynamic && !only('map', 'list', 'set', 'object', 'tuple')))
    return dynamic ? dynamicType : undefined
  if (dynamic) return dynamicType
  if (only('map', 'object') && kinds.has('map')) return unifyElements(types, mapType)
  if (only('list', 'tuple') && kinds.has('list')) return unifyElements(types, listType)
  if (only('set')) return unifyElements(types, setType)
  if (only('object')) return unifyObjects(types as readonly ObjectType[])
  if (only('tuple')) return unifyTuples(types as readonly TupleType[])
  return undefined
}

function elementTypes(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return [type.element]
    case 'tuple':
      return type.elements
    case 'object':
      return [...type.attributes.values()].map((attribute) => attribute.type)
    default:
      return []
  }
}

function unifyElements(types: readonly Type[], collection: (element: Type) => Type): Type | undefined {
  const element = unify(types.flatMap(elementTypes))
  return element && collection(element)
}

function unifyObjects(types: readonly ObjectType[]): Type | undefined {
  const names = [...types[0]!.attributes.keys()]
  const alike = types.every(
    (type) => type.attributes.size === names.length && names.every((name) => type.attributes.has(name)),
  )
  if (alike) {
    const attributes = new Map<string, AttributeType>()
    for (const name of names) {
      const type = unify(types.map((candidate) => candidate.attributes.get(name)!.type))
      if (!type) break
      attributes.set(name, { type })
    }
    if (attributes.size === names.length) return objectType(attributes)
  }
  return unifyElements(types, mapType)
}

function unifyTuples(types: readonly TupleType[]): Type | undefined {
  const length = types[0]!.elements.length
  if (types.every((type) => type.elements.length === length)) {
    const elements: Type[] = []
    for (let at = 0; at < length; at++) {
      const type = unify(types.map((candidate) => candidate.elements[at]!))
      if (!type) break
      elements.push(type)
    }
    if (elements.length === length) return tupleType(elements)
  }
  return unifyElements(types, listType)
}

const preference: readonly Type['kind'][] = [
  'string',
  'number',
  'bool',
  'list',
  'set',
  'map',
  'tuple',
  'object',
  'dynamic',
]

function unifyByPreference(types: readonly Type[]): Type | undefined {
  const ordered = [...types].sort((a, b) => preference.indexOf(a.kind) - preference.indexOf(b.kind))
  return ordered.find((want) => types.every((type) => convertible(type, want)))
}

/** Whether any value of the first type may convert to the second: numbers and bools to strings, and back by luck. */
export function convertible(from: Type, to: Type): boolean {
  charge(1)
  if (to.kind === 'dynamic' || from.kind === 'dynamic' || sameType(from, to)) return true
  switch (to.kind) {
    case 'string':
      return from.kind === 'number' || from.kind === 'bool'
    case 'number':
    case 'bool':
      return from.kind === 'string'
    case 'list':
    case 'set':
      if (from.kind === 'tuple') return from.elements.every((element) => convertible(element, to.element))
      return (from.kind === 'list' || from.kind === 'set') && convertible(from.element, to.element)
    case 'map':
      if (from.kind === 'object') return elementTypes(from).every((element) => convertible(element, to.element))
      return from.kind === 'map' && convertible(from.element, to.element)
    case 'tuple':
      return (
        from.kind === 'tuple' &&
        from.elements.length === to.elements.length &&
        from.elements.every((element, at) => convertible(element, to.elements[at]!))
      )
    case 'object':
      return convertibleToObject(from, to)
  }
}

function convertibleToObject(from: Type, to: ObjectType): boolean {
  if (from.kind === 'map')
    return [...to.attributes.values()].every((attribute) => convertible(from.element, attribute.type))
  if (from.kind !== 'object') return false
  for (const [name, attribute] of to.attributes) {
    const given = from.attributes.get(name)
    if (given ? !convertible(given.type, attribute.type) : !attribute.optional) return false
  }
  return true
}
