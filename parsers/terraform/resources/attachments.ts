import type { IdentityKind } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { argument, nameOf, textArgument, textsOf, useOf } from './arguments'
import { attachment, identityArgument } from './identities'
import type { ModelBuilder } from './model-builder'

/**
 * Policies and who gets them, group memberships.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy and its neighbours
 */
export const attachmentMappers = {
  aws_iam_policy(resource: Resource, into: ModelBuilder) {
    const data = argument(resource, 'policy')
    if (!data) return
    const document = into.document(resource, data)
    into.policy({ kind: 'managed', resource, name: nameOf(resource), document, use: useOf(resource, 'policy', data) })
  },

  aws_iam_user_policy: inlinePolicyOf('user'),
  aws_iam_group_policy: inlinePolicyOf('group'),
  aws_iam_role_policy: inlinePolicyOf('role'),

  aws_iam_user_policy_attachment: attachmentOf('user'),
  aws_iam_group_policy_attachment: attachmentOf('group'),
  aws_iam_role_policy_attachment: attachmentOf('role'),

  aws_iam_user_policy_attachments_exclusive: attachmentsOf('user'),
  aws_iam_group_policy_attachments_exclusive: attachmentsOf('group'),
  aws_iam_role_policy_attachments_exclusive: attachmentsOf('role'),

  /** Takes the policy away from everyone whom it does not name. */
  aws_iam_policy_attachment(resource: Resource, into: ModelBuilder) {
    const policy = textArgument(resource, 'policy_arn')
    if (!policy) return
    for (const identityKind of ['user', 'role', 'group'] as const) {
      const named = textsOf(argument(resource, `${identityKind}s`))
      for (const text of named.texts) {
        // The names are what tells one of these attachments from another.
        const made = attachment(resource, policy, { identityKind, text }, true)
        into.model.attachments.push({ ...made, span: text.via?.[0] ?? text.span })
      }
      for (const hole of named.unknown) into.unknown(resource, hole)
    }
  },

  aws_iam_group_membership(resource: Resource, into: ModelBuilder) {
    const group = textArgument(resource, 'group')
    const users = textsOf(argument(resource, 'users'))
    for (const text of group ? users.texts : []) {
      const span = text.via?.[0] ?? text.span
      into.model.memberships.push({ kind: 'membership', resource, user: { text }, group: { text: group! }, span })
    }
    for (const hole of users.unknown) into.unknown(resource, hole)
  },

  aws_iam_user_group_membership(resource: Resource, into: ModelBuilder) {
    const user = textArgument(resource, 'user')
    const groups = textsOf(argument(resource, 'groups'))
    for (const text of user ? groups.texts : []) {
      const span = text.via?.[0] ?? text.span
      into.model.memberships.push({ kind: 'membership', resource, user: { text: user! }, group: { text }, span })
    }
    for (const hole of groups.unknown) into.unknown(resource, hole)
  },
}

function inlinePolicyOf(identityKind: IdentityKind) {
  return (resource: Resource, into: ModelBuilder) => {
    const data = argument(resource, 'policy')
    const carrier = identityArgument(resource, identityKind, identityKind)
    if (!data) return
    into.policy({
      kind: 'inline',
      resource,
      name: nameOf(resource),
      document: into.document(resource, data),
      ...(carrier ? { carrier } : {}),
      use: useOf(resource, 'policy', data),
    })
  }
}

function attachmentOf(identityKind: IdentityKind) {
  return (resource: Resource, into: ModelBuilder) => {
    const target = identityArgument(resource, identityKind, identityKind)
    if (!target) return
    const policies = textsOf(argument(resource, 'policy_arn'))
    for (const policy of policies.texts) into.model.attachments.push(attachment(resource, policy, target))
  }
}

/** These take other policies away from the identity, not the policy from others: not what `exclusive` means. */
function attachmentsOf(identityKind: IdentityKind) {
  return (resource: Resource, into: ModelBuilder) => {
    const target = identityArgument(resource, identityKind, `${identityKind}_name`)
    const policies = textsOf(argument(resource, 'policy_arns'))
    for (const policy of target ? policies.texts : [])
      into.model.attachments.push(attachment(resource, policy, target!))
    for (const hole of policies.unknown) into.unknown(resource, hole)
  }
}
