import type { IamModel, Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { display } from '../src/model/value'

/**
 * Whether a policy grants its carrier something: managed, inline, or a document that nothing carries and that names no
 * principals. A policy that serves as a boundary alone grants nothing and is not one.
 */
export function isIdentityPolicy(policy: Policy, model: IamModel): boolean {
  if (policy.kind === 'inline') return true
  if (policy.kind === 'managed') return !boundaryOnly(model).has(policy)
  return policy.kind === 'document' && !policy.document.statements.some((statement) => statement.principals)
}

/** The Allow statements of an identity policy; none for any other policy. */
export function* identityAllows(policy: Policy, model: IamModel): Generator<Statement> {
  if (!isIdentityPolicy(policy, model)) return
  for (const statement of policy.document.statements) {
    if (statement.effect === 'Allow' && !statement.principals) yield statement
  }
}

const boundaries = new WeakMap<IamModel, ReadonlySet<Policy>>()

/**
 * Policies that are somebody's permissions boundary and nobody's permissions. One that this code gives to nobody, and
 * that is called a boundary, is meant for one: it is set elsewhere.
 */
export function boundaryOnly(model: IamModel): ReadonlySet<Policy> {
  const known = boundaries.get(model)
  if (known) return known
  const found = new Set<Policy>()
  for (const identity of [...model.users, ...model.roles, ...model.permissionSets]) {
    if (identity.boundary?.to) found.add(identity.boundary.to)
  }
  for (const policy of model.policies) {
    if (policy.kind === 'managed' && /boundary/i.test(policy.name ? display(policy.name) : policy.resource.name))
      found.add(policy)
  }
  for (const attachment of model.attachments) {
    if (attachment.as === 'boundary' && attachment.policy.to) found.add(attachment.policy.to)
  }
  for (const attachment of model.attachments) {
    if (attachment.as === 'permissions' && attachment.policy.to) found.delete(attachment.policy.to)
  }
  boundaries.set(model, found)
  return found
}
