import type { CallExpression, Expression } from '../hcl/ast'
import { ConversionError } from './convert'
import { evaluate } from './evaluate'
import { EvaluationError } from './function'
import type { Scope } from './scope'
import type { Value } from './value'
import { boolValue } from './value'

/** The functions whose arguments must not be evaluated beforehand: a failing one is what they are for. */
export function isLazy(name: string): boolean {
  return name === 'try' || name === 'can'
}

/**
 * `try(a, b, ...)`: the first that does not fail. `can(a)`: whether it does not fail. An unknown does not fail.
 * https://developer.hashicorp.com/terraform/language/functions/try
 */
export function evaluateLazy(name: string, expression: CallExpression, scope: Scope): Value {
  const strict: Scope = { ...scope, tolerant: false }
  if (name === 'can') {
    if (expression.args.length !== 1) throw tooFew(expression)
    return boolValue(attempt(expression.args[0]!, strict) !== undefined, expression.span)
  }
  if (expression.args.length === 0) throw tooFew(expression)
  for (const arg of expression.args) {
    const value = attempt(arg, strict)
    if (value) return value
  }
  const detail = 'No expression succeeded: at least one argument of "try" must give a successful result.'
  throw new EvaluationError('Error in function call', detail, expression.span)
}

function attempt(expression: Expression, scope: Scope): Value | undefined {
  try {
    return evaluate(expression, scope)
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof ConversionError) return undefined
    throw error
  }
}

function tooFew(expression: CallExpression): EvaluationError {
  return new EvaluationError(
    'Not enough function arguments',
    `Function "${expression.name}" expects an argument.`,
    expression.span,
  )
}
