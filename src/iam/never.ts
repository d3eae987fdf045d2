import type { Condition, PolicyDocument, Statement } from '../model/policy'
import type { Span } from '../model/source'
import { literal } from '../model/value'
import { knownActions } from './action'
import { evaluateCondition } from './condition'
import { readValues } from './condition-value'
import { openRequest } from './context'
import { findAction } from './data'
import { globsOverlap } from './glob'
import { type Operator, parseOperator } from './operator'
import { unfitActions } from './resource-fit'
import { hasVariables } from './statement'

/** Why a statement never says anything. */
export interface NeverApplies {
  readonly why: 'condition-never-holds' | 'conditions-contradict' | 'resource-does-not-fit' | 'actions-cancel-out'
  /** What to look at. */
  readonly span: Span
  readonly conditions: readonly Condition[]
}

/**
 * Whether a statement can never apply, whatever the request: a condition that no request meets (`Bool: "yes"`, a date
 * that has passed, an empty list), two that contradict each other, no action that its resources can be meant for, or a
 * NotAction of everything. Undefined when it may apply, or nobody can tell.
 */
export function neverApplies(statement: Statement, document: PolicyDocument): NeverApplies | undefined {
  const variables = hasVariables(document)
  for (const condition of statement.conditions) {
    if (evaluateCondition(condition, variables, openRequest()).answer === 'no') {
      return { why: 'condition-never-holds', span: condition.span, conditions: [condition] }
    }
  }
  const pair = contradiction(statement.conditions, variables)
  if (pair) return { why: 'conditions-contradict', span: pair[1].span, conditions: pair }
  const { actions, resources } = statement
  if (actions?.negated && actions.items.some((item) => literal(item) === '*')) {
    return { why: 'actions-cancel-out', span: actions.span, conditions: [] }
  }
  if (resources && allKnown(statement) && unfitActions(statement, document).length === knownActions(actions).length) {
    return { why: 'resource-does-not-fit', span: resources.span, conditions: [] }
  }
  return undefined
}

/** Every action is one that AWS has, so that its resources are known. */
function allKnown(statement: Statement): boolean {
  const items = statement.actions?.items ?? []
  if (items.length === 0 || statement.actions?.negated || statement.actions?.unknown.length !== 0) return false
  return items.every((item) => {
    const name = literal(item)
    return name !== undefined && findAction(name) !== undefined
  })
}

function contradiction(
  conditions: readonly Condition[],
  variables: boolean,
): readonly [Condition, Condition] | undefined {
  for (const [at, first] of conditions.entries()) {
    for (const second of conditions.slice(at + 1)) {
      const [one, other] = [literal(first.key)?.toLowerCase(), literal(second.key)?.toLowerCase()]
      if (one !== undefined && one === other && contradict(first, second, variables)) return [first, second]
    }
  }
  return undefined
}

function contradict(first: Condition, second: Condition, variables: boolean): boolean {
  const [one, other] = [parse(first), parse(second)]
  if (!one || !other || one.set || other.set) return false
  if (one.family === 'null' || other.family === 'null') {
    const [nulls, rest, operator] = one.family === 'null' ? [first, second, other] : [second, first, one]
    return nulls !== rest && onlyValue(nulls) === 'true' && needsKey(operator)
  }
  if (!isText(one) || !isText(other) || first.values.unknown.length + second.values.unknown.length > 0) return false
  const left = readValues(one, first, variables, openRequest()).patterns
  const right = readValues(other, second, variables, openRequest()).patterns
  if (one.ignoreCase !== other.ignoreCase) return false
  return !left.some((a) => right.some((b) => globsOverlap(a.wide, b.wide)))
}

const parse = (condition: Condition): Operator | undefined => parseOperator(literal(condition.operator) ?? '')
const needsKey = (operator: Operator): boolean => operator.family !== 'null' && !operator.negated && !operator.ifExists
const isText = (operator: Operator): boolean =>
  needsKey(operator) && (operator.family === 'string' || operator.family === 'arn')

function onlyValue(condition: Condition): string | undefined {
  const [only, ...more] = condition.values.items
  return only && more.length === 0 ? literal(only)?.toLowerCase() : undefined
}
