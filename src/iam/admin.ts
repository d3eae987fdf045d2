import type { IamModel, Identity } from '../model/iam'
import type { PolicyDocument, Statement } from '../model/policy'
import { type ActionSet, addsKnown, difference, elementActions, noActions, union } from './action'
import { findAction, serviceRanges } from './data'
import { identityPolicies } from './identity'
import { isUnscoped } from './region'
import { hasVariables, statementRegion } from './statement'

/** What full access rests on. */
export interface AdminAccess {
  /** The statements that together give it, in order. */
  readonly statements: readonly Statement[]
  /** Actions taken out by NotAction or Deny, if any: how many of those that AWS has. */
  readonly missing: number
}

/** Any one of these on everything is the whole account. */
const coreActions = [
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreatePolicyVersion',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:PassRole',
]

/**
 * Whether a document gives full access, however it is spelt: `*`, `*:*`, NotAction, or several statements that name
 * everything between them (`a*`, `b*` ...), unconditionally, on all resources. Full is: what IAM needs to grant itself
 * the rest, and at least nine tenths of the services in full. Undefined when it does not.
 */
export function adminDocument(document: PolicyDocument): AdminAccess | undefined {
  return adminStatements([document])
}

/** The same over all that a principal has; a boundary has to give it as well. */
export function isAdmin(identity: Identity, model: IamModel): AdminAccess | undefined {
  const policies = identityPolicies(identity, model)
  const own = adminStatements(policies.sources.map((source) => source.document))
  if (!own || policies.boundary === 'none') return own
  if (policies.boundary === 'unknown') return undefined
  return adminStatements([policies.boundary.document]) ? own : undefined
}

const answers = new WeakMap<PolicyDocument, AdminAccess | null>()

function adminStatements(documents: readonly PolicyDocument[]): AdminAccess | undefined {
  const only = documents.length === 1 ? documents[0] : undefined
  const known = only ? answers.get(only) : undefined
  if (known !== undefined) return known ?? undefined
  const found = compute(documents)
  if (only) answers.set(only, found ?? null)
  return found
}

function compute(documents: readonly PolicyDocument[]): AdminAccess | undefined {
  const wide = documents.flatMap((document) => document.statements.filter((statement) => isWide(statement, document)))
  const allows = wide.filter((statement) => statement.effect === 'Allow')
  if (!allows.some(reachesFar)) return undefined
  const denies = wide.filter((statement) => statement.effect === 'Deny' && statement.guards.length === 0)
  let set: ActionSet = noActions
  const used: Statement[] = []
  for (const statement of allows) {
    // Nothing is left to add; what follows may be a thousand patterns.
    if (set.known.length > 0 && !set.known.includes(0)) break
    const actions = elementActions(statement.actions)
    if (!addsKnown(actions, set)) continue
    set = union(set, actions)
    used.push(statement)
  }
  for (const statement of denies) set = difference(set, elementActions(statement.actions))
  if (!isFull(set)) return undefined
  let missing = 0
  for (let at = set.known.indexOf(0); at >= 0; at = set.known.indexOf(0, at + 1)) missing++
  return { statements: used, missing }
}

/** Unconditional, on all resources, with actions that are known. */
function isWide(statement: Statement, document: PolicyDocument): boolean {
  if (statement.conditions.length > 0 || statement.unknownConditions.length > 0 || !statement.actions) return false
  if (statement.actions.negated && statement.actions.unknown.length > 0) return false
  return statement.principals === undefined && isUnscoped(statementRegion(statement, hasVariables(document)))
}

/** A cheap way out: without a wildcard in a service's place nobody names everything. */
function reachesFar(statement: Statement): boolean {
  const element = statement.actions
  if (!element) return false
  return (
    element.negated ||
    element.items.some((item) => item.parts.some((part) => part.kind === 'chunk' && /^[^:]*\*/.test(part.text)))
  )
}

function isFull({ known }: ActionSet): boolean {
  for (const name of coreActions) {
    const info = findAction(name)
    if (!info || !known[info.index]) return false
  }
  const services = serviceRanges()
  let full = 0
  let gap = 0
  for (const { start, end } of services) {
    if (gap >= 0 && gap <= start) gap = known.indexOf(0, start)
    if (gap < 0 || gap >= end) full++
  }
  return full >= services.length * 0.9
}
