import type { Identity, IdentityReference, Policy, PolicyKind, User } from '../../src/model/iam'
import type { Resource } from '../../src/model/resource'
import { type Data, entry, literal, type ObjectData, text } from '../../src/model/value'
import { parsePolicy } from '../policy-json'
import { decodedDocument } from './document-text'
import { addResource, type Evidence, itemsOf, objectsOf, policyReference, stringOf, textOf } from './evidence'

/**
 * `aws iam get-account-authorization-details`: users, groups, roles and managed policies of an account, as they are.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 *
 * Resources are of the types `account.user`, `account.group`, `account.role` and `account.policy`. Their properties
 * are the API's own: `CreateDate`, `Tags`, a role's `RoleLastUsed`, a policy's `AttachmentCount` ...
 */
export function readAuthorizationDetails(evidence: Evidence, data: ObjectData): void {
  for (const policy of objectsOf(entry(data, 'Policies'))) readManagedPolicy(evidence, policy)
  const groups = new Map<string, Identity>()
  for (const group of objectsOf(entry(data, 'GroupDetailList'))) {
    const read = readIdentity(evidence, group, 'group')
    groups.set(literal(read.name) ?? '', read)
  }
  for (const user of objectsOf(entry(data, 'UserDetailList'))) {
    readMemberships(evidence, user, readIdentity(evidence, user, 'user') as User, groups)
  }
  for (const role of objectsOf(entry(data, 'RoleDetailList'))) readIdentity(evidence, role, 'role')
  if (stringOf(data, 'IsTruncated') === 'true' || stringOf(data, 'NextToken') !== '') reportTruncation(evidence)
}

function reportTruncation(evidence: Evidence): void {
  evidence.diagnostics.push({
    level: 'warning',
    kind: 'account-truncated',
    message:
      'is one page of several (IsTruncated): call the AWS CLI without --max-items and --no-paginate for all of it',
    file: evidence.source.path,
  })
}

function readManagedPolicy(evidence: Evidence, data: ObjectData): void {
  const arn = stringOf(data, 'Arn')
  const version = defaultVersion(data)
  const document = entry(version, 'Document')
  const name = textOf(data, 'PolicyName')
  const resource = addEntity(evidence, data, 'account.policy', 'AWS::IAM::ManagedPolicy', 'PolicyName')
  if (!document) return
  const kind: PolicyKind = /^arn:[^:]*:iam::aws:/.test(arn) ? 'aws-managed' : 'managed'
  const policy: Policy = { kind, resource, name, document: parsePolicy(decodedDocument(document)), use: document.span }
  evidence.model.policies.push(policy)
  evidence.policies.set(arn, policy)
}

/** The version in force, whose document alone decides. */
function defaultVersion(policy: ObjectData): Data | undefined {
  const versions = objectsOf(entry(policy, 'PolicyVersionList'))
  const id = stringOf(policy, 'DefaultVersionId')
  return (
    versions.find((version) => stringOf(version, 'IsDefaultVersion') === 'true') ??
    versions.find((version) => id !== '' && stringOf(version, 'VersionId') === id) ??
    (versions.length === 1 ? versions[0] : undefined)
  )
}

const shapes = {
  user: { type: 'account.user', canonicalType: 'AWS::IAM::User', name: 'UserName', inline: 'UserPolicyList' },
  group: { type: 'account.group', canonicalType: 'AWS::IAM::Group', name: 'GroupName', inline: 'GroupPolicyList' },
  role: { type: 'account.role', canonicalType: 'AWS::IAM::Role', name: 'RoleName', inline: 'RolePolicyList' },
} as const

function readIdentity(evidence: Evidence, data: ObjectData, kind: keyof typeof shapes): Identity {
  const shape = shapes[kind]
  const resource = addEntity(evidence, data, shape.type, shape.canonicalType, shape.name)
  const name = textOf(data, shape.name) ?? text(resource.name, resource.span)
  const path = textOf(data, 'Path')
  const carrier: IdentityReference = { text: name, identityKind: kind }
  const boundaryArn = textOf(entry(data, 'PermissionsBoundary'), 'PermissionsBoundaryArn')
  const boundary = boundaryArn && policyReference(evidence, boundaryArn)
  const base = { resource, name, path }
  const identity: Identity =
    kind === 'user'
      ? { kind, ...base, boundary }
      : kind === 'group'
        ? { kind, ...base }
        : {
            kind,
            ...base,
            boundary,
            trust: readTrust(data, resource, carrier),
            maxSessionDuration: entry(data, 'MaxSessionDuration'),
          }
  carrier.to = identity
  addIdentity(evidence, identity)
  readInlinePolicies(evidence, entry(data, shape.inline), resource, carrier)
  readAttachments(evidence, entry(data, 'AttachedManagedPolicies'), resource, carrier)
  if (boundaryArn && boundary) {
    const of = { resource, as: 'boundary', policy: boundary, target: carrier, exclusive: false } as const
    evidence.model.attachments.push({ kind: 'attachment', ...of, span: boundaryArn.span })
  }
  return identity
}

function addIdentity(evidence: Evidence, identity: Identity): void {
  const { model } = evidence
  if (identity.kind === 'user') model.users.push(identity)
  else if (identity.kind === 'group') model.groups.push(identity)
  else if (identity.kind === 'role') {
    model.roles.push(identity)
    if (identity.trust) model.policies.push(identity.trust)
  }
}

function readTrust(data: ObjectData, resource: Resource, carrier: IdentityReference): Policy | undefined {
  const document = entry(data, 'AssumeRolePolicyDocument')
  if (!document) return undefined
  const parsed = parsePolicy(decodedDocument(document))
  return { kind: 'trust', resource, name: undefined, document: parsed, carrier, use: document.span }
}

function readInlinePolicies(
  evidence: Evidence,
  list: Data | undefined,
  resource: Resource,
  carrier: IdentityReference,
) {
  for (const item of objectsOf(list)) {
    const document = entry(item, 'PolicyDocument')
    if (!document) continue
    const name = textOf(item, 'PolicyName')
    const parsed = parsePolicy(decodedDocument(document))
    evidence.model.policies.push({ kind: 'inline', resource, name, document: parsed, carrier, use: document.span })
  }
}

function readAttachments(evidence: Evidence, list: Data | undefined, resource: Resource, target: IdentityReference) {
  for (const item of objectsOf(list)) {
    const arn = textOf(item, 'PolicyArn')
    if (!arn) continue
    const of = {
      resource,
      as: 'permissions',
      policy: policyReference(evidence, arn),
      target,
      exclusive: false,
    } as const
    evidence.model.attachments.push({ kind: 'attachment', ...of, span: arn.span })
  }
}

function readMemberships(
  evidence: Evidence,
  data: ObjectData,
  user: User,
  groups: ReadonlyMap<string, Identity>,
): void {
  for (const item of itemsOf(entry(data, 'GroupList'))) {
    if (item.kind !== 'text') continue
    const group = groups.get(literal(item) ?? '')
    const reference = group?.kind === 'group' ? { text: item, to: group } : { text: item }
    const of = { resource: user.resource, user: { text: user.name, to: user }, group: reference, span: item.span }
    evidence.model.memberships.push({ kind: 'membership', ...of })
  }
}

/** A resource at the characters of its name. */
function addEntity(
  evidence: Evidence,
  data: ObjectData,
  type: string,
  canonicalType: string,
  nameKey: string,
): Resource {
  const name = textOf(data, nameKey)
  const arn = stringOf(data, 'Arn')
  return addResource(evidence, {
    address: arn || (name && literal(name)) || type,
    type,
    canonicalType,
    name: (name && literal(name)) ?? arn,
    span: name?.span ?? textOf(data, 'Arn')?.span ?? data.span,
    properties: data,
  })
}
