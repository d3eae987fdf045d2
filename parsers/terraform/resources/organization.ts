import type { PermissionSet } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import type { Text } from '../../../src/model/value'
import { literal } from '../../../src/model/value'
import { argument, nameOf, textArgument, textsOf, useOf } from './arguments'
import { attachment, identityArgument } from './identities'
import type { ModelBuilder } from './model-builder'

/**
 * IAM Identity Center and AWS Organizations.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_permission_set and
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_policy
 */
export const organizationMappers = {
  aws_ssoadmin_permission_set(resource: Resource, into: ModelBuilder) {
    const boundaries = into.referrersOf(resource, 'aws_ssoadmin_permissions_boundary_attachment')
    const boundary = boundaries.map(attachedBoundary).find((text) => text)
    const set: PermissionSet = {
      kind: 'permission-set',
      resource,
      name: nameOf(resource),
      boundary: boundary && { text: boundary },
      sessionDuration: argument(resource, 'session_duration'),
    }
    into.model.permissionSets.push(set)
  },

  aws_ssoadmin_permission_set_inline_policy(resource: Resource, into: ModelBuilder) {
    const data = argument(resource, 'inline_policy')
    const carrier = identityArgument(resource, 'permission-set', 'permission_set_arn')
    if (!data) return
    const document = into.document(resource, data)
    const use = useOf(resource, 'inline_policy', data)
    into.policy({ kind: 'inline', resource, name: undefined, document, ...(carrier ? { carrier } : {}), use })
  },

  aws_ssoadmin_managed_policy_attachment(resource: Resource, into: ModelBuilder) {
    attachTo(resource, textsOf(argument(resource, 'managed_policy_arn')).texts, into)
  },

  aws_ssoadmin_customer_managed_policy_attachment(resource: Resource, into: ModelBuilder) {
    attachTo(resource, textsOf(argument(resource, ['customer_managed_policy_reference', 'name'])).texts, into)
  },

  aws_ssoadmin_permissions_boundary_attachment(resource: Resource, into: ModelBuilder) {
    const target = identityArgument(resource, 'permission-set', 'permission_set_arn')
    const policy = attachedBoundary(resource)
    if (target && policy) into.model.attachments.push({ ...attachment(resource, policy, target), as: 'boundary' })
  },

  aws_ssoadmin_account_assignment(resource: Resource, into: ModelBuilder) {
    const permissionSet = textArgument(resource, 'permission_set_arn')
    if (!permissionSet) return
    into.model.accountAssignments.push({
      kind: 'account-assignment',
      resource,
      permissionSet: { text: permissionSet },
      principalType: textArgument(resource, 'principal_type'),
      principal: textArgument(resource, 'principal_id'),
      target: textArgument(resource, 'target_id'),
    })
  },

  /** Tag, backup, AI opt-out, chatbot and declarative policies are of other languages. */
  aws_organizations_policy(resource: Resource, into: ModelBuilder) {
    const data = argument(resource, 'content')
    const given = textArgument(resource, 'type')
    const type = given ? literal(given) : 'SERVICE_CONTROL_POLICY'
    if (!data || (type !== 'SERVICE_CONTROL_POLICY' && type !== 'RESOURCE_CONTROL_POLICY')) return
    const attachments = into.referrersOf(resource, 'aws_organizations_policy_attachment')
    into.policy({
      kind: type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp',
      resource,
      name: nameOf(resource),
      document: into.document(resource, data),
      targets: attachments.flatMap((referrer) => textsOf(argument(referrer, 'target_id')).texts),
      use: useOf(resource, 'content', data),
    })
  },
}

/** Which argument of a type mentions the resource that it completes: read before anything is mapped. */
export const referringArguments: Readonly<Record<string, string>> = {
  aws_ssoadmin_permissions_boundary_attachment: 'permission_set_arn',
  aws_organizations_policy_attachment: 'policy_id',
}

function attachTo(resource: Resource, policies: readonly Text[], into: ModelBuilder): void {
  const target = identityArgument(resource, 'permission-set', 'permission_set_arn')
  for (const policy of target ? policies : []) into.model.attachments.push(attachment(resource, policy, target!))
}

function attachedBoundary(resource: Resource): Text | undefined {
  return (
    textArgument(resource, ['permissions_boundary', 'managed_policy_arn']) ??
    textArgument(resource, ['permissions_boundary', 'customer_managed_policy_reference', 'name'])
  )
}
