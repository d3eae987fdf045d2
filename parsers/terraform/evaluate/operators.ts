import type Big from 'big.js'
import type { Span } from '../../../src/model/source'
import type { Answer } from '../../../src/model/value'
import type { BinaryExpression, BinaryOperator, UnaryExpression } from '../hcl/ast'
import { conditionChoice, overChoices } from './choice'
import { ConversionError, convert } from './convert'
import { equal } from './equality'
import { evaluate, sourceText } from './evaluate'
import { EvaluationError } from './function'
import { charge } from './meter'
import { decimal, rounded } from './number'
import type { Scope } from './scope'
import type { PrimitiveType, Type } from './type'
import { boolType, numberType } from './type'
import type { UnknownValue, Value } from './value'
import { boolValue, markSensitive, numberValue } from './value'

/** `-x` and `!x`. */
export function evaluateUnary(expression: UnaryExpression, scope: Scope): Value {
  const given = evaluate(expression.operand, scope)
  const type = expression.operator === '-' ? numberType : boolType
  const operand = expression.operator === '!' ? conditionChoice(given, scope.names.prefix, expression.span) : given
  return overChoices([operand], expression.span, ([value]) => {
    const converted = operandOf(value!, type, 'unary', expression.operand.span)
    if (converted.kind === 'number') return numberValue(converted.value.neg(), expression.span)
    if (converted.kind === 'bool') return boolValue(!converted.value, expression.span)
    return unknownResult([converted], type, expression.span)
  })
}

/** Arithmetic, comparison, equality and logic; `&&` and `||` are three-valued and look at the right side only in need. */
export function evaluateBinary(expression: BinaryExpression, scope: Scope): Value {
  const { operator, span } = expression
  if (operator === '&&' || operator === '||') return evaluateLogic(expression, operator === '||', scope)
  const left = evaluate(expression.left, scope)
  const right = evaluate(expression.right, scope)
  return overChoices([left, right], span, ([a, b]) => {
    const result = compute(operator, a!, b!, expression)
    return a!.sensitive || b!.sensitive ? markSensitive(result) : result
  })
}

/** `decisive` is the value that settles it: false for `&&`, true for `||`. */
function evaluateLogic(expression: BinaryExpression, decisive: boolean, scope: Scope): Value {
  const left = evaluate(expression.left, scope)
  if (left.kind === 'bool' && left.value === decisive) return boolValue(decisive, expression.span)
  const right = evaluate(expression.right, scope)
  return overChoices([left, right], expression.span, ([a, b]) => {
    const first = operandOf(a!, boolType, 'left', expression.left.span)
    const second = operandOf(b!, boolType, 'right', expression.right.span)
    if (first.kind === 'bool' && first.value === decisive) return boolValue(decisive, expression.span)
    if (second.kind === 'bool' && second.value === decisive) return boolValue(decisive, expression.span)
    if (first.kind === 'bool' && second.kind === 'bool') return boolValue(!decisive, expression.span)
    // The side that decides is the one that is left: it keeps its own name, so that it is known again elsewhere.
    if (first.kind === 'bool' && second.kind === 'unknown') return second
    if (second.kind === 'bool' && first.kind === 'unknown') return first
    return unknownResult([first, second], boolType, expression.span)
  })
}

function compute(operator: BinaryOperator, a: Value, b: Value, expression: BinaryExpression): Value {
  const { span } = expression
  if (operator === '==') return answerValue(equal(a, b), [a, b], span)
  if (operator === '!=') return answerValue(negate(equal(a, b)), [a, b], span)
  const left = operandOf(a, numberType, 'left', expression.left.span)
  const right = operandOf(b, numberType, 'right', expression.right.span)
  if (left.kind !== 'number' || right.kind !== 'number') {
    return unknownResult([left, right], isComparison(operator) ? boolType : numberType, span)
  }
  if (isComparison(operator)) return boolValue(compare(operator, left.value.cmp(right.value)), span)
  return numberValue(arithmetic(operator, left.value, right.value, span), span)
}

function negate(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'unknown'
}

function answerValue(answer: Answer, operands: readonly Value[], at: Span): Value {
  return answer === 'unknown' ? unknownResult(operands, boolType, at) : boolValue(answer === 'yes', at)
}

type Comparison = '<' | '<=' | '>' | '>='

function isComparison(operator: BinaryOperator): operator is Comparison {
  return operator === '<' || operator === '<=' || operator === '>' || operator === '>='
}

function compare(operator: Comparison, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

const largestMagnitude = 5_000

function arithmetic(operator: BinaryOperator, left: Big, right: Big, at: Span): Big {
  if (Math.abs(left.e) > largestMagnitude || Math.abs(right.e) > largestMagnitude) {
    throw new EvaluationError('Operation failed', 'Error during operation: number too large.', at)
  }
  switch (operator) {
    case '+':
      return rounded(left.plus(right))
    case '-':
      return rounded(left.minus(right))
    case '*':
      return rounded(left.times(right))
    case '/':
      if (right.eq(0)) throw new EvaluationError('Division by zero', 'Division by zero.', at)
      return rounded(left.div(right))
    default:
      // As cty has it: what is divided by nothing is all remainder.
      return right.eq(0) ? left : modulo(left, right)
  }
}

/** The remainder with the sign of the left side, as cty computes it: `-7 % 3` is -1. */
function modulo(left: Big, right: Big): Big {
  const quotient = left.div(right)
  const whole = quotient.round(0, quotient.lt(0) ? 3 : 0)
  const truncated = quotient.lt(0) && whole.lt(quotient) ? whole.plus(decimal(1)) : whole
  return rounded(left.minus(right.times(truncated)))
}

/** An operand as the type that the operator wants; null is refused in Terraform's words. */
function operandOf(value: Value, type: PrimitiveType, side: 'left' | 'right' | 'unary', at: Span): Value {
  if (value.kind === 'null') {
    throw new EvaluationError('Operation failed', 'Error during operation: argument must not be null.', at)
  }
  try {
    return convert(value, type)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    throw new EvaluationError(
      'Invalid operand',
      `Unsuitable value for ${side} operand: a ${type.kind} is required.`,
      at,
    )
  }
}

/** The unknown result of an operation, named by the operation's own code. */
function unknownResult(operands: readonly Value[], type: Type, at: Span): Value {
  const cause = operands.map(firstUnknown).find((value) => value !== undefined)
  const why = cause?.hole.why ?? 'unsupported'
  return { kind: 'unknown', type, hole: { kind: 'hole', expression: sourceText(at), why, span: at }, span: at }
}

/** The first unknown in a value, however deep. */
function firstUnknown(value: Value): Pick<UnknownValue, 'hole'> | undefined {
  charge(1)
  switch (value.kind) {
    case 'unknown':
    case 'choice':
      return value
    case 'string': {
      const hole = value.parts.find((part) => part.kind === 'hole')
      return hole && { hole }
    }
    case 'list':
    case 'set':
    case 'tuple':
      for (const item of value.items) {
        const found = firstUnknown(item)
        if (found) return found
      }
      return undefined
    case 'map':
    case 'object':
      if (value.open?.[0]) return { hole: value.open[0] }
      for (const [, entry] of value.entries) {
        const found = firstUnknown(entry.value)
        if (found) return found
      }
      return undefined
    default:
      return undefined
  }
}
