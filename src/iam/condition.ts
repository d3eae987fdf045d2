import type { Condition, Statement } from '../model/policy'
import type { Answer, Hole } from '../model/value'
import { holes, literal, not } from '../model/value'
import { type KeyState, keyState, type RequestContext } from './context'
import { answerFree, answerPresent, matchesAny, readValues } from './condition-value'
import { type Operator, parseOperator } from './operator'

/**
 * What a Condition block says of a request, three-valued.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export interface ConditionVerdict {
  readonly answer: Answer
  /** Where the answer is unknown: the keys whose state decides, as written. */
  readonly keys: readonly string[]
  /** Where the answer is unknown: what in the policy itself nobody knows. */
  readonly holes: readonly Hole[]
  /** The conditions that are unknown: what remains to be met. */
  readonly residual: readonly Condition[]
}

const met: ConditionVerdict = { answer: 'yes', keys: [], holes: [], residual: [] }

/** All conditions of a statement together: every one has to hold. `variables` as in version 2012-10-17. */
export function conditionsOf(statement: Statement, variables: boolean, request: RequestContext): ConditionVerdict {
  if (statement.conditions.length === 0 && statement.unknownConditions.length === 0) return met
  const keys = new Set<string>()
  const unknown: Hole[] = [...statement.unknownConditions]
  const residual: Condition[] = []
  for (const condition of statement.conditions) {
    const verdict = evaluateCondition(condition, variables, request)
    if (verdict.answer === 'no') return { ...met, answer: 'no' }
    if (verdict.answer === 'yes') continue
    residual.push(condition)
    for (const key of verdict.keys) keys.add(key)
    unknown.push(...verdict.holes)
  }
  const answer = residual.length > 0 || unknown.length > 0 ? 'unknown' : 'yes'
  return { answer, keys: [...keys], holes: unknown, residual }
}

/** One operator and key. An operator that AWS does not know, or a key with a hole in it, cannot be told. */
export function evaluateCondition(condition: Condition, variables: boolean, request: RequestContext): ConditionVerdict {
  const name = literal(condition.operator)
  const key = literal(condition.key)
  const operator = name === undefined ? undefined : parseOperator(name)
  if (!operator || key === undefined) {
    return {
      answer: 'unknown',
      keys: [],
      holes: [...holes(condition.operator), ...holes(condition.key)],
      residual: [condition],
    }
  }
  const state = keyState(request, key)
  const answer =
    operator.family === 'null'
      ? nullAnswer(condition, state, request.aim)
      : answerOf(operator, condition, variables, state, request)
  if (answer !== 'unknown') return { ...met, answer }
  const unknown = [...condition.values.unknown, ...condition.values.items.flatMap(holes)]
  return { answer, keys: isDecided(state) ? [] : [key], holes: unknown, residual: [condition] }
}

const isDecided = (state: KeyState): boolean => state.kind === 'values' || state.kind === 'absent'

/** `Null: true` holds when the key is not there, `Null: false` when it is. */
function nullAnswer(condition: Condition, state: KeyState, aim: RequestContext['aim']): Answer {
  const wanted = new Set(condition.values.items.map((item) => literal(item)?.toLowerCase()))
  if (condition.values.unknown.length > 0 || wanted.has(undefined)) return 'unknown'
  const whenAbsent = wanted.has('true')
  const whenPresent = wanted.has('false')
  if (whenAbsent === whenPresent) return whenAbsent ? 'yes' : 'no'
  switch (state.kind) {
    case 'absent':
      return whenAbsent ? 'yes' : 'no'
    case 'values':
    case 'present':
      return whenPresent ? 'yes' : 'no'
    case 'since':
      return state.optional ? chosen(aim, true, true) : whenPresent ? 'yes' : 'no'
    case 'free':
      return state.required ? (whenPresent ? 'yes' : 'no') : chosen(aim, true, true)
    default:
      return 'unknown'
  }
}

/** What the caller gets when the choice is his: can it be made to hold, can it be made not to. */
function chosen(aim: RequestContext['aim'], canHold: boolean, canFail: boolean): Answer {
  if (aim === 'satisfy') return canHold ? 'yes' : 'no'
  return canFail ? 'no' : 'yes'
}

function answerOf(
  operator: Operator,
  condition: Condition,
  variables: boolean,
  state: KeyState,
  request: RequestContext,
): Answer {
  const values = readValues(operator, condition, variables, request)
  switch (state.kind) {
    case 'absent':
      return answerAbsent(operator)
    case 'values': {
      const answers = state.values.map((value) => {
        const found = matchesAny(operator, values, value)
        return operator.negated ? not(found) : found
      })
      return overValues(operator, answers)
    }
    case 'present':
      return answerPresent(operator, values)
    case 'open':
      return either(answerPresent(operator, values), answerAbsent(operator))
    case 'since': {
      const there = answerPresent(operator, values, state.time)
      return state.optional ? suits(request.aim, there, answerAbsent(operator)) : there
    }
    case 'free': {
      const there = answerFree(operator, values, state, request.aim)
      return state.required ? there : suits(request.aim, there, answerAbsent(operator))
    }
  }
}

/**
 * A key that is not in the request: positive operators do not hold, negated ones and `IfExists` do, `ForAllValues` does
 * and `ForAnyValue` does not. AWS does not document `ForAnyValue:...IfExists` on a missing key, so that stays unknown.
 */
function answerAbsent(operator: Operator): Answer {
  if (operator.set === 'ForAllValues') return 'yes'
  if (operator.set === 'ForAnyValue') return operator.ifExists ? 'unknown' : 'no'
  return operator.ifExists || operator.negated ? 'yes' : 'no'
}

/** Several values of a request: `ForAllValues` wants each, `ForAnyValue` one; without, a key has one value. */
function overValues(operator: Operator, answers: readonly Answer[]): Answer {
  if (answers.length === 0) return answerAbsent({ ...operator, ifExists: false })
  const every = operator.set === 'ForAllValues' || (operator.set === undefined && operator.negated)
  const decisive = every ? 'no' : 'yes'
  if (answers.includes(decisive)) return decisive
  if (answers.includes('unknown')) return 'unknown'
  return every ? 'yes' : 'no'
}

/** The answer that holds in both cases, else unknown. */
function either(one: Answer, other: Answer): Answer {
  return one === other ? one : 'unknown'
}

/** Of two cases, the one that suits the caller. */
function suits(aim: RequestContext['aim'], one: Answer, other: Answer): Answer {
  const best = aim === 'satisfy' ? 'yes' : 'no'
  if (one === best || other === best) return best
  return either(one, other)
}
