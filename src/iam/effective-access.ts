import type { IamModel, Identity } from '../model/iam'
import { type Grant, grantsOf } from './access'
import { elementActions } from './action'
import type { RequestContext } from './context'
import { type ActionInfo, allActions } from './data'
import { type IdentityPolicies, identityPolicies } from './identity'

/** A statement that allows some actions on the same resources, once Deny and boundary are taken out. */
export interface EffectiveGrant extends Grant {
  /** Known actions alone, by service and name. */
  readonly actions: readonly ActionInfo[]
}

/**
 * All that a principal may do by its own policies: Allow minus Deny, within the boundary, groups included. One entry
 * for each Allow statement and each set of actions that other statements treat alike. Statements whose actions nobody
 * knows are left out.
 */
export function effectiveAccess(identity: Identity, model: IamModel, request?: RequestContext): EffectiveGrant[] {
  const policies = identityPolicies(identity, model)
  const found: EffectiveGrant[] = []
  for (const actions of alikeActions(policies)) {
    const first = actions[0] as ActionInfo
    for (const grant of grantsOf(policies, `${first.service}:${first.name}`, request)) found.push({ ...grant, actions })
  }
  return found
}

/** The known actions that some Allow names, grouped by which statements name them. */
function alikeActions({ sources, boundary }: IdentityPolicies): Iterable<ActionInfo[]> {
  const documents = [...sources, ...(typeof boundary === 'string' ? [] : [boundary])].map(({ document }) => document)
  const statements = documents.flatMap((document) => document.statements)
  const sets = statements.map((statement) => ({ statement, known: elementActions(statement.actions).known }))
  const groups = new Map<string, ActionInfo[]>()
  for (const action of allActions()) {
    let signature = ''
    let allowed = false
    for (const { statement, known } of sets) {
      const named = known[action.index] === 1
      signature += named ? '1' : '0'
      allowed ||= named && statement.effect === 'Allow'
    }
    if (!allowed) continue
    const group = groups.get(signature)
    if (group) group.push(action)
    else groups.set(signature, [action])
  }
  return groups.values()
}
