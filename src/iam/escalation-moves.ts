import { type Grant, grantsOf } from './access'
import { scopeOfKey } from './condition-scope'
import { absent, openRequest, present, type RequestContext, withKeys } from './context'
import { type KnownEscalation, knownEscalations } from './escalation-catalogue'
import { type Mover, outcomeOf, type PathCertainty, type Target } from './escalation-outcomes'
import { worksForAwsAlone } from './service-role'

export type { Mover, PathCertainty } from './escalation-outcomes'

/** One known way that a principal's policies leave open. */
export interface Move {
  readonly known: KnownEscalation
  /** For each action the grant that allows it; none where a trust policy is enough. */
  readonly causes: readonly { readonly action: string; readonly grant: Grant }[]
  readonly certainty: PathCertainty
  /** It is an escalation whoever the target is. */
  readonly direct: boolean
  /** Whom it turns the caller into; an escalation where that one is privileged. */
  readonly targets: readonly Target[]
}

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess'

/** A request that asks for the most: the administrator's policy, on someone without a boundary. */
function boldRequest(service: string | undefined): RequestContext {
  let found = boldRequests.get(service)
  if (!found) {
    found = buildBoldRequest(service)
    boldRequests.set(service, found)
  }
  return found
}

const boldRequests = new Map<string | undefined, RequestContext>()

function buildBoldRequest(service: string | undefined): RequestContext {
  const keys = { 'iam:PolicyARN': present(administrator), 'iam:PermissionsBoundary': absent }
  return withKeys(openRequest(), service === undefined ? keys : { ...keys, 'iam:PassedToService': present(service) })
}

/** Every known way that is open to a principal. */
export function movesOf(mover: Mover): Move[] {
  const cache = new Map<string, Grant[]>()
  const ask = (action: string, service?: string): Grant[] => {
    const key = action === 'iam:PassRole' ? `${action} ${service}` : action
    let grants = cache.get(key)
    if (!grants) {
      grants = grantsOf(mover.policies, action, boldRequest(service))
      cache.set(key, grants)
    }
    return grants
  }
  const moves: Move[] = []
  const remote = mover.identity !== undefined && worksForAwsAlone(mover.identity)
  for (const known of knownEscalations) {
    for (const service of known.services ?? [undefined]) {
      const grants = known.actions.map((action) => ask(action, service))
      if (known.target !== 'assume' && grants.some((list) => list.length === 0)) continue
      const outcome = outcomeOf(known, grants, mover, service)
      if (!outcome) continue
      const causes = known.actions.flatMap((action, at) => {
        const grant = best(grants[at] as Grant[])
        return grant ? [{ action, grant }] : []
      })
      const certainty = remote || causes.some(({ grant }) => isShaky(grant)) ? 'possible' : outcome.certainty
      moves.push({ known, causes, ...outcome, certainty })
      break
    }
  }
  return moves
}

/** The surest of several grants. */
function best(grants: readonly Grant[]): Grant | undefined {
  return grants.find((grant) => !isShaky(grant)) ?? grants[0]
}

/** A grant that something unknown may take away, or that tags of its target narrow. */
function isShaky(grant: Grant): boolean {
  if (grant.certainty === 'unknown' || grant.mayBeDenied.length > 0) return true
  return grant.keys.some((key) => scopeOfKey(key) === 'tag')
}
