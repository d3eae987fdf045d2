import { matchesAction } from '../src/iam/action'
import { namesResources } from '../src/iam/condition-scope'
import type { ActionInfo } from '../src/iam/data'
import { isUnscoped } from '../src/iam/region'
import { scopableActions, wholeKind } from '../src/iam/resource-fit'
import { hasVariables, resourcePatterns, statementRegion } from '../src/iam/statement'
import type { Report, Severity } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import type { PolicyDocument, Statement } from '../src/model/policy'
import type { Span } from '../src/model/source'
import { literal } from '../src/model/value'
import type { CheckContext } from './check'
import { inPolicy, listOf, shortName } from './describe'
import { identityAllows } from './identity-statements'
import { severityUnder, underWhat } from './under-conditions'

/** A kind of action that should not be granted on every resource. */
export interface UnscopedKind {
  readonly key: string
  has(action: ActionInfo): boolean
  readonly severity: Severity | ((actions: readonly ActionInfo[]) => Severity)
  /** What follows, as the second half of a sentence. */
  readonly risk: string
  readonly fix: string
  /** What leaves nothing of a kind out is meant as well as `*`: `arn:aws:s3:::*`. */
  readonly wholeKinds: boolean
}

/**
 * One report for each Allow of an identity policy that grants actions of a kind on every resource. What `*` or a whole service
 * grants has checks of its own, and conditions that name the resources (their tags, the cluster, the key's alias) do what
 * `Resource` would. Any other condition lowers the severity by one.
 */
export function* unscopedReports(policy: Policy, kind: UnscopedKind, { model }: CheckContext): Generator<Report> {
  for (const statement of identityAllows(policy, model)) {
    const { actions, where } = wideGrant(statement, policy.document, kind)
    if (actions.length === 0 || !statement.actions) continue
    const gravity = typeof kind.severity === 'function' ? kind.severity(actions) : kind.severity
    const names = actions.map((action) => `${action.service}:${action.name}`)
    yield {
      ...inPolicy(policy),
      at: placeOf(statement, names),
      severity: severityUnder(statement, gravity),
      message: `${listOf(names)} on ${where}${underWhat(statement)}: ${kind.risk}.`,
      subjects: names.slice(0, 50),
      key: `${kind.key} ${names.slice(0, 5).join(' ')}`,
      fix: { description: kind.fix },
    }
  }
}

interface WideGrant {
  readonly actions: readonly ActionInfo[]
  /** On what, for a message. */
  readonly where: string
}

/** The actions of a kind that a statement grants on all that they act on. */
function wideGrant(statement: Statement, document: PolicyDocument, kind: UnscopedKind): WideGrant {
  const named = namedActions(statement).filter((action) => kind.has(action))
  if (named.length === 0) return { actions: [], where: '' }
  if (isUnscoped(statementRegion(statement, hasVariables(document)))) {
    return { actions: named, where: 'every resource' }
  }
  if (!kind.wholeKinds || !statement.resources || statement.resources.negated) return { actions: [], where: '' }
  const patterns = resourcePatterns(statement, hasVariables(document))
  const wide = named.filter((action) => wholeKind(patterns, action))
  const used = new Set(wide.map((action) => wholeKind(patterns, action)))
  const items = statement.resources.items.filter((_, at) => used.has(patterns[at]))
  return { actions: wide, where: `all of ${listOf(items.map((item) => shortName(item)))}` }
}

/** Several checks ask the same statement. */
const answers = new WeakMap<Statement, readonly ActionInfo[]>()

/** The actions that an Allow names one by one, or by a part of a service; those that take no resource are left out. */
function namedActions(statement: Statement): readonly ActionInfo[] {
  let named = answers.get(statement)
  if (!named) {
    const narrow = statement.actions?.items.filter((item) => !/^[^:]*\*|:\*+$/.test(literal(item) ?? '')) ?? []
    const scoped = statement.conditions.some(namesResources)
    const none = !statement.actions || statement.actions.negated || narrow.length === 0 || scoped
    const actions = statement.actions && { ...statement.actions, items: narrow }
    named = none ? [] : scopableActions({ ...statement, actions })
    answers.set(statement, named)
  }
  return named
}

/** The list where all of it is meant, else the first item that is. */
function placeOf(statement: Statement, names: readonly string[]): Span {
  const items = statement.actions?.items ?? []
  const meant = items.filter((item) => names.some((name) => matchesAction(literal(item) ?? '', name)))
  const whole = statement.actions?.span ?? statement.span
  return meant.length === items.length && meant.length > 1 ? whole : (meant[0]?.span ?? whole)
}
