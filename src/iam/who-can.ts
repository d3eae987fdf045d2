import type { AccessAnswer, AccessReason, CanAnswer, WhoCanAnswer } from '../model/access-answer'
import { readableName } from '../model/names'
import type { IamModel, Identity, TrustZone } from '../model/iam'
import type { Span } from '../model/source'
import { type Answer, display, any as some } from '../model/value'
import { type Cause, decideAccess, type Grant, grantsOf } from './access'
import { type AskedResource, askedResource, regionHasAsked } from './asked-resource'
import { openRequest } from './context'
import { findAction } from './data'
import { actorsOf, type IdentityPolicies, identityPolicies } from './identity'
import { identityName } from './principal'
import type { Region } from './region'
import { outsideAccess, resourceVerdict } from './resource-access'

/**
 * Who in a model may do an action (`s3:GetObject`), on one resource (an ARN, or an address in the code) or on any. Users,
 * roles and permission sets; groups act through their users.
 */
export function whoCan(model: IamModel, action: string, resource?: string, zone: TrustZone = nobody): WhoCanAnswer {
  const asked = askedResource(resource, model, action)
  const actors = actorsOf(model)
  const answers = actors.map((identity) => answerFor(identity, action, asked, model, zone, false))
  const principals = answers.filter(({ answer }) => answer !== 'no')
  return {
    action,
    resource,
    principals: distinct(principals, keyOfAnswer).sort((one, other) => rank(one.answer) - rank(other.answer)),
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
  const answer = answerFor(principal, action, askedResource(resource, model, action), model, zone, true)
  return { ...answer, action, resource, knownAction: findAction(action) !== undefined }
}

/**
 * The principals of a model that a name, an ARN or an address means, by the name as well that answers show; empty when
 * there is none. Several of one address and the same policies (branches of a choice) are one.
 */
export function findPrincipals(model: IamModel, written: string): readonly Identity[] {
  const found = namedPrincipals(model, written)
  return distinct(found, (identity) => `${addressOf(identity)} ${placesOf(identityPolicies(identity, model).sources)}`)
}

function namedPrincipals(model: IamModel, written: string): readonly Identity[] {
  const all = actorsOf(model)
  const exact = all.filter(({ resource }) => resource.address === written)
  if (exact.length > 0) return exact
  const form = /^arn:[^:]*:iam::[^:]*:(.+)$/.exec(written)?.[1]
  return all.filter((identity) =>
    form === undefined
      ? [display(identity.name), readableName(identity.name, identity.resource)].includes(written)
      : identityName(identity).arn.exact.endsWith(`:${form}`),
  )
}

const nobody: TrustZone = { accounts: [], organizations: [], trustedAccounts: [], oidcSubjects: [] }
/** The first of those that are alike in everything that an answer shows. */
function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const first = new Map<string, T>()
  for (const item of items) {
    const key = keyOf(item)
    if (!first.has(key)) first.set(key, item)
  }
  return [...first.values()]
}

const addressOf = ({ resource }: Identity): string => `${resource.scope}|${resource.address}`

const keyOfAnswer = ({ principal, answer, reasons }: AccessAnswer): string =>
  `${addressOf(principal)} ${answer} ${reasons.map(({ kind }) => kind).join(' ')} ${placesOf(reasons)}`

const placesOf = (items: readonly { readonly span: Span }[]): string =>
  items.map(({ span }) => `${span.source.path}:${span.start}`).join(' ')

const rank = (answer: Answer): number => (answer === 'yes' ? 0 : 1)

function answerFor(
  identity: Identity,
  action: string,
  asked: AskedResource | undefined,
  model: IamModel,
  zone: TrustZone,
  explain: boolean,
): AccessAnswer {
  const request = openRequest()
  const policies = identityPolicies(identity, model)
  const isAsked = (region: Region): boolean => regionHasAsked(region, asked) !== 'no'
  const grants = grantsOf(policies, action, request, isAsked).filter((grant) => isAsked(grant.region))
  const resource = resourceVerdict(identity, action, asked, model, zone, request)
  const of = (answer: Answer, reasons: readonly AccessReason[]): AccessAnswer => ({
    principal: identity,
    answer,
    reasons,
  })
  if (resource.denies.length > 0) return of('no', resource.denies)
  const nothing = grants.length + resource.allows.length + policies.unresolved.length === 0
  if (nothing && !explain) return of('no', [])
  const refused = grants.length === 0 ? refusal(policies, action, asked) : undefined
  // A boundary caps what a resource's policy gives a role, not what it gives a user.
  const final = refused && (refused.explicit || identity.kind !== 'user' || resource.allows.length === 0)
  if (final) return of('no', refused.reasons)
  const own = grants.map(grantReason)
  if (resource.decides && resource.allows.length + resource.delegates.length === 0) return of('no', noTrust(own))
  const unresolved = grants.length === 0 ? policies.unresolved.map(unresolvedReason) : []
  const delegated = resource.decides && resource.allows.length === 0 ? resource.delegates : []
  const mayDeny = [...new Set(grants.flatMap((grant) => grant.mayBeDenied))].map((cause) =>
    causeReason(cause, 'may-deny'),
  )
  const doubts = mayDeny.length + resource.mayDeny.length
  const answer = some([
    strongest(grants, asked, doubts),
    resource.allows.length === 0 ? 'no' : isPlain(resource.allows) && doubts === 0 ? 'yes' : 'unknown',
    unresolved.length > 0 ? 'unknown' : 'no',
  ])
  return of(answer, [...own, ...resource.allows, ...delegated, ...mayDeny, ...resource.mayDeny, ...unresolved])
}

const isPlain = (reasons: readonly AccessReason[]): boolean => reasons.some(({ conditions }) => conditions.length === 0)

interface Refusal {
  /** A Deny, rather than a boundary that is silent. */
  readonly explicit: boolean
  readonly reasons: readonly AccessReason[]
}

/** What refuses an action that nothing is left of; undefined when nothing allows it in the first place. */
function refusal(policies: IdentityPolicies, action: string, asked: AskedResource | undefined): Refusal | undefined {
  const { deniedBy, outsideBoundary } = asked
    ? decideBest(policies, action, asked)
    : decideAccess(policies, action, undefined)
  if (deniedBy.length > 0) return { explicit: true, reasons: deniedBy.map((cause) => causeReason(cause, 'deny')) }
  return outsideBoundary ? { explicit: false, reasons: boundaryReason(policies) } : undefined
}

/** The decision on the spelling of a resource that policies know best. */
function decideBest(policies: IdentityPolicies, action: string, asked: AskedResource): ReturnType<typeof decideAccess> {
  const decisions = asked.meanings.flat().map((form) => decideAccess(policies, action, form))
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

function boundaryReason({ boundary }: IdentityPolicies): AccessReason[] {
  if (typeof boundary === 'string') return []
  return [{ kind: 'boundary', policy: boundary.name, span: boundary.document.span, conditions: [] }]
}

const noTrust = (reasons: readonly AccessReason[]): AccessReason[] =>
  reasons.map((reason) => ({ ...reason, kind: 'no-trust' }))

function grantReason(grant: Grant): AccessReason {
  return { ...causeReason(grant, 'allow'), conditions: grant.residual }
}

function causeReason({ source, statement }: Cause, kind: AccessReason['kind']): AccessReason {
  const group = source.group && readableName(source.group.name, source.group.resource)
  const policy = group === undefined ? source.name : `${source.name}, through group ${group}`
  // A policy of AWS has no line here: the one that gives it to him does.
  const span = source.managedByAws ? source.span : statement.span
  return { kind, policy, span, conditions: kind === 'may-deny' ? statement.conditions : [] }
}

function unresolvedReason({ name, span }: IdentityPolicies['unresolved'][number]): AccessReason {
  return { kind: 'unknown', policy: name, span, conditions: [] }
}
