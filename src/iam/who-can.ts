import type { AccessAnswer, AccessReason, CanAnswer, WhoCanAnswer } from '../model/access-answer'
import type { IamModel, Identity, TrustZone } from '../model/iam'
import { type Answer, display } from '../model/value'
import { type Cause, decideAccess, type Grant, grantsOf } from './access'
import { type AskedResource, askedResource, regionHasAsked } from './asked-resource'
import { openRequest } from './context'
import { findAction } from './data'
import { actorsOf, type IdentityPolicies, identityPolicies } from './identity'
import { identityName } from './principal'
import { outsideAccess, resourceVerdict } from './resource-access'

/**
 * Who in a model may do an action (`s3:GetObject`), on one resource (an ARN, or an address in the code) or on any. Users,
 * roles and permission sets; groups act through their users.
 */
export function whoCan(model: IamModel, action: string, resource?: string, zone: TrustZone = nobody): WhoCanAnswer {
  const asked = askedResource(resource, model)
  const actors = actorsOf(model)
  const answers = actors.map((identity) => answerFor(identity, action, asked, model, zone))
  const principals = answers.filter(({ answer }) => answer !== 'no')
  return {
    action,
    resource,
    principals: [...principals].sort((one, other) => rank(one.answer) - rank(other.answer)),
    outside: outsideAccess(action, asked, model, zone, openRequest()),
    asked: actors.length,
    knownAction: findAction(action) !== undefined,
  }
}

/** Whether one principal may do an action, and why, or why not. */
export function can(
  model: IamModel,
  principal: Identity,
  action: string,
  resource?: string,
  zone: TrustZone = nobody,
): CanAnswer {
  const answer = answerFor(principal, action, askedResource(resource, model), model, zone)
  return { ...answer, action, resource, knownAction: findAction(action) !== undefined }
}

/** The principals of a model that a name, an ARN or an address means; empty when there is none. */
export function findPrincipals(model: IamModel, written: string): readonly Identity[] {
  const all = actorsOf(model)
  const exact = all.filter(({ resource }) => resource.address === written)
  if (exact.length > 0) return exact
  const form = /^arn:[^:]*:iam::[^:]*:(.+)$/.exec(written)?.[1]
  return all.filter((identity) =>
    form === undefined ? display(identity.name) === written : identityName(identity).arn.exact.endsWith(`:${form}`),
  )
}

const nobody: TrustZone = { accounts: [], organizations: [], trustedAccounts: [], oidcSubjects: [] }
const rank = (answer: Answer): number => (answer === 'yes' ? 0 : 1)

function answerFor(
  identity: Identity,
  action: string,
  asked: AskedResource | undefined,
  model: IamModel,
  zone: TrustZone,
): AccessAnswer {
  const request = openRequest()
  const policies = identityPolicies(identity, model)
  const grants = grantsOf(policies, action, request).filter((grant) => regionHasAsked(grant.region, asked) !== 'no')
  const own = decideAccess(policies, action, undefined, request)
  const resource = resourceVerdict(identity, action, asked, model, zone, request)
  const reasons = grants.map(grantReason)
  if (resource.denies.length > 0) return { principal: identity, answer: 'no', reasons: resource.denies }
  const denied = asked ? decideBest(policies, action, asked) : own
  const onlyDeny = grants.length === 0 ? denied.deniedBy.map((cause) => causeReason(cause, 'deny')) : []
  const mayDeny = [...new Set(grants.flatMap((grant) => grant.mayBeDenied))].map((cause) =>
    causeReason(cause, 'may-deny'),
  )
  const all = [...reasons, ...resource.allows, ...onlyDeny, ...mayDeny, ...resource.mayDeny]
  const cap = onlyDeny.length > 0 ? 'no' : isCapped(identity, denied.outsideBoundary, policies)
  if (cap === 'no')
    return { principal: identity, answer: 'no', reasons: [...onlyDeny, ...boundaryReason(policies, onlyDeny)] }
  const granted = strongest(grants, asked, mayDeny.length + resource.mayDeny.length)
  const byResource: Answer = resource.allows.some(({ conditions }) => conditions.length === 0)
    ? 'yes'
    : resource.allows.length > 0
      ? 'unknown'
      : 'no'
  if (resource.decides && resource.allows.length === 0) {
    if (resource.delegates.length === 0) return { principal: identity, answer: 'no', reasons: noTrust(reasons) }
    return { principal: identity, answer: granted, reasons: [...all, ...resource.delegates] }
  }
  const answer: Answer =
    granted === 'yes' || byResource === 'yes'
      ? 'yes'
      : granted === 'unknown' || byResource === 'unknown'
        ? 'unknown'
        : 'no'
  if (answer !== 'no' || policies.unresolved.length === 0) return { principal: identity, answer, reasons: all }
  return { principal: identity, answer: 'unknown', reasons: [...all, ...policies.unresolved.map(unresolvedReason)] }
}

/** The decision on the spelling of a resource that policies know best. */
function decideBest(policies: IdentityPolicies, action: string, asked: AskedResource): ReturnType<typeof decideAccess> {
  const decisions = asked.forms.map((form) => decideAccess(policies, action, form))
  const found =
    decisions.find(({ answer }) => answer === 'yes') ??
    decisions.find(({ deniedBy, outsideBoundary }) => deniedBy.length > 0 || outsideBoundary) ??
    decisions[0]
  return found ?? decideAccess(policies, action, undefined)
}

function strongest(grants: readonly Grant[], asked: AskedResource | undefined, mayDeny: number): Answer {
  if (grants.length === 0) return 'no'
  const sure = grants.some(
    (grant) =>
      grant.certainty === 'yes' && grant.residual.length === 0 && regionHasAsked(grant.region, asked) === 'yes',
  )
  return sure && mayDeny === 0 ? 'yes' : 'unknown'
}

/** A boundary that does not let an action through stops a role whatever a resource's policy says; a user not. */
function isCapped(identity: Identity, outside: boolean, policies: IdentityPolicies): Answer {
  return outside && identity.kind !== 'user' && typeof policies.boundary !== 'string' ? 'no' : 'unknown'
}

function boundaryReason(policies: IdentityPolicies, denies: readonly AccessReason[]): AccessReason[] {
  const { boundary } = policies
  if (denies.length > 0 || typeof boundary === 'string') return []
  return [{ kind: 'boundary', policy: boundary.name, span: boundary.document.span, conditions: [] }]
}

const noTrust = (reasons: readonly AccessReason[]): AccessReason[] =>
  reasons.map((reason) => ({ ...reason, kind: 'no-trust' }))

function grantReason(grant: Grant): AccessReason {
  return { ...causeReason(grant, 'allow'), conditions: grant.residual }
}

function causeReason({ source, statement }: Cause, kind: AccessReason['kind']): AccessReason {
  const through = source.group ? `${source.name}, through group ${display(source.group.name)}` : source.name
  return { kind, policy: through, span: statement.span, conditions: kind === 'may-deny' ? statement.conditions : [] }
}

function unresolvedReason({ name, span }: IdentityPolicies['unresolved'][number]): AccessReason {
  return { kind: 'unknown', policy: name, span, conditions: [] }
}
