import type {
  AccessKey,
  Attachment,
  Group,
  IamModel,
  Identity,
  InstanceProfile,
  LoginProfile,
  Membership,
  Policy,
  Reference,
  Role,
  User,
} from './iam'
import type { Resource } from './resource'

/** Questions to a linked model. Each model is indexed once, when it is first asked. */

/** One way that an identity has a policy. */
export interface HeldPolicy {
  /** `inline`: embedded in it. `attached`: a managed policy given to it. */
  readonly how: 'inline' | 'attached'
  /** The group through which a user has it; undefined when it is its own. */
  readonly via: Group | undefined
  /** The policy's mention in the attachment; without `to` it is not in the code: AWS's own, or somebody else's. */
  readonly mention: Reference<Policy> | undefined
  /** The policy, when it is in the model. */
  readonly policy: Policy | undefined
  readonly attachment: Attachment | undefined
}

interface Index {
  readonly inline: Map<Identity, Policy[]>
  readonly attached: Map<Identity, Attachment[]>
  readonly boundaries: Map<Identity, Attachment[]>
  readonly attachments: Map<Policy, Attachment[]>
  readonly groups: Map<User, Membership[]>
  readonly members: Map<Group, Membership[]>
  readonly keys: Map<User, AccessKey[]>
  readonly logins: Map<User, LoginProfile[]>
  readonly profiles: Map<Role, InstanceProfile[]>
  readonly onResource: Map<Resource, Policy[]>
  readonly managed: Map<Policy, Identity[]>
}

const indexes = new WeakMap<IamModel, Index>()

function indexOf(model: IamModel): Index {
  const known = indexes.get(model)
  if (known) return known
  const index: Index = {
    inline: new Map(),
    attached: new Map(),
    boundaries: new Map(),
    attachments: new Map(),
    groups: new Map(),
    members: new Map(),
    keys: new Map(),
    logins: new Map(),
    profiles: new Map(),
    onResource: new Map(),
    managed: new Map(),
  }
  for (const policy of model.policies) {
    if (policy.kind === 'inline' && policy.carrier?.to) add(index.inline, policy.carrier.to, policy)
    const protectedResource = policy.protects?.reference?.to
    if (protectedResource) add(index.onResource, protectedResource, policy)
  }
  for (const attachment of model.attachments) {
    const { to } = attachment.target
    if (to) add(attachment.as === 'boundary' ? index.boundaries : index.attached, to, attachment)
    if (attachment.policy.to) add(index.attachments, attachment.policy.to, attachment)
    if (attachment.policy.to && to) add(index.managed, attachment.policy.to, to)
  }
  for (const membership of model.memberships) {
    if (membership.user.to) add(index.groups, membership.user.to, membership)
    if (membership.group.to) add(index.members, membership.group.to, membership)
  }
  for (const key of model.accessKeys) if (key.user?.to) add(index.keys, key.user.to, key)
  for (const login of model.loginProfiles) if (login.user.to) add(index.logins, login.user.to, login)
  for (const profile of model.instanceProfiles) {
    for (const role of profile.roles) if (role.to) add(index.profiles, role.to, profile)
  }
  indexes.set(model, index)
  return index
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const all = map.get(key)
  if (all) all.push(value)
  else map.set(key, [value])
}

/** Every policy that gives an identity permissions: inline, attached, and for a user those of its groups. */
export function policiesOf(model: IamModel, identity: Identity): readonly HeldPolicy[] {
  const own = heldBy(model, identity, undefined)
  if (identity.kind !== 'user') return own
  return [...own, ...groupsOf(model, identity).flatMap((group) => heldBy(model, group, group))]
}

function heldBy(model: IamModel, identity: Identity, via: Group | undefined): readonly HeldPolicy[] {
  const index = indexOf(model)
  const inline = (index.inline.get(identity) ?? []).map(
    (policy): HeldPolicy => ({ how: 'inline', via, mention: undefined, policy, attachment: undefined }),
  )
  const attached = (index.attached.get(identity) ?? []).map(
    (attachment): HeldPolicy => ({
      how: 'attached',
      via,
      mention: attachment.policy,
      policy: attachment.policy.to,
      attachment,
    }),
  )
  return [...inline, ...attached]
}

/** The permissions boundary of an identity, written in it or attached to it; undefined when there is none. */
export function boundaryOf(model: IamModel, identity: Identity): Reference<Policy> | undefined {
  if (identity.kind === 'group') return undefined
  return identity.boundary ?? indexOf(model).boundaries.get(identity)?.[0]?.policy
}

/** The groups of a user that are in the model, each once. */
export function groupsOf(model: IamModel, user: User): readonly Group[] {
  const groups = (indexOf(model).groups.get(user) ?? []).map((membership) => membership.group.to)
  return [...new Set(groups)].filter((group) => group !== undefined)
}

/** Every mention of a user as a member of a group, the groups that are not in the model included. */
export function membershipsOf(model: IamModel, user: User): readonly Membership[] {
  return indexOf(model).groups.get(user) ?? []
}

/** The users of a group that are in the model, each once. */
export function membersOf(model: IamModel, group: Group): readonly User[] {
  const users = (indexOf(model).members.get(group) ?? []).map((membership) => membership.user.to)
  return [...new Set(users)].filter((user) => user !== undefined)
}

/** Where a managed policy is attached, as permissions or as a boundary. */
export function attachmentsOf(model: IamModel, policy: Policy): readonly Attachment[] {
  return indexOf(model).attachments.get(policy) ?? []
}

/** Who carries a policy: the identity that it is embedded in or the role of a trust policy; whoever has it attached. */
export function carriersOf(model: IamModel, policy: Policy): readonly Identity[] {
  if (policy.carrier) return policy.carrier.to ? [policy.carrier.to] : []
  return [...new Set(indexOf(model).managed.get(policy) ?? [])]
}

/** The policies on a resource: of a bucket, a key, a queue. */
export function policiesOn(model: IamModel, resource: Resource): readonly Policy[] {
  return indexOf(model).onResource.get(resource) ?? []
}

/** The roles of an instance profile that are in the model. */
export function rolesOf(profile: InstanceProfile): readonly Role[] {
  return profile.roles.flatMap((role) => role.to ?? [])
}

/** The instance profiles through which EC2 can use a role. */
export function instanceProfilesOf(model: IamModel, role: Role): readonly InstanceProfile[] {
  return indexOf(model).profiles.get(role) ?? []
}

export function accessKeysOf(model: IamModel, user: User): readonly AccessKey[] {
  return indexOf(model).keys.get(user) ?? []
}

export function loginProfilesOf(model: IamModel, user: User): readonly LoginProfile[] {
  return indexOf(model).logins.get(user) ?? []
}

/** The directories, templates, stacks and accounts that a model is of. */
export function scopesOf(model: IamModel): ReadonlySet<string> {
  return new Set(model.resources.map((resource) => resource.scope))
}
