import type { Span } from '../../../src/model/source'
import type { ConditionalExpression, Expression } from '../hcl/ast'
import { assuming, choose, conditionChoice, joinAssumptions, overChoices } from './choice'
import { ConversionError, convert } from './convert'
import { evaluate, sourceText } from './evaluate'
import { EvaluationError } from './function'
import type { Scope } from './scope'
import { boolType, describeType, sameType } from './type'
import { unify } from './unify'
import type { ChoiceValue, Value } from './value'
import { typeOf } from './value'

/** `condition ? a : b`. Where nobody can know the condition, a choice between both. */
export function evaluateConditional(expression: ConditionalExpression, scope: Scope): Value {
  const at = expression.condition.span
  const given = evaluate(expression.condition, scope)
  const condition = assuming(conditionChoice(given, scope.names.prefix, at), scope.assumed)
  if (condition.kind !== 'choice') {
    const is = conditionOf(condition, at)
    if (is !== undefined) return convertedBranch(expression, is, scope)
  }
  const chosen = overChoices([condition], expression.span, ([decided], assumed) => {
    const inner: Scope = assumed ? { ...scope, assumed: joinAssumptions(assumed, scope.assumed) } : scope
    const branch = (is: boolean) => evaluate(is ? expression.whenTrue : expression.whenFalse, inner)
    const is = conditionOf(decided!, at)
    if (is !== undefined) return branch(is)
    const hole = { kind: 'hole', expression: sourceText(at), why: 'unsupported', span: at } as const
    const name = `${scope.names.prefix}${hole.expression}`
    return choose(
      name,
      hole,
      expression.span,
      () => branch(true),
      () => branch(false),
    )
  })
  return chosen.kind === 'choice' ? alike(chosen) : chosen
}

/** A choice with all that it may turn out to be converted to the type that they have in common, if there is any. */
function alike(choice: ChoiceValue): Value {
  const types = outcomes(choice).flatMap((value) => {
    const isUntyped = (value.kind === 'null' || value.kind === 'unknown') && value.type.kind === 'dynamic'
    return isUntyped ? [] : [typeOf(value)]
  })
  const type = unify(types)
  if (!type || types.every((each) => sameType(each, type))) return choice
  try {
    return convert(choice, type)
  } catch (error) {
    if (error instanceof ConversionError) return choice
    throw error
  }
}

function outcomes(value: Value): readonly Value[] {
  return value.kind === 'choice' ? [...outcomes(value.whenTrue), ...outcomes(value.whenFalse)] : [value]
}

/** A condition as a boolean, undefined when it is not known. */
export function conditionOf(value: Value, at: Span): boolean | undefined {
  if (value.kind === 'null') {
    throw new EvaluationError(
      'Null condition',
      'The condition value is null. Conditions must either be true or false.',
      at,
    )
  }
  try {
    const converted = convert(value, boolType)
    return converted.kind === 'bool' ? converted.value : undefined
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    throw new EvaluationError('Incorrect condition type', 'The condition expression must be of type bool.', at)
  }
}

/**
 * The branch that is taken, converted to the type that both have in common. The other one is only looked at for its
 * type, and a failure in it does not count. A string stays a string whatever the other is.
 */
function convertedBranch(expression: ConditionalExpression, is: boolean, scope: Scope): Value {
  const taken = evaluate(is ? expression.whenTrue : expression.whenFalse, scope)
  if ((taken.kind === 'string' && scope.tolerant) || taken.kind === 'unknown' || taken.kind === 'choice') return taken
  const other = valueOrNothing(is ? expression.whenFalse : expression.whenTrue, scope)
  if (!other || other.kind === 'unknown' || other.kind === 'choice') return taken
  if (taken.kind === 'null') return { ...taken, type: taken.type.kind === 'dynamic' ? typeOf(other) : taken.type }
  if (other.kind === 'null' && other.type.kind === 'dynamic') return taken
  const type = unify([typeOf(taken), typeOf(other)])
  if (type) return convert(taken, type)
  if (scope.tolerant) return taken
  throw new EvaluationError(
    'Inconsistent conditional result types',
    `The true and false result expressions must have consistent types: ${describeType(typeOf(taken))} and ${describeType(typeOf(other))}.`,
    expression.span,
  )
}

function valueOrNothing(expression: Expression, scope: Scope): Value | undefined {
  try {
    return evaluate(expression, { ...scope, tolerant: false })
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof ConversionError) return undefined
    throw error
  }
}
