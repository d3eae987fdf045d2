import { charge } from './meter'
import type { Value } from './value'

/**
 * The types of Terraform's language, as cty has them.
 * https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */

export interface PrimitiveType {
  readonly kind: 'string' | 'number' | 'bool'
}

/** `any` in a constraint; the type of a bare `null` and of what is wholly unknown. */
export interface DynamicType {
  readonly kind: 'dynamic'
}

export interface CollectionType {
  readonly kind: 'list' | 'set' | 'map'
  readonly element: Type
}

export interface TupleType {
  readonly kind: 'tuple'
  readonly elements: readonly Type[]
}

export interface AttributeType {
  readonly type: Type
  /** `optional(...)` in a variable's constraint. */
  readonly optional?: boolean
  /** The second argument of `optional`. */
  readonly defaultValue?: Value
}

export interface ObjectType {
  readonly kind: 'object'
  readonly attributes: ReadonlyMap<string, AttributeType>
}

export type Type = PrimitiveType | DynamicType | CollectionType | TupleType | ObjectType

export const stringType: PrimitiveType = { kind: 'string' }
export const numberType: PrimitiveType = { kind: 'number' }
export const boolType: PrimitiveType = { kind: 'bool' }
export const dynamicType: DynamicType = { kind: 'dynamic' }

export function listType(element: Type): CollectionType {
  return { kind: 'list', element }
}

export function setType(element: Type): CollectionType {
  return { kind: 'set', element }
}

export function mapType(element: Type): CollectionType {
  return { kind: 'map', element }
}

export function tupleType(elements: readonly Type[]): TupleType {
  return { kind: 'tuple', elements }
}

export function objectType(attributes: ReadonlyMap<string, AttributeType>): ObjectType {
  return { kind: 'object', attributes }
}

/** True for string, number and bool. */
export function isPrimitive(type: Type): type is PrimitiveType {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool'
}

/** True when both are the same type; whether attributes are optional does not count. */
export function sameType(left: Type, right: Type): boolean {
  if (left === right) return true
  charge(1)
  if (left.kind !== right.kind) return false
  switch (left.kind) {
    case 'list':
    case 'set':
    case 'map':
      return sameType(left.element, (right as CollectionType).element)
    case 'tuple': {
      const others = (right as TupleType).elements
      return left.elements.length === others.length && left.elements.every((type, at) => sameType(type, others[at]!))
    }
    case 'object': {
      const others = (right as ObjectType).attributes
      if (left.attributes.size !== others.size) return false
      for (const [name, attribute] of left.attributes) {
        const other = others.get(name)
        if (!other || !sameType(attribute.type, other.type)) return false
      }
      return true
    }
    default:
      return true
  }
}

/** The type as Terraform's messages name it: `list of string`, `object`. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'dynamic':
      return 'dynamic'
    case 'list':
    case 'set':
    case 'map':
      return type.element.kind === 'dynamic'
        ? `${type.kind} of any type`
        : `${type.kind} of ${describeType(type.element)}`
    default:
      return type.kind
  }
}
