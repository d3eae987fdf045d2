import type {
  AccessKey,
  AccountAssignment,
  Attachment,
  Group,
  IamModel,
  IdentityKind,
  IdentityReference,
  InstanceProfile,
  LoginProfile,
  Membership,
  OidcProvider,
  PasswordPolicy,
  PermissionSet,
  Policy,
  Reference,
  Role,
  SamlProvider,
  User,
} from '../iam'
import type { Resource } from '../resource'
import { documentShape } from './policy-shapes'
import { resourceShape } from './resource-shape'
import { boolean, list, lost, oneOf, optional, type Shape, some, string, struct } from './shape'
import { guardShape, spanShape, textShape } from './value-shapes'

/** A node of a list that is read before this one. */
function node<T extends object>(name: keyof IamModel): Shape<T> {
  return {
    write: (value, to) => to.node(value),
    read: (json, from) => from.numbered((from.nodes.get(name) ?? []) as readonly T[], json, name),
  }
}

/** A mention, and the number of what it mentions in its list, which may be read later. */
function reference<T extends object>(name: keyof IamModel): Shape<Reference<T>> {
  const whole = struct<{ text: Reference<T>['text']; to: unknown }>({ text: textShape, to: unchecked })
  const target = node<T>(name)
  return {
    write: ({ text, to: mentioned }, to) => whole.write({ text, to: mentioned && target.write(mentioned, to) }, to),
    read(json, from) {
      const { text, to } = whole.read(json, from)
      const mention: Reference<T> = { text }
      if (to !== undefined) from.later(() => (mention.to = target.read(to, from)))
      return mention
    },
  }
}

const unchecked: Shape<unknown> = { write: (value) => value, read: (json) => json }

const listOf: Readonly<Record<IdentityKind, keyof IamModel>> = {
  user: 'users',
  group: 'groups',
  role: 'roles',
  'permission-set': 'permissionSets',
}

const identityKind = oneOf<IdentityKind>('user', 'group', 'role', 'permission-set')
const kindOnly = struct<{ identityKind: IdentityKind }>({ identityKind })

const identityReference: Shape<IdentityReference> = {
  write(value, to) {
    const mention = reference(listOf[value.identityKind]).write(value, to)
    return { identityKind: value.identityKind, ...(mention as object) }
  },
  read(json, from) {
    const { identityKind: kind } = kindOnly.read(json, from)
    return Object.assign(reference(listOf[kind]).read(json, from), { identityKind: kind }) as IdentityReference
  },
}

const resource = node<Resource>('resources')
const policyReference = reference<Policy>('policies')
const guards = optional(list(guardShape))

const policyShape = struct<Policy>({
  kind: oneOf(
    ...(['managed', 'inline', 'trust', 'resource', 'scp', 'rcp'] as const),
    ...(['session', 'endpoint', 'aws-managed', 'document'] as const),
  ),
  resource,
  name: optional(textShape),
  document: documentShape,
  carrier: optional(identityReference),
  protects: optional(struct({ type: string, reference: optional(reference<Resource>('resources')) })),
  targets: optional(list(textShape)),
  use: spanShape,
  guards,
})

const named = { resource, name: textShape, path: optional(textShape) }
const assignment = { principalType: optional(textShape), principal: optional(textShape), target: optional(textShape) }

/** What lists of the model hold, in an order in which no node needs one that is not read yet. */
export const nodeShapes: { readonly [Key in keyof IamModel]: Shape<IamModel[Key][number]> } = {
  resources: resourceShape,
  policies: policyShape,
  users: struct<User>({ kind: oneOf('user'), ...named, boundary: optional(policyReference) }),
  groups: struct<Group>({ kind: oneOf('group'), ...named }),
  roles: struct<Role>({
    kind: oneOf('role'),
    ...named,
    trust: optional(node<Policy>('policies')),
    boundary: optional(policyReference),
    maxSessionDuration: lost(undefined),
  }),
  permissionSets: struct<PermissionSet>({
    kind: oneOf('permission-set'),
    resource,
    name: textShape,
    boundary: optional(policyReference),
    sessionDuration: lost(undefined),
  }),
  attachments: struct<Attachment>({
    kind: oneOf('attachment'),
    resource,
    as: oneOf('permissions', 'boundary'),
    policy: policyReference,
    target: identityReference,
    exclusive: boolean,
    span: spanShape,
    guards,
  }),
  memberships: struct<Membership>({
    kind: oneOf('membership'),
    resource,
    user: reference<User>('users'),
    group: reference<Group>('groups'),
    span: spanShape,
  }),
  accessKeys: struct<AccessKey>({
    kind: oneOf('access-key'),
    resource,
    user: optional(reference<User>('users')),
    status: optional(textShape),
    pgpKey: lost(undefined),
    lastRotated: optional(string),
  }),
  loginProfiles: struct<LoginProfile>({
    kind: oneOf('login-profile'),
    resource,
    user: reference<User>('users'),
    password: lost(undefined),
    resetRequired: lost(undefined),
    pgpKey: lost(undefined),
    span: spanShape,
  }),
  instanceProfiles: struct<InstanceProfile>({
    kind: oneOf('instance-profile'),
    resource,
    name: textShape,
    roles: some(reference<Role>('roles')),
  }),
  passwordPolicies: struct<PasswordPolicy>({ kind: oneOf('password-policy'), resource }),
  oidcProviders: struct<OidcProvider>({
    kind: oneOf('oidc-provider'),
    resource,
    url: optional(textShape),
    clientIds: lost(undefined),
    thumbprints: lost(undefined),
  }),
  samlProviders: struct<SamlProvider>({ kind: oneOf('saml-provider'), resource, name: textShape }),
  accountAssignments: struct<AccountAssignment>({
    kind: oneOf('account-assignment'),
    resource,
    permissionSet: reference<PermissionSet>('permissionSets'),
    ...assignment,
  }),
}
