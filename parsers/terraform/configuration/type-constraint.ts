import { evaluate } from '../evaluate/evaluate'
import { EvaluationError } from '../evaluate/function'
import type { Scope } from '../evaluate/scope'
import type { AttributeType, Type } from '../evaluate/type'
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
} from '../evaluate/type'
import type { CallExpression, Expression, ObjectExpression } from '../hcl/ast'
import { literal } from './literals'

const keywords: Readonly<Record<string, Type>> = {
  string: stringType,
  number: numberType,
  bool: boolType,
  any: dynamicType,
  // Terraform 0.11 and older: a bare `list` is `list(any)`.
  list: listType(dynamicType),
  map: mapType(dynamicType),
  set: setType(dynamicType),
}

/**
 * The type that a variable's `type` says, with the defaults of `optional(type, default)`, which are evaluated in
 * `scope`. Throws `EvaluationError` (`Invalid type specification`) for what is no type.
 * https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
export function typeConstraint(expression: Expression, scope: Scope): Type {
  return scope.session.deeper(() => readType(expression, scope))
}

function readType(expression: Expression, scope: Scope): Type {
  const name = expression.kind === 'variable' ? expression.name : literal(expression)
  const keyword = typeof name === 'string' && Object.hasOwn(keywords, name) ? keywords[name] : undefined
  if (keyword) return keyword
  if (expression.kind === 'parentheses') return typeConstraint(expression.inner, scope)
  if (expression.kind === 'call') return constructed(expression, scope)
  throw invalid(expression, 'This is not a type.')
}

function constructed(expression: CallExpression, scope: Scope): Type {
  const argument = expression.args[0]
  if (!argument) throw invalid(expression, `The type "${expression.name}" needs an argument.`)
  switch (expression.name) {
    case 'list':
      return listType(typeConstraint(argument, scope))
    case 'set':
      return setType(typeConstraint(argument, scope))
    case 'map':
      return mapType(typeConstraint(argument, scope))
    case 'tuple':
      if (argument.kind !== 'tuple') throw invalid(argument, 'A tuple type needs a list of types.')
      return tupleType(argument.items.map((item) => typeConstraint(item, scope)))
    case 'object':
      if (argument.kind !== 'object') throw invalid(argument, 'An object type needs its attributes.')
      return objectType(attributeTypes(argument, scope))
    default:
      throw invalid(expression, `There is no type "${expression.name}".`)
  }
}

function attributeTypes(expression: ObjectExpression, scope: Scope): Map<string, AttributeType> {
  const attributes = new Map<string, AttributeType>()
  for (const item of expression.items) {
    const name = literal(item.key)
    if (typeof name !== 'string') throw invalid(item.key, 'The name of an attribute must be literal.')
    attributes.set(name, attributeType(item.value, scope))
  }
  return attributes
}

function attributeType(expression: Expression, scope: Scope): AttributeType {
  if (expression.kind !== 'call' || expression.name !== 'optional') return { type: typeConstraint(expression, scope) }
  const [inner, defaultValue] = expression.args
  if (!inner) throw invalid(expression, 'optional() needs a type.')
  const type = typeConstraint(inner, scope)
  return defaultValue ? { type, optional: true, defaultValue: evaluate(defaultValue, scope) } : { type, optional: true }
}

function invalid(expression: Expression, detail: string): EvaluationError {
  return new EvaluationError('Invalid type specification', detail, expression.span)
}
