import type { IamModel, Identity } from '../model/iam'
import { literal } from '../model/value'
import type { Grant } from './access'
import type { KnownEscalation } from './escalation-catalogue'
import { isUnscoped } from './region'

/**
 * Commanding what runs already takes something that runs under a role worth having. That is likely where this code has
 * such things, or where each action was written out by name, on everything; a service's wildcard alone says little.
 */
export function isPlainlyMeant(
  known: KnownEscalation,
  grants: readonly (readonly Grant[])[],
  model: IamModel,
  identity: Identity | undefined,
): boolean {
  const wide = grants.map((list) => list.filter((grant) => isUnscoped(grant.region)))
  if (wide.some((list) => list.length === 0)) return false
  const here = identity !== undefined && typesIn(model).has(`${identity.resource.scope}|${known.workload}`)
  return here || wide.every((list, at) => list.some((grant) => isSpeltOut(grant, known.actions[at] as string)))
}

const typesOf = new WeakMap<IamModel, ReadonlySet<string>>()

/** The types of resources that a model has, by scope. */
function typesIn(model: IamModel): ReadonlySet<string> {
  let found = typesOf.get(model)
  if (!found) {
    found = new Set(model.resources.map(({ scope, canonicalType }) => `${scope}|${canonicalType}`))
    typesOf.set(model, found)
  }
  return found
}

function isSpeltOut({ source, statement }: Grant, action: string): boolean {
  if (source.managedByAws || !statement.actions) return false
  return (
    statement.actions.negated ||
    statement.actions.items.some((item) => literal(item)?.toLowerCase() === action.toLowerCase())
  )
}
