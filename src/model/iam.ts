import type { PolicyDocument } from './policy'
import type { Resource } from './resource'
import type { Span } from './source'
import type { Data, Guard, Text } from './value'

/** What IAM is made of, in whichever language it was written. `src/model/link.ts` joins the references. */

/** A mention of something else: by symbol, name or ARN. `to` is set when it is in the same code. */
export interface Reference<T> {
  readonly text: Text
  to?: T | undefined
}

export interface User {
  readonly kind: 'user'
  readonly resource: Resource
  readonly name: Text
  readonly path: Text | undefined
  readonly boundary: Reference<Policy> | undefined
}

export interface Group {
  readonly kind: 'group'
  readonly resource: Resource
  readonly name: Text
  readonly path: Text | undefined
}

export interface Role {
  readonly kind: 'role'
  readonly resource: Resource
  readonly name: Text
  readonly path: Text | undefined
  /** Its trust policy, a `Policy` of kind `trust`; undefined where none is given. */
  readonly trust: Policy | undefined
  readonly boundary: Reference<Policy> | undefined
  /** Seconds. */
  readonly maxSessionDuration: Data | undefined
}

export interface PermissionSet {
  readonly kind: 'permission-set'
  readonly resource: Resource
  readonly name: Text
  readonly boundary: Reference<Policy> | undefined
  /** ISO 8601: `PT8H`. */
  readonly sessionDuration: Data | undefined
}

/** Whoever can carry identity policies. */
export type Identity = User | Group | Role | PermissionSet
export type IdentityKind = Identity['kind']

/** A mention of an identity whose kind the place tells. */
export interface IdentityReference extends Reference<Identity> {
  readonly identityKind: IdentityKind
}

/**
 * - `managed`: a customer managed policy (also where it serves as a boundary: see `Attachment.as`)
 * - `inline`: embedded in one identity · `trust`: who may assume a role · `resource`: on a bucket, key, queue ...
 * - `scp`, `rcp`: of an organization · `session` · `endpoint`: of a VPC endpoint
 * - `aws-managed`: its document comes from AWS
 * - `document`: a document in code that nothing carries; judged by its shape
 */
export type PolicyKind =
  | 'managed'
  | 'inline'
  | 'trust'
  | 'resource'
  | 'scp'
  | 'rcp'
  | 'session'
  | 'endpoint'
  | 'aws-managed'
  | 'document'

export interface Policy {
  readonly kind: PolicyKind
  /** The resource in code that holds it: the policy, the role, the bucket policy, the document. */
  readonly resource: Resource
  readonly name: Text | undefined
  readonly document: PolicyDocument
  /** Inline: the identity that it is embedded in. Trust: its role. */
  readonly carrier?: IdentityReference
  /** Resource policy: CloudFormation's type of what it protects (`AWS::S3::Bucket`) and the mention of it. */
  readonly protects?: { readonly type: string; readonly reference: Reference<Resource> | undefined }
  /** SCP and RCP: what it is attached to. */
  readonly targets?: readonly Text[]
  /** Where the mention of the document stands in the carrying resource (`policy = data...json`), for `related`. */
  readonly use: Span
  /** The branches of choices under which its carrier has it, beside those of `resource`; absent for "always". */
  readonly guards?: readonly Guard[]
}

/** A managed policy given to an identity, or set as its permissions boundary. */
export interface Attachment {
  readonly kind: 'attachment'
  readonly resource: Resource
  readonly as: 'permissions' | 'boundary'
  readonly policy: Reference<Policy>
  readonly target: IdentityReference
  /** `aws_iam_policy_attachment` and kin: detaches everyone whom it does not name. */
  readonly exclusive: boolean
  /** The characters that say it: the ARN in a list, the `user` argument. */
  readonly span: Span
  /** The branches of choices under which it exists, beside those of `resource`; absent for "always". */
  readonly guards?: readonly Guard[]
}

export interface Membership {
  readonly kind: 'membership'
  readonly resource: Resource
  readonly user: Reference<User>
  readonly group: Reference<Group>
  readonly span: Span
}

export interface AccessKey {
  readonly kind: 'access-key'
  readonly resource: Resource
  /** The user as written; undefined when none is given (AWS then takes the caller). */
  readonly user: Reference<User> | undefined
  /** `Active` or `Inactive`; undefined for the default, active. */
  readonly status: Text | undefined
  readonly pgpKey: Data | undefined
  /** When it was last rotated (ISO 8601), known from evidence alone. */
  readonly lastRotated?: string
}

export interface LoginProfile {
  readonly kind: 'login-profile'
  readonly resource: Resource
  readonly user: Reference<User>
  readonly password: Data | undefined
  readonly resetRequired: Data | undefined
  readonly pgpKey: Data | undefined
  readonly span: Span
}

export interface InstanceProfile {
  readonly kind: 'instance-profile'
  readonly resource: Resource
  readonly name: Text
  readonly roles: readonly Reference<Role>[]
}

/** An account password policy; its settings are properties of `resource` under the IAM API's names. */
export interface PasswordPolicy {
  readonly kind: 'password-policy'
  readonly resource: Resource
}

export interface OidcProvider {
  readonly kind: 'oidc-provider'
  readonly resource: Resource
  readonly url: Text | undefined
  readonly clientIds: Data | undefined
  readonly thumbprints: Data | undefined
}

export interface SamlProvider {
  readonly kind: 'saml-provider'
  readonly resource: Resource
  readonly name: Text
}

/** Who gets a permission set on which account. */
export interface AccountAssignment {
  readonly kind: 'account-assignment'
  readonly resource: Resource
  readonly permissionSet: Reference<PermissionSet>
  readonly principalType: Text | undefined
  readonly principal: Text | undefined
  readonly target: Text | undefined
}

/** Whom the configuration trusts: the zone of trust. */
export interface TrustZone {
  /** Twelve-digit ids of the estate's own accounts. */
  readonly accounts: readonly string[]
  /** `o-...` */
  readonly organizations: readonly string[]
  /** Further accounts that may be trusted, such as vendors'. */
  readonly trustedAccounts: readonly string[]
  /** Subjects of OIDC tokens that may assume roles, as globs. */
  readonly oidcSubjects: readonly string[]
}

/** The one model that checks and the engine read. Arrays are in a deterministic order: by file, then by offset. */
export interface IamModel {
  resources: Resource[]
  users: User[]
  groups: Group[]
  roles: Role[]
  permissionSets: PermissionSet[]
  policies: Policy[]
  attachments: Attachment[]
  memberships: Membership[]
  accessKeys: AccessKey[]
  loginProfiles: LoginProfile[]
  instanceProfiles: InstanceProfile[]
  passwordPolicies: PasswordPolicy[]
  oidcProviders: OidcProvider[]
  samlProviders: SamlProvider[]
  accountAssignments: AccountAssignment[]
}

/** A model of nothing: what a parser fills. */
export function emptyModel(): IamModel {
  return {
    resources: [],
    users: [],
    groups: [],
    roles: [],
    permissionSets: [],
    policies: [],
    attachments: [],
    memberships: [],
    accessKeys: [],
    loginProfiles: [],
    instanceProfiles: [],
    passwordPolicies: [],
    oidcProviders: [],
    samlProviders: [],
    accountAssignments: [],
  }
}

/** All of several models in one, in the order given. Call `link` afterwards. */
export function mergeModels(models: readonly IamModel[]): IamModel {
  const merged = emptyModel()
  for (const model of models) {
    for (const key of Object.keys(merged) as (keyof IamModel)[]) {
      const into = merged[key] as unknown[]
      for (const node of model[key]) into.push(node)
    }
  }
  return merged
}
