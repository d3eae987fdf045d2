import type { AccessReason, OutsideAccess } from '../model/access-answer'
import type { IamModel, Identity, Policy, TrustZone } from '../model/iam'
import type { Condition, Statement } from '../model/policy'
import { policiesOn } from '../model/queries'
import { type Answer, display } from '../model/value'
import { actionValue } from './action'
import { type AskedResource, regionHasAsked } from './asked-resource'
import type { RequestContext } from './context'
import { elementNamesIdentity, elementNamesOwnAccount, namesEveryone, parsePrincipal } from './principal'
import { hasVariables, statementRegion, statementVerdict } from './statement'

/** What the policies of a resource say of one principal and action. */
export interface ResourceVerdict {
  /** The resource has a policy that has to let him in: a role's trust policy, a KMS key's policy. */
  readonly decides: boolean
  /** A statement names him, or everyone. */
  readonly allows: readonly AccessReason[]
  /** A statement names his account, so that his own policies decide. */
  readonly delegates: readonly AccessReason[]
  readonly denies: readonly AccessReason[]
  readonly mayDeny: readonly AccessReason[]
}

/** The policies of a resource that speak of an action: its resource policies, or a role's trust policy. */
export function policiesOfResource(asked: AskedResource | undefined, model: IamModel): readonly Policy[] {
  if (!asked?.resource) return []
  const role = model.roles.find((candidate) => candidate.resource === asked.resource)
  return role?.trust ? [role.trust] : policiesOn(model, asked.resource)
}

/** What the policies of a resource say of a principal in code. */
export function resourceVerdict(
  identity: Identity,
  action: string,
  asked: AskedResource | undefined,
  model: IamModel,
  zone: TrustZone,
  request: RequestContext,
): ResourceVerdict {
  const verdict = { allows: [], delegates: [], denies: [], mayDeny: [] } as Record<
    'allows' | 'delegates' | 'denies' | 'mayDeny',
    AccessReason[]
  >
  const policies = policiesOfResource(asked, model)
  for (const { policy, statement, answer, conditions } of speaking(policies, action, asked, request)) {
    const element = statement.principals
    if (!element) continue
    const named = elementNamesIdentity(element, identity)
    const reason = (kind: AccessReason['kind']): AccessReason => ({
      kind,
      policy: nameOf(policy),
      span: statement.span,
      conditions,
    })
    if (statement.effect === 'Deny') {
      if (named === 'yes' && answer === 'yes') verdict.denies.push(reason('resource-deny'))
      else if (named !== 'no') verdict.mayDeny.push(reason('may-deny'))
      continue
    }
    const kind = policy.kind === 'trust' ? 'trust' : 'resource-allow'
    if (named === 'yes') verdict.allows.push(reason(kind))
    else if (elementNamesOwnAccount(element, zone) !== 'no') verdict.delegates.push(reason(kind))
  }
  return {
    ...verdict,
    decides: policies.some((policy) => policy.kind === 'trust')
      ? action.toLowerCase().startsWith('sts:')
      : isKey(asked) && policies.length > 0,
  }
}

const isKey = (asked: AskedResource | undefined): boolean => asked?.resource?.canonicalType === 'AWS::KMS::Key'

const nameOf = (policy: Policy): string => (policy.name ? display(policy.name) : policy.resource.address)

interface Speaking {
  readonly policy: Policy
  readonly statement: Statement
  readonly answer: Answer
  readonly conditions: readonly Condition[]
}

function* speaking(
  policies: readonly Policy[],
  action: string,
  asked: AskedResource | undefined,
  request: RequestContext,
): Iterable<Speaking> {
  const value = actionValue(action)
  for (const policy of policies) {
    for (const statement of policy.document.statements) {
      const verdict = statementVerdict(statement, policy.document, value, request)
      if (verdict.answer === 'no') continue
      const about = statement.resources
        ? regionHasAsked(statementRegion(statement, hasVariables(policy.document)), asked)
        : 'yes'
      // A policy stands on its own resource: what it says of that one by a name that nobody knows still counts.
      if (about === 'no') continue
      const answer = verdict.answer === 'yes' && about === 'yes' ? 'yes' : 'unknown'
      yield { policy, statement, answer, conditions: verdict.residual }
    }
  }
}

/** Those beyond the code's principals whom a resource's policies let do an action. */
export function outsideAccess(
  action: string,
  asked: AskedResource | undefined,
  model: IamModel,
  zone: TrustZone,
  request: RequestContext,
): OutsideAccess[] {
  const found: OutsideAccess[] = []
  if (!asked?.resource) return found
  for (const { policy, statement, answer, conditions } of speaking(
    policiesOfResource(asked, model),
    action,
    asked,
    request,
  )) {
    if (statement.effect !== 'Allow' || !statement.principals) continue
    const kind = policy.kind === 'trust' ? 'trust' : 'resource-allow'
    const reasons: AccessReason[] = [{ kind, policy: nameOf(policy), span: statement.span, conditions }]
    if (namesEveryone(statement)) {
      found.push({ principal: 'everyone else', answer, resource: asked.resource, reasons })
      continue
    }
    for (const entry of statement.principals.negated ? [] : statement.principals.entries) {
      const parsed = parsePrincipal(entry, zone)
      if (parsed.own === 'yes' && parsed.kind !== 'account') continue
      found.push({ principal: entry, answer, resource: asked.resource, reasons })
    }
  }
  return found
}
