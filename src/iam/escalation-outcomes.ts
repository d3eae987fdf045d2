import type { IamModel, Identity, Role } from '../model/iam'
import type { Statement } from '../model/policy'
import { groupsOf } from '../model/queries'
import { type Grant, grantsOf } from './access'
import { adminDocument } from './admin'
import { type Entrance, entrancesOf, serviceTrust, type TrustIndex } from './entering'
import type { KnownEscalation } from './escalation-catalogue'
import { isPlainlyMeant } from './escalation-workload'
import { type IdentityPolicies, identityPolicies } from './identity'
import { normalService } from './principal'
import { reachesAllPolicies, reachesPolicies, reachOf, regionNames, regionNamesPolicy, sameScope } from './reach'
import { intersect, type Region } from './region'

/** How sure a path is. `likely`: it takes something that nearly every account has; `possible`: something unknown decides. */
export type PathCertainty = 'certain' | 'likely' | 'possible'

/** Whose moves are asked for: a principal of a model, or whoever might carry a document. */
export interface Mover {
  readonly policies: IdentityPolicies
  readonly identity: Identity | undefined
  readonly model: IamModel
  readonly trust: TrustIndex
}

/** Somebody whom a way turns the caller into. */
export interface Target {
  readonly identity: Identity
  /** The statement that lets the caller, or the service that he uses, in. */
  readonly trust?: Statement
  /** False when it trusts an account of which nobody knows whether it is the code's own. */
  readonly sure?: boolean
}

/** What a known way comes to for somebody. */
export interface Outcome {
  /** As in `Move`. */
  readonly certainty: PathCertainty
  readonly direct: boolean
  readonly targets: readonly Target[]
}

const regionOfGrants = (grants: readonly Grant[]): Region => grants.flatMap((grant) => grant.region)

/** What a known way comes to, by the grants of each of its actions; undefined when it leads nowhere. */
export function outcomeOf(
  known: KnownEscalation,
  grants: readonly (readonly Grant[])[],
  mover: Mover,
  service: string | undefined,
): Outcome | undefined {
  const region = regionOfGrants(grants[0] as Grant[])
  switch (known.target) {
    case 'own-user':
    case 'own-role':
      return ownOutcome(known.target === 'own-user' ? 'user' : 'role', region, mover)
    case 'own-group':
      return groupOutcome(region, mover)
    case 'own-policy':
      return policyOutcome(region, mover)
    case 'other-user':
      return userOutcome(known, grants.map(regionOfGrants), mover)
    case 'new-group':
      return mover.identity && mover.identity.kind !== 'user' ? undefined : otherOutcome('group', region, mover)
    case 'trust':
      return otherOutcome('role', region, mover)
    case 'role':
      return roleOutcome(known, region, regionOfGrants(grants[1] as Grant[]), mover)
    case 'role-policy':
      return rolePolicyOutcome(known, region, regionOfGrants(grants[1] as Grant[]), mover)
    case 'assume':
      return assumeOutcome(region, mover)
    case 'pass':
      return passOutcome(region, service as string, mover)
    case 'workload':
      return {
        certainty: isPlainlyMeant(known, grants, mover.model, mover.identity) ? 'likely' : 'possible',
        direct: true,
        targets: [],
      }
  }
}

/** A boundary that gives less than everything caps whatever he grants himself, unless he may take it off. */
function isCapped({ policies }: Mover): boolean {
  const { boundary } = policies
  if (typeof boundary === 'string') return false
  if (adminDocument(boundary.document)) return false
  const free = [
    'iam:DeleteUserPermissionsBoundary',
    'iam:DeleteRolePermissionsBoundary',
    'iam:PutUserPermissionsBoundary',
    'iam:PutRolePermissionsBoundary',
  ]
  return !free.some((action) => grantsOf(policies, action).length > 0)
}

function direct(certainty: PathCertainty): Outcome {
  return { certainty, direct: true, targets: [] }
}

function ownOutcome(kind: 'user' | 'role', region: Region, mover: Mover): Outcome | undefined {
  if (isCapped(mover)) return undefined
  const { identity, model } = mover
  const hypothetical = !identity || (identity.kind === 'group' && kind === 'user')
  if (hypothetical) return reachOf(region, kind, model, undefined).all ? direct('certain') : undefined
  if (identity.kind !== kind) return undefined
  const answer = regionNames(region, identity, identity)
  return answer === 'no' ? undefined : direct(answer === 'yes' ? 'certain' : 'possible')
}

function groupOutcome(region: Region, mover: Mover): Outcome | undefined {
  if (isCapped(mover)) return undefined
  const { identity, model } = mover
  if (!identity) return reachOf(region, 'group', model, undefined).all ? direct('certain') : undefined
  const groups = identity.kind === 'group' ? [identity] : identity.kind === 'user' ? groupsOf(model, identity) : []
  if (groups.some((group) => regionNames(region, group, identity) === 'yes')) return direct('certain')
  // A user may be in groups that this code does not declare.
  return identity.kind === 'user' && reachOf(region, 'group', model, identity).all ? direct('likely') : undefined
}

function policyOutcome(region: Region, mover: Mover): Outcome | undefined {
  if (isCapped(mover)) return undefined
  const own = mover.policies.sources.flatMap((source) =>
    source.policy && !source.managedByAws && source.policy.kind === 'managed' ? [source.policy] : [],
  )
  const answers = own.map((policy) => regionNamesPolicy(region, policy))
  if (answers.includes('yes')) return direct('certain')
  if (!mover.identity) return reachesAllPolicies(region) ? direct('certain') : undefined
  const unsure = answers.includes('unknown') || mover.policies.unresolved.length > 0
  return (unsure && reachesPolicies(region)) || reachesAllPolicies(region) ? direct('possible') : undefined
}

/** Users whom he becomes: the one that every action names. Where he changes the user's policies first, any user will do. */
function userOutcome(known: KnownEscalation, regions: readonly Region[], mover: Mover): Outcome | undefined {
  const region = regions.reduce(intersect)
  const changed = known.actions.some((action) => action.endsWith('UserPolicy'))
  const outcome = otherOutcome('user', region, mover)
  if (!outcome || !changed || outcome.direct) return outcome
  return outcome.targets.length > 0 ? direct('certain') : outcome
}

/** Principals of a kind other than himself, by a region that names them. */
function otherOutcome(
  kind: 'user' | 'role' | 'group',
  region: Region,
  { model, identity }: Mover,
): Outcome | undefined {
  const reach = reachOf(region, kind, model, identity)
  if (reach.all) return direct('likely')
  const targets = reach.named.filter((target) => target !== identity).map((target) => ({ identity: target }))
  if (targets.length > 0) return { certainty: 'certain', direct: false, targets }
  return reach.others ? direct('possible') : undefined
}

/** A role that he rewrites and then enters. */
function roleOutcome(known: KnownEscalation, modify: Region, enter: Region, mover: Mover): Outcome | undefined {
  const { identity, model } = mover
  if (known.enter === 'trust') {
    const both = reachOf(intersect(modify, enter), 'role', model, identity)
    if (both.all) return direct('likely')
    const named = both.named.filter((role) => role !== identity)
    return named.length > 0 ? direct('certain') : both.others ? direct('possible') : undefined
  }
  const entered = entrances(enter, mover).filter(({ role }) => regionNames(modify, role, identity) === 'yes')
  if (entered.length > 0) return direct('certain')
  const both = reachOf(intersect(modify, enter), 'role', model, identity)
  return both.all ? direct('likely') : undefined
}

function entrances(enter: Region, mover: Mover): Entrance[] {
  return mover.identity ? entrancesOf(mover.identity, enter, mover.trust) : []
}

/** A managed policy that he rewrites, of a role that he then enters. */
function rolePolicyOutcome(known: KnownEscalation, modify: Region, enter: Region, mover: Mover): Outcome | undefined {
  const { identity, model } = mover
  const all = reachesAllPolicies(modify)
  const candidates: readonly Role[] =
    known.enter === 'trust'
      ? (reachOf(enter, 'role', model, identity).named.filter((role) => role.kind === 'role') as Role[])
      : entrances(enter, mover).map(({ role }) => role)
  const carries = (role: Role): boolean =>
    identityPolicies(role, model).sources.some(
      ({ policy, managedByAws }) =>
        policy && !managedByAws && policy.kind === 'managed' && regionNamesPolicy(modify, policy) === 'yes',
    )
  if (candidates.some((role) => role !== identity && carries(role))) return direct('certain')
  return all && reachOf(enter, 'role', model, identity).all ? direct('likely') : undefined
}

function assumeOutcome(region: Region, mover: Mover): Outcome | undefined {
  const targets = entrances(region, mover).map(({ role, statement, sure }) => ({
    identity: role,
    trust: statement,
    sure,
  }))
  return targets.length > 0 ? { certainty: 'certain', direct: false, targets } : undefined
}

/**
 * A role that he hands to a service: it has to trust that service. Where he may pass any role, one of the account will
 * do, and those of this code that trust the service are its first candidates.
 */
function passOutcome(region: Region, service: string, { model, identity, trust }: Mover): Outcome | undefined {
  const reach = reachOf(region, 'role', model, identity)
  if (reach.all) {
    const entrances = trust.byService.get(normalService(service)) ?? []
    const near = identity ? entrances.filter(({ role }) => role !== identity && sameScope(role, identity)) : []
    const targets = near.filter(({ role }) => regionNames(region, role, identity) === 'yes')
    return {
      ...direct('likely'),
      targets: targets.map(({ role, statement }) => ({ identity: role, trust: statement })),
    }
  }
  const targets = reach.named.flatMap((role) => {
    const opening = role.kind === 'role' ? serviceTrust(role, service, trust) : undefined
    return opening ? [{ identity: role, trust: opening }] : []
  })
  if (targets.length > 0) return { certainty: 'certain', direct: false, targets }
  return reach.others ? direct('possible') : undefined
}
