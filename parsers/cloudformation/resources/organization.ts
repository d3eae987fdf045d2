import type { PolicyKind } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { member, property } from '../../../src/model/resource'
import { asText, literal } from '../../../src/model/value'
import type { Collector } from './collect'
import { attachment, guardedValuesOf, identityReference, nameOf, textProperty } from './collect'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html */
const organizationKinds: Readonly<Record<string, PolicyKind>> = {
  SERVICE_CONTROL_POLICY: 'scp',
  RESOURCE_CONTROL_POLICY: 'rcp',
}

/** IAM Identity Center and AWS Organizations. */
export const organizationMappers = {
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sso-permissionset.html */
  'AWS::SSO::PermissionSet'(resource: Resource, into: Collector) {
    const name = nameOf(resource, 'Name')
    const boundaryData = property(resource, ['PermissionsBoundary'])
    const boundaryText =
      asText(member(boundaryData, ['ManagedPolicyArn'])) ??
      asText(member(member(boundaryData, ['CustomerManagedPolicyReference']), ['Name']))
    const boundary = boundaryText && { text: boundaryText }
    const set = {
      kind: 'permission-set',
      resource,
      name,
      boundary,
      sessionDuration: property(resource, ['SessionDuration']),
    } as const
    into.model.permissionSets.push(set)
    const self = identityReference('permission-set', name, set)
    if (boundaryText) into.model.attachments.push(attachment(resource, { text: boundaryText }, self, 'boundary'))
    const managed = into.guardedTexts(resource, property(resource, ['ManagedPolicies']))
    const customer = guardedValuesOf(property(resource, ['CustomerManagedPolicyReferences']))
    const named = customer.flatMap(({ value, guards }) => {
      const text = asText(member(value, ['Name']))
      return text ? [{ text, guards }] : []
    })
    for (const { text, guards } of [...managed, ...named]) {
      into.model.attachments.push(attachment(resource, { text }, self, 'permissions', guards))
    }
    const inline = property(resource, ['InlinePolicy'])
    if (!inline) return
    const document = into.document(resource, inline)
    into.policy({ kind: 'inline', resource, name: undefined, document, carrier: self, use: inline.span })
  },

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sso-assignment.html */
  'AWS::SSO::Assignment'(resource: Resource, into: Collector) {
    const permissionSet = textProperty(resource, 'PermissionSetArn')
    if (!permissionSet) return
    into.model.accountAssignments.push({
      kind: 'account-assignment',
      resource,
      permissionSet: { text: permissionSet },
      principalType: textProperty(resource, 'PrincipalType'),
      principal: textProperty(resource, 'PrincipalId'),
      target: textProperty(resource, 'TargetId'),
    })
  },

  'AWS::Organizations::Policy'(resource: Resource, into: Collector) {
    const type = textProperty(resource, 'Type')
    const kind = organizationKinds[(type && literal(type)) ?? '']
    const data = property(resource, ['Content'])
    // Tag, backup and AI policies have languages of their own.
    if (!kind || !data) return
    const targets = into.texts(resource, property(resource, ['TargetIds']))
    const name = textProperty(resource, 'Name')
    into.policy({ kind, resource, name, document: into.document(resource, data), targets, use: data.span })
  },
}
