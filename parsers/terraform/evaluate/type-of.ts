import { charge } from './meter'
import type { Type } from './type'
import {
  boolType,
  dynamicType,
  listType,
  mapType,
  numberType,
  objectType,
  setType,
  stringType,
  tupleType,
} from './type'
import type { Value } from './value'

/** The type that cty gives a value; of an object with more attributes than are known: dynamic. */
export function typeOf(value: Value): Type {
  if (value.kind !== 'tuple' && value.kind !== 'object') return computeType(value)
  const known = structuralTypes.get(value)
  if (known) return known
  charge(1)
  const type = computeType(value)
  structuralTypes.set(value, type)
  return type
}

const structuralTypes = new WeakMap<Value, Type>()

function computeType(value: Value): Type {
  switch (value.kind) {
    case 'string':
      return stringType
    case 'number':
      return numberType
    case 'bool':
      return boolType
    case 'list':
      return listType(value.element)
    case 'set':
      return setType(value.element)
    case 'map':
      return mapType(value.element)
    case 'tuple':
      return tupleType(value.items.map(typeOf))
    case 'object': {
      if (value.open?.length) return dynamicType
      const attributes = new Map([...value.entries].map(([name, entry]) => [name, { type: typeOf(entry.value) }]))
      return objectType(attributes)
    }
    case 'choice':
      return typeOf(value.whenTrue)
    default:
      return value.type
  }
}
