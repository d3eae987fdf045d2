import type { Span } from '../../../src/model/source'
import type { Expression, ObjectExpression, TupleExpression } from '../hcl/ast'
import { evaluateCall } from './call'
import { assuming } from './choice'
import { evaluateConditional } from './conditional'
import { ConversionError, convert } from './convert'
import { evaluateFor } from './for'
import { EvaluationError } from './function'
import { decimal, parseDecimal } from './number'
import { evaluateBinary, evaluateUnary } from './operators'
import type { Scope } from './scope'
import { lookup } from './scope'
import { sharedValue } from './sharing'
import { evaluateTemplate } from './template'
import { evaluateAttribute, evaluateIndex, evaluateSplat } from './traversal'
import { stringType } from './type'
import type { Entry, StringValue, Value } from './value'
import {
  boolValue,
  nullValue,
  numberValue,
  objectValue,
  partsOf,
  stringOf,
  tupleValue,
  unknownValue,
  usedAt,
} from './value'

/**
 * What an expression gives in a scope. Throws `EvaluationError` for what Terraform rejects and `LimitReached` when a
 * bound is reached; `evaluateSafely` turns both into a diagnostic and an unknown.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { session } = scope
  session.spend(1)
  session.enter()
  try {
    const value = sharedValue(expression, scope, evaluateNode)
    return value.kind === 'choice' && scope.assumed ? assuming(value, scope.assumed) : value
  } finally {
    session.leave()
  }
}

/** As `evaluate`, with every failure said once and turned into an unknown value. */
export function evaluateSafely(expression: Expression, scope: Scope): Value {
  try {
    return evaluate(expression, scope)
  } catch (error) {
    return failedValue(error, expression.span, scope)
  }
}

/** The unknown that stands for a failed evaluation, after saying so; what is a fault of ours is thrown on. */
export function failedValue(error: unknown, at: Span, scope: Pick<Scope, 'session'>): Value {
  if (!scope.session.sayFailure(error, at)) throw error
  const why = error instanceof EvaluationError ? error.why : 'limit'
  return unknownValue({ kind: 'hole', expression: sourceText(at), why, span: at })
}

const longestExpression = 200

/** The code of a span on one line, cut where it is long. */
export function sourceText(at: Span): string {
  const text = at.source.text.slice(at.start, Math.min(at.end, at.start + longestExpression * 2)).replace(/\s+/g, ' ')
  return text.length > longestExpression ? `${text.slice(0, longestExpression - 1)}…` : text
}

function evaluateNode(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return literal(expression.value, expression.raw, expression.span)
    case 'template':
      return evaluateTemplate(expression.parts, expression.span, scope)
    case 'variable':
      return variable(expression.name, expression.span, scope)
    case 'attribute':
      return evaluateAttribute(expression, scope)
    case 'index':
      return evaluateIndex(expression, scope)
    case 'splat':
      return evaluateSplat(expression, scope)
    case 'splat-item':
      return variable(splatItem, expression.span, scope)
    case 'call':
      return evaluateCall(expression, scope)
    case 'unary':
      return evaluateUnary(expression, scope)
    case 'binary':
      return evaluateBinary(expression, scope)
    case 'conditional':
      return evaluateConditional(expression, scope)
    case 'tuple':
      return tuple(expression, scope)
    case 'object':
      return object(expression, scope)
    case 'for':
      return evaluateFor(expression, scope)
    case 'parentheses':
      return evaluate(expression.inner, scope)
    case 'invalid':
      return unknownValue({
        kind: 'hole',
        expression: sourceText(expression.span),
        why: 'invalid',
        span: expression.span,
      })
  }
}

/** The name under which a splat binds its item: no code can say it. */
export const splatItem = '[*]'

function literal(value: number | boolean | null, raw: string, at: Span): Value {
  if (value === null) return nullValue(at)
  if (typeof value === 'boolean') return boolValue(value, at)
  return numberValue(parseDecimal(raw) ?? decimal(value), at)
}

function variable(name: string, at: Span, scope: Scope): Value {
  const bound = lookup(scope, name)
  if (bound) return usedAt(bound, at)
  return usedAt(scope.names.resolve([name], at), at)
}

function tuple(expression: TupleExpression, scope: Scope): Value {
  return tupleValue(
    expression.items.map((item) => evaluateItem(item, scope)),
    expression.span,
  )
}

/** An item of a list or object: in a tolerant scope its failure costs that item alone. */
export function evaluateItem(expression: Expression, scope: Scope): Value {
  if (!scope.tolerant) return evaluate(expression, scope)
  try {
    return evaluate(expression, scope)
  } catch (error) {
    if (error instanceof EvaluationError) return failedValue(error, expression.span, scope)
    throw error
  }
}

function object(expression: ObjectExpression, scope: Scope): Value {
  const entries: Entry[] = []
  for (const item of expression.items) {
    const key = objectKey(evaluate(item.key, scope), item.key.span)
    entries.push({ key, value: evaluateItem(item.value, scope) })
  }
  return objectValue(entries, expression.span)
}

/** A value as the key of an object; an unknown one is a key of one hole. */
export function objectKey(value: Value, at: Span): StringValue {
  if (value.kind === 'null') throw new EvaluationError('Null value as key', "Can't use a null value as a key.", at)
  if (value.kind === 'choice') return stringOf([{ ...value.hole, span: at }], at)
  try {
    const text = convert(value, stringType)
    if (text.kind === 'string' && !text.sensitive) return text
    return stringOf(partsOf(text) ?? [], at)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    throw new EvaluationError('Incorrect key type', `Can't use this value as a key: ${error.message}.`, at)
  }
}
