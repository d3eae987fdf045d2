import type { Expression } from '../hcl/ast'
import { freeNames } from './names'
import type { Scope } from './scope'
import type { Value } from './value'

/**
 * Evaluates a node once where it hangs on nothing but the module instance: ten thousand instances of a resource then
 * share what `each` and `count` do not touch. Only nodes inside some binding are worth remembering, and of those the
 * ones that make something.
 */
export function sharedValue(
  expression: Expression,
  scope: Scope,
  compute: (expression: Expression, scope: Scope) => Value,
): Value {
  if (!scope.bindings || !scope.tolerant || scope.assumed || !isWorthwhile(expression))
    return compute(expression, scope)
  const names = freeNames(expression)
  if (names.size > 0) {
    for (let at: Scope['bindings'] = scope.bindings; at; at = at.next) {
      if (names.has(at.name)) return compute(expression, scope)
    }
  }
  const cached = scope.names.shared.get(expression)
  if (cached) return scope.session.take(cached)
  const traced = scope.session.trace(() => compute(expression, scope))
  scope.names.shared.set(expression, traced)
  return traced.value
}

function isWorthwhile(expression: Expression): boolean {
  switch (expression.kind) {
    case 'tuple':
    case 'object':
    case 'call':
    case 'for':
    case 'conditional':
      return true
    case 'template':
      return expression.parts.length > 1
    default:
      return false
  }
}
