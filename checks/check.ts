import type {
  AccessKey,
  AccountAssignment,
  Attachment,
  Group,
  IamModel,
  InstanceProfile,
  LoginProfile,
  Membership,
  OidcProvider,
  PasswordPolicy,
  PermissionSet,
  Policy,
  Role,
  SamlProvider,
  TrustZone,
  User,
} from '../src/model/iam'
import type { Confidence, Report, Severity } from '../src/model/finding'
import type { Resource } from '../src/model/resource'

/** What each `on` hands to `run`. `model` runs once. */
export interface Subjects {
  model: IamModel
  resource: Resource
  user: User
  group: Group
  role: Role
  'permission-set': PermissionSet
  policy: Policy
  attachment: Attachment
  membership: Membership
  'access-key': AccessKey
  'login-profile': LoginProfile
  'instance-profile': InstanceProfile
  'password-policy': PasswordPolicy
  'oidc-provider': OidcProvider
  'saml-provider': SamlProvider
  'account-assignment': AccountAssignment
}

/** What a check may know beside the model: the settings that a person gave. */
export interface CheckContext {
  readonly model: IamModel
  readonly trust: TrustZone
  /** Today, YYYY-MM-DD, for certificates and evidence. */
  readonly today: string
}

/** A check: plain data and a generator. It reads no files and keeps no state. */
export interface Check<On extends keyof Subjects = keyof Subjects> {
  /** Kebab-case: the file, the docs page, the fixture folder, the SARIF rule. Never renamed without an alias. */
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly confidence: Confidence
  readonly on: On
  readonly tags: readonly string[]
  /** Where others say the same: `{ cis: ['1.14'], fsbp: ['IAM.2'], checkov: ['CKV_AWS_40'] }`. */
  readonly maps: Readonly<Record<string, readonly string[]>>
  readonly since: string
  /** Off unless asked for by `--check` or the configuration. */
  readonly optional?: boolean
  readonly aliases?: readonly string[]
  /** Asks whether something is anywhere in the code: a part of a scan (`--shard`) cannot tell. */
  readonly whole?: boolean
  /** `on: 'resource'` only: the canonical types that it wants. */
  readonly resourceTypes?: readonly string[]
  run(subject: Subjects[On], context: CheckContext): Iterable<Report>
}

/** A check of any kind, as the list holds it. */
export type AnyCheck = { [On in keyof Subjects]: Check<On> }[keyof Subjects]

/** Gives a check its types; nothing else. */
export function defineCheck<On extends keyof Subjects>(check: Check<On>): Check<On> {
  return check
}
