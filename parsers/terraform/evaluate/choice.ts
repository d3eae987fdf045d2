import type { Span } from '../../../src/model/source'
import type { Guard, Hole } from '../../../src/model/value'
import { equal } from './equality'
import { EvaluationError } from './function'
import type { ChoiceValue, Value } from './value'
import { boolValue, unknownValue } from './value'

/** How many combinations of branches are computed; what is left of the choices then is unknown. */
const mostCombinations = 16

/**
 * Computes over values of which some are choices: once for each combination of branches, the same condition decided
 * alike everywhere. A branch that fails is one that the code's author rules out elsewhere, so the other one stands.
 */
export function overChoices(values: readonly Value[], at: Span, compute: Compute): Value {
  return decide(values, at, compute, { left: mostCombinations - 1 }, undefined)
}

/** A computation over values without choices, told which conditions were assumed for that. */
type Compute = (values: readonly Value[], assumed: Assumption | undefined) => Value

/** A condition taken to be so, and those taken before. */
export interface Assumption {
  readonly condition: string
  readonly is: boolean
  readonly next: Assumption | undefined
}

/** What guards say, as assumptions. */
export function assumptionsOf(guards: readonly Guard[]): Assumption | undefined {
  return guards.reduceRight<Assumption | undefined>((next, { condition, is }) => ({ condition, is, next }), undefined)
}

/** A value under all of these assumptions. */
export function assuming(value: Value, assumed: Assumption | undefined): Value {
  let reduced = value
  for (let at = assumed; at && reduced.kind === 'choice'; at = at.next) reduced = decided(reduced, at.condition, at.is)
  return reduced
}

/** Both, the first ones innermost. */
export function joinAssumptions(first: Assumption | undefined, second: Assumption | undefined): Assumption | undefined {
  return first ? { ...first, next: joinAssumptions(first.next, second) } : second
}

function decide(
  values: readonly Value[],
  at: Span,
  compute: Compute,
  combinations: { left: number },
  assumed: Assumption | undefined,
): Value {
  const choice = values.find((value): value is ChoiceValue => value.kind === 'choice')
  if (!choice) return compute(values, assumed)
  if (combinations.left === 0) return compute(values.map(collapse), assumed)
  combinations.left--
  const branch = (is: boolean) => () => {
    const under = values.map((value) => decided(value, choice.condition, is))
    const { condition } = choice
    return decide(under, at, compute, combinations, { condition, is, next: assumed })
  }
  return choose(choice.condition, choice.hole, at, branch(true), branch(false))
}

/** A value under the assumption that a condition is so. */
function decided(value: Value, condition: string, is: boolean): Value {
  if (value.kind !== 'choice') return value
  if (value.condition === condition) {
    const taken = decided(is ? value.whenTrue : value.whenFalse, condition, is)
    return value.via && !taken.via ? { ...taken, via: value.via } : taken
  }
  const whenTrue = decided(value.whenTrue, condition, is)
  const whenFalse = decided(value.whenFalse, condition, is)
  return whenTrue === value.whenTrue && whenFalse === value.whenFalse ? value : { ...value, whenTrue, whenFalse }
}

function collapse(value: Value): Value {
  if (value.kind !== 'choice') return value
  return { ...unknownValue({ ...value.hole, span: value.span }), via: value.via }
}

/** A choice between what two branches give, or the plain value where they agree or one fails. */
export function choose(condition: string, hole: Hole, at: Span, ifTrue: () => Value, ifFalse: () => Value): Value {
  const first = attempt(ifTrue)
  const second = attempt(ifFalse)
  if (first instanceof EvaluationError) {
    if (second instanceof EvaluationError) throw first
    return second
  }
  if (second instanceof EvaluationError) return first
  const whenTrue = decided(first, condition, true)
  const whenFalse = decided(second, condition, false)
  if (sameScalar(whenTrue, whenFalse)) return whenTrue
  return { kind: 'choice', condition, hole, whenTrue, whenFalse, span: at }
}

function attempt(run: () => Value): Value | EvaluationError {
  try {
    return run()
  } catch (error) {
    if (error instanceof EvaluationError) return error
    throw error
  }
}

function sameScalar(left: Value, right: Value): boolean {
  if (left === right) return true
  const scalar = left.kind === 'string' || left.kind === 'number' || left.kind === 'bool' || left.kind === 'null'
  return scalar && left.kind === right.kind && equal(left, right) === 'yes'
}

/** An unknown bool as a choice between true and false, so that what hangs on it is decided alike everywhere. */
export function conditionChoice(value: Value, prefix: string, at: Span): Value {
  if (value.kind !== 'unknown') return value
  const condition = `${prefix}${value.hole.expression}`
  return {
    kind: 'choice',
    condition,
    hole: value.hole,
    whenTrue: boolValue(true, at),
    whenFalse: boolValue(false, at),
    span: at,
  }
}
