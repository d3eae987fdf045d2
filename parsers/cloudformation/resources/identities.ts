import type { Identity, IdentityKind, IdentityReference, Policy, Reference } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { member, property } from '../../../src/model/resource'
import { asText, holeText } from '../../../src/model/value'
import { unknown } from '../evaluate/hole'
import type { Collector } from './collect'
import { attachment, guardedValuesOf, identityReference, nameOf, textProperty, under, valuesOf } from './collect'

/**
 * Users, groups, roles and what is written inside them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html
 */
export const identityMappers = {
  'AWS::IAM::User'(resource: Resource, into: Collector) {
    const name = nameOf(resource, 'UserName')
    const self = identityReference('user', name)
    const boundary = boundaryOf(resource, self, into)
    const user: Identity = { kind: 'user', resource, name, path: textProperty(resource, 'Path'), boundary }
    into.model.users.push(user)
    contents(resource, user, into)
    for (const group of into.texts(resource, property(resource, ['Groups']))) {
      const span = group.via?.[0] ?? group.span
      const made = { resource, user: { text: name, to: user }, group: { text: group }, span }
      into.model.memberships.push({ kind: 'membership', ...made })
    }
    loginProfile(resource, user, into)
  },

  'AWS::IAM::Group'(resource: Resource, into: Collector) {
    const name = nameOf(resource, 'GroupName')
    const group: Identity = { kind: 'group', resource, name, path: textProperty(resource, 'Path') }
    into.model.groups.push(group)
    contents(resource, group, into)
  },

  'AWS::IAM::Role'(resource: Resource, into: Collector) {
    const name = nameOf(resource, 'RoleName')
    const self = identityReference('role', name)
    const role: Identity = {
      kind: 'role',
      resource,
      name,
      path: textProperty(resource, 'Path'),
      trust: trustPolicy(resource, self, into),
      boundary: boundaryOf(resource, self, into),
      maxSessionDuration: property(resource, ['MaxSessionDuration']),
    }
    into.model.roles.push(role)
    contents(resource, role, into)
  },

  /** Its document is not the template's: AWS writes it. */
  'AWS::IAM::ServiceLinkedRole'(resource: Resource, into: Collector) {
    const name = nameOf(resource, 'RoleName')
    const nothing = { path: undefined, trust: undefined, boundary: undefined, maxSessionDuration: undefined }
    into.model.roles.push({ kind: 'role', resource, name, ...nothing })
  },
}

function trustPolicy(resource: Resource, carrier: IdentityReference, into: Collector): Policy | undefined {
  const data = property(resource, ['AssumeRolePolicyDocument'])
  if (!data) return undefined
  const document = into.document(resource, data)
  return into.policy({ kind: 'trust', resource, name: undefined, document, carrier: { ...carrier }, use: data.span })
}

function boundaryOf(resource: Resource, self: IdentityReference, into: Collector): Reference<Policy> | undefined {
  const data = property(resource, ['PermissionsBoundary'])
  const given = into.guardedTexts(resource, data)
  for (const { text, guards } of given) {
    into.model.attachments.push(attachment(resource, { text }, self, 'boundary', guards))
  }
  const [first] = given
  if (!data || !first) return undefined
  // Which one it is, or whether there is one at all, is for the deployment to say.
  return { text: first.guards.length > 0 ? holeText(unknown(data.span, 'unsupported').hole) : first.text }
}

/** `Policies` and `ManagedPolicyArns`. */
function contents(resource: Resource, identity: Identity, into: Collector): void {
  const self = identityReference(identity.kind, identity.name, identity)
  inlinePolicies(resource, property(resource, ['Policies']), self, into)
  for (const { text, guards } of into.guardedTexts(resource, property(resource, ['ManagedPolicyArns']))) {
    into.model.attachments.push(attachment(resource, { text }, self, 'permissions', guards))
  }
}

function inlinePolicies(
  resource: Resource,
  list: ReturnType<typeof property>,
  carrier: IdentityReference,
  into: Collector,
): void {
  for (const { value: item, guards } of guardedValuesOf(list)) {
    const data = item.kind === 'unknown' ? item : member(item, ['PolicyDocument'])
    if (!data) continue
    const name = asText(member(item, ['PolicyName']))
    const document = into.document(resource, data)
    const own = { name, document, carrier: { ...carrier }, use: data.span, ...under(guards) }
    into.policy({ kind: 'inline', resource, ...own })
  }
}

function loginProfile(resource: Resource, user: Extract<Identity, { kind: 'user' }>, into: Collector): void {
  for (const data of valuesOf(property(resource, ['LoginProfile']))) {
    into.model.loginProfiles.push({
      kind: 'login-profile',
      resource,
      user: { text: user.name, to: user },
      password: member(data, ['Password']),
      resetRequired: member(data, ['PasswordResetRequired']),
      pgpKey: undefined,
      span: data.span,
    })
  }
}

/** The three kinds of identity that policies of their own resources name, by the property that lists them. */
export const carrierLists: readonly (readonly [string, IdentityKind])[] = [
  ['Users', 'user'],
  ['Groups', 'group'],
  ['Roles', 'role'],
]
