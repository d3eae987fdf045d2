import type { Attachment, IdentityKind, IdentityReference, Policy, Reference, Role, User } from '../../../src/model/iam'
import { member, type Resource } from '../../../src/model/resource'
import type { Text } from '../../../src/model/value'
import { asText, given } from '../../../src/model/value'
import { argument, blocks, nameOf, textArgument, textsOf, useOf } from './arguments'
import type { ModelBuilder } from './model-builder'

/**
 * Users, groups, roles and what is written inside them.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role and its neighbours
 */
export const identityMappers = {
  aws_iam_user(resource: Resource, into: ModelBuilder) {
    const self: IdentityReference = { identityKind: 'user', text: nameOf(resource) }
    const user: User = {
      kind: 'user',
      resource,
      name: self.text,
      path: textArgument(resource, 'path'),
      boundary: boundaryOf(resource, self, into),
    }
    self.to = user
    into.model.users.push(user)
  },

  aws_iam_group(resource: Resource, into: ModelBuilder) {
    into.model.groups.push({
      kind: 'group',
      resource,
      name: nameOf(resource),
      path: textArgument(resource, 'path'),
    })
  },

  aws_iam_role(resource: Resource, into: ModelBuilder) {
    const self: IdentityReference = { identityKind: 'role', text: nameOf(resource) }
    const role: Role = {
      kind: 'role',
      resource,
      name: self.text,
      path: textArgument(resource, 'path'),
      trust: trustPolicy(resource, self, into),
      boundary: boundaryOf(resource, self, into),
      maxSessionDuration: argument(resource, 'max_session_duration'),
    }
    self.to = role
    into.model.roles.push(role)
    inlinePolicies(resource, self, into)
    // Deprecated, and still common: attachments written inside the role.
    const managed = textsOf(argument(resource, 'managed_policy_arns'))
    for (const text of managed.texts) into.model.attachments.push(attachment(resource, text, self))
    for (const hole of managed.unknown) into.unknown(resource, hole)
  },
}

function trustPolicy(resource: Resource, carrier: IdentityReference, into: ModelBuilder): Policy | undefined {
  const data = argument(resource, 'assume_role_policy')
  if (!data) return undefined
  return into.policy({
    kind: 'trust',
    resource,
    name: undefined,
    document: into.document(resource, data),
    carrier,
    use: useOf(resource, 'assume_role_policy', data),
  })
}

function inlinePolicies(resource: Resource, carrier: IdentityReference, into: ModelBuilder): void {
  const whole = argument(resource, 'inline_policy')
  if (whole?.kind === 'unknown') into.unknown(resource, whole.hole)
  for (const block of blocks(resource, 'inline_policy')) {
    const data = given(member(block, ['policy']))
    // An empty block is the documented way to forbid inline policies.
    if (!data) continue
    into.policy({
      kind: 'inline',
      resource,
      name: asText(member(block, ['name'])),
      document: into.document(resource, data),
      carrier,
      use: useOf(resource, 'inline_policy', data),
    })
  }
}

/** The boundary, which is an attachment as well. */
function boundaryOf(resource: Resource, target: IdentityReference, into: ModelBuilder): Reference<Policy> | undefined {
  const text = textArgument(resource, 'permissions_boundary')
  if (!text) return undefined
  into.model.attachments.push({ ...attachment(resource, text, target), as: 'boundary' })
  return { text }
}

/** A managed policy for one identity. */
export function attachment(resource: Resource, policy: Text, target: IdentityReference, exclusive = false): Attachment {
  return {
    kind: 'attachment',
    resource,
    as: 'permissions',
    policy: { text: policy },
    target,
    exclusive,
    span: policy.via?.[0] ?? policy.span,
  }
}

/** A mention of an identity by an argument. */
export function identityArgument(
  resource: Resource,
  identityKind: IdentityKind,
  name: string,
): IdentityReference | undefined {
  const text = textArgument(resource, name)
  return text && { identityKind, text }
}
