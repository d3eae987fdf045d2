import type { IamModel, Identity, IdentityReference, Policy, Reference } from './iam'
import { type Finder, ReferenceIndex } from './reference-index'
import type { Resource } from './resource'
import { entry, given, type Text, text } from './value'

/**
 * Joins the references of a model: sets `to` wherever what is mentioned is in the model, and gives the model back.
 * A symbol joins with the resource of its address, a literal ARN or name with what has that name, both within the
 * scope of the mention, or one that holds it or lies in it (`app` and `app/nested`). A name that two candidates share
 * joins with neither. AWS managed policies are not in the model: their ARN says all. Calling it again does no harm.
 */
export function link(model: IamModel): IamModel {
  const managed = new ReferenceIndex(model.policies.filter(isManaged))
  const users = new ReferenceIndex(model.users)
  const groups = new ReferenceIndex(model.groups)
  const roles = new ReferenceIndex(model.roles)
  const permissionSets = new ReferenceIndex(model.permissionSets)
  const identities: Record<Identity['kind'], Finder<Identity>> = {
    user: users,
    group: groups,
    role: roles,
    'permission-set': permissionSets,
  }
  const joinIdentity = (reference: IdentityReference, from: Resource) =>
    join(reference, from, identities[reference.identityKind])

  for (const attachment of model.attachments) {
    join(attachment.policy, attachment.resource, managed)
    joinIdentity(attachment.target, attachment.resource)
  }
  for (const policy of model.policies) if (policy.carrier) joinIdentity(policy.carrier, policy.resource)
  for (const { boundary, resource } of [...model.users, ...model.roles, ...model.permissionSets]) {
    if (boundary) join(boundary, resource, managed)
  }
  for (const membership of model.memberships) {
    join(membership.user, membership.resource, users)
    join(membership.group, membership.resource, groups)
  }
  for (const key of model.accessKeys) if (key.user) join(key.user, key.resource, users)
  for (const profile of model.loginProfiles) join(profile.user, profile.resource, users)
  for (const profile of model.instanceProfiles) for (const role of profile.roles) join(role, profile.resource, roles)
  for (const assignment of model.accountAssignments) join(assignment.permissionSet, assignment.resource, permissionSets)
  linkProtected(model)
  return model
}

/** Joins resource policies with what they protect: by symbol any resource, by name one of the type that is meant. */
function linkProtected(model: IamModel): void {
  const any = new ReferenceIndex(model.resources.map((resource) => ({ resource })))
  const named: { policy: Policy; mention: Reference<Resource>; type: string }[] = []
  for (const policy of model.policies) {
    const { reference: mention, type = '' } = policy.protects ?? {}
    if (!mention || mention.to) continue
    mention.to = any.find(mention.text, policy.resource)?.resource
    if (!mention.to) named.push({ policy, mention, type })
  }
  if (named.length === 0) return
  // A resource may work out its name when it is asked for it: only those of a type that is meant are.
  const types = new Set(named.map(({ type }) => type))
  const byType = new Map([...types].map((type) => [type, [] as { resource: Resource; name: Text }[]]))
  for (const resource of model.resources) {
    byType.get(resource.canonicalType)?.push({ resource, name: nameOf(resource) })
  }
  const indexes = new Map([...byType].map(([type, items]) => [type, new ReferenceIndex(items)]))
  for (const { policy, mention, type } of named) {
    mention.to = indexes.get(type)?.find(mention.text, policy.resource)?.resource
  }
}

/** Arguments that name a resource, where its `name` is not wholly known. */
const namingArguments = ['bucket', 'name', 'function_name', 'repository', 'domain_name', 'BucketName', 'FunctionName']

function nameOf(resource: Resource): Text {
  const name = namingArguments
    .map((one) => given(entry(resource.properties, one)))
    .find((data) => data?.kind === 'text')
  return name?.kind === 'text' ? name : text(resource.name, resource.span)
}

function isManaged(policy: Policy): boolean {
  return policy.kind === 'managed' || policy.kind === 'aws-managed'
}

function join<T>(reference: Reference<T>, from: Resource, index: Finder<T>): void {
  reference.to ??= index.find(reference.text, from)
}
