import type { IdentityKind } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { property } from '../../../src/model/resource'
import type { Collector } from './collect'
import { attachment, identityReference, nameOf, refText, textProperty, under } from './collect'
import { carrierLists } from './identities'

/**
 * Policies that are resources of their own, memberships.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html
 */
export const policyMappers = {
  /** One inline policy in each identity that it names; the document is one object. */
  'AWS::IAM::Policy'(resource: Resource, into: Collector) {
    const data = property(resource, ['PolicyDocument'])
    if (!data) return
    const document = into.document(resource, data)
    const name = textProperty(resource, 'PolicyName')
    const policy = { kind: 'inline', resource, name, document, use: data.span } as const
    const carriers = carriersOf(resource, into)
    for (const { carrier, guards } of carriers) into.policy({ ...policy, carrier, ...under(guards) })
    if (carriers.length === 0) into.policy(policy)
  },

  'AWS::IAM::ManagedPolicy'(resource: Resource, into: Collector) {
    const data = property(resource, ['PolicyDocument'])
    if (!data) return
    const name = nameOf(resource, 'ManagedPolicyName')
    const document = into.document(resource, data)
    const policy = into.policy({ kind: 'managed', resource, name, document, use: data.span })
    for (const { carrier, guards } of carriersOf(resource, into)) {
      const made = attachment(resource, { text: refText(resource), to: policy }, carrier, 'permissions', guards)
      into.model.attachments.push({ ...made, span: carrier.text.via?.[0] ?? carrier.text.span })
    }
  },

  'AWS::IAM::UserPolicy': inlineOf('user', 'UserName'),
  'AWS::IAM::GroupPolicy': inlineOf('group', 'GroupName'),
  'AWS::IAM::RolePolicy': inlineOf('role', 'RoleName'),

  'AWS::IAM::UserToGroupAddition'(resource: Resource, into: Collector) {
    const group = textProperty(resource, 'GroupName')
    for (const user of group ? into.texts(resource, property(resource, ['Users'])) : []) {
      const span = user.via?.[0] ?? user.span
      into.model.memberships.push({ kind: 'membership', resource, user: { text: user }, group: { text: group! }, span })
    }
  },
}

function carriersOf(resource: Resource, into: Collector) {
  return carrierLists.flatMap(([list, kind]) =>
    into.guardedTexts(resource, property(resource, [list])).map(({ text, guards }) => ({
      carrier: identityReference(kind, text),
      guards,
    })),
  )
}

function inlineOf(identityKind: IdentityKind, carrierProperty: string) {
  return (resource: Resource, into: Collector) => {
    const data = property(resource, ['PolicyDocument'])
    if (!data) return
    const carrier = textProperty(resource, carrierProperty)
    into.policy({
      kind: 'inline',
      resource,
      name: textProperty(resource, 'PolicyName'),
      document: into.document(resource, data),
      ...(carrier ? { carrier: identityReference(identityKind, carrier) } : {}),
      use: data.span,
    })
  }
}
