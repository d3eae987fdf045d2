import { matchesAction } from '../src/iam/action'
import type { ActionInfo } from '../src/iam/data'
import { namesResources } from '../src/iam/condition-scope'
import { scopableActions } from '../src/iam/resource-fit'
import type { Report, Severity } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import type { Span } from '../src/model/source'
import { display, literal } from '../src/model/value'
import type { CheckContext } from './check'
import { inPolicy, listOf } from './describe'
import { identityAllows } from './identity-statements'

/** A kind of action that should not be granted on every resource. */
export interface UnscopedKind {
  readonly key: string
  has(action: ActionInfo): boolean
  readonly severity: Severity | ((actions: readonly ActionInfo[]) => Severity)
  /** What follows, as the second half of a sentence. */
  readonly risk: string
  readonly fix: string
}

/**
 * One report for each Allow of an identity policy that grants actions of a kind on every resource. What `*` or a whole service
 * grants has checks of its own, and conditions that name the resources (their tags, the cluster, the key's alias) do what
 * `Resource` would. Any other condition lowers the severity by one.
 */
export function* unscopedReports(policy: Policy, kind: UnscopedKind, { model }: CheckContext): Generator<Report> {
  for (const statement of identityAllows(policy, model)) {
    const named = namedActions(statement, policy).filter((action) => kind.has(action))
    const [first] = named
    if (!first || !statement.actions) continue
    const keys = [...new Set(statement.conditions.map((condition) => display(condition.key)))]
    const gravity = typeof kind.severity === 'function' ? kind.severity(named) : kind.severity
    const names = named.map((action) => `${action.service}:${action.name}`)
    yield {
      ...inPolicy(policy),
      at: named.length === 1 ? placeOf(statement, names[0] as string) : statement.actions.span,
      severity: keys.length > 0 || statement.unknownConditions.length > 0 ? lower(gravity) : gravity,
      message: `${listOf(names)} on every resource${keys.length > 0 ? `, under a condition on ${listOf(keys)}` : ''}: ${kind.risk}.`,
      subjects: names.slice(0, 50),
      key: `${kind.key} ${names.slice(0, 5).join(' ')}`,
      fix: { description: kind.fix },
    }
  }
}

/** Several checks ask the same statement. */
const answers = new WeakMap<Statement, readonly ActionInfo[]>()

/** The actions on every resource that the statement names one by one, or by a part of a service. */
function namedActions(statement: Statement, policy: Policy): readonly ActionInfo[] {
  let named = answers.get(statement)
  if (!named) {
    const narrow = statement.actions?.items.filter((item) => !/^[^:]*\*|:\*+$/.test(literal(item) ?? '')) ?? []
    const scoped = statement.conditions.some(namesResources)
    const none = !statement.actions || statement.actions.negated || narrow.length === 0 || scoped
    const actions = statement.actions && { ...statement.actions, items: narrow }
    named = none ? [] : scopableActions({ ...statement, actions }, policy.document)
    answers.set(statement, named)
  }
  return named
}

/** The characters that name an action, where one item does. */
function placeOf(statement: Statement, action: string): Span {
  const item = statement.actions?.items.find((each) => matchesAction(literal(each) ?? '', action))
  return item?.span ?? statement.actions?.span ?? statement.span
}

const lower = (severity: Severity): Severity =>
  severity === 'critical' ? 'high' : severity === 'high' ? 'medium' : severity === 'medium' ? 'low' : 'note'
