import { dataVersion } from './data'
import { glob } from './glob'
import type { Pattern } from './text'

/** What is known of one condition key of a request. */
export type KeyState =
  /** Present with these values; none of them for a key that is there and empty. */
  | { readonly kind: 'values'; readonly values: readonly Pattern[] }
  | { readonly kind: 'absent' }
  /** Present; its value is not known. */
  | { readonly kind: 'present' }
  /** Nothing is known: a condition on it is residual. */
  | { readonly kind: 'open' }
  /**
   * The caller chooses it (or leaves it out, unless `required`): any text of `glob`, or any text at all. `outside`: an
   * address that is not one of the estate's.
   */
  | { readonly kind: 'free'; readonly glob?: string; readonly required?: boolean; readonly outside?: boolean }
  /** A moment at or after `time` (milliseconds); `optional`: or absent, whichever suits the caller. */
  | { readonly kind: 'since'; readonly time: number; readonly optional?: boolean }

/** A request as far as it is known. Keys are in lower case; one that ends in `/*` stands for all that begin so. */
export interface RequestContext {
  readonly keys: ReadonlyMap<string, KeyState>
  /** What holds of every other key. */
  readonly rest: KeyState
  /** What the caller wants with the keys that he chooses: conditions that hold (under Allow) or do not (under Deny). */
  readonly aim: 'satisfy' | 'avoid'
}

export const open: KeyState = { kind: 'open' }
export const absent: KeyState = { kind: 'absent' }

/** The state of a key, by its name in any case. */
export function keyState(context: RequestContext, key: string): KeyState {
  const name = key.toLowerCase()
  const found = context.keys.get(name)
  if (found) return found
  const slash = name.indexOf('/')
  return (slash > 0 ? context.keys.get(`${name.slice(0, slash)}/*`) : undefined) ?? context.rest
}

/** A key that has these literal values. */
export function present(...values: readonly string[]): KeyState {
  return { kind: 'values', values: values.map((value) => ({ exact: value, wide: value, holes: [], variables: [] })) }
}

/** A context from names and states; the rest is open. */
export function context(keys: Readonly<Record<string, KeyState>> = {}, rest: KeyState = open): RequestContext {
  const lower = Object.entries(keys).map(([name, state]) => [name.toLowerCase(), state] as const)
  return { keys: new Map(lower), rest, aim: 'satisfy' }
}

/** The same request with some keys set otherwise. */
export function withKeys(base: RequestContext, keys: Readonly<Record<string, KeyState>>): RequestContext {
  const merged = new Map(base.keys)
  for (const [name, state] of Object.entries(keys)) merged.set(name.toLowerCase(), state)
  return { ...base, keys: merged }
}

/** The same request, seen by a caller who wants a Deny not to hold. */
export function avoiding(base: RequestContext): RequestContext {
  if (base.aim === 'avoid') return base
  let found = avoided.get(base)
  if (!found) {
    found = { ...base, aim: 'avoid' }
    avoided.set(base, found)
  }
  return found
}

const avoided = new WeakMap<RequestContext, RequestContext>()

let floor: number | undefined

/** Now is not before the day of the tables, which is all that is sure without asking a clock. */
function now(): number {
  floor ??= Date.parse(dataVersion())
  return floor
}

/** Clock times, which are the same for everyone. */
function clock(): Record<string, KeyState> {
  return { 'aws:CurrentTime': { kind: 'since', time: now() }, 'aws:EpochTime': { kind: 'since', time: now() } }
}

let opened: RequestContext | undefined

/** A request of a principal of whom only his own account and policies are known; keys of the request are open. */
export function openRequest(): RequestContext {
  opened ??= context({ ...clock(), 'aws:TokenIssueTime': { kind: 'since', time: now(), optional: true } })
  return opened
}

/**
 * The two worlds without MFA: long-term access keys carry no MFA keys at all, and a session without MFA says `false`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export function worldsWithoutMfa(): readonly WorldOf<'long-term key' | 'session'>[] {
  withoutMfa ??= buildWithoutMfa()
  return withoutMfa
}

interface WorldOf<Name> {
  readonly name: Name
  readonly request: RequestContext
}

let withoutMfa: readonly WorldOf<'long-term key' | 'session'>[] | undefined

function buildWithoutMfa(): readonly WorldOf<'long-term key' | 'session'>[] {
  const age = { 'aws:MultiFactorAuthAge': absent }
  return [
    {
      name: 'long-term key',
      request: context({ ...clock(), ...age, 'aws:MultiFactorAuthPresent': absent, 'aws:TokenIssueTime': absent }),
    },
    {
      name: 'session',
      request: context({
        ...clock(),
        ...age,
        'aws:MultiFactorAuthPresent': present('false'),
        'aws:TokenIssueTime': { kind: 'since', time: now() },
      }),
    },
  ]
}

/** Keys whose value is whatever the caller sends, or of which he may have as many sorts as he likes in his own account. */
const chosenByCaller = [
  'aws:referer',
  'aws:UserAgent',
  'aws:SecureTransport',
  'aws:RequestedRegion',
  'aws:RequestTag/*',
  'aws:TagKeys',
  'aws:username',
  'aws:PrincipalType',
  'aws:PrincipalTag/*',
  'aws:SourceIdentity',
  'aws:MultiFactorAuthPresent',
  'aws:MultiFactorAuthAge',
  'aws:TokenIssueTime',
  'sts:RoleSessionName',
  'sts:SourceIdentity',
  'sts:TransitiveTagKeys',
  'sns:Protocol',
  'sns:Endpoint',
  's3:prefix',
  's3:delimiter',
  's3:max-keys',
  's3:TlsVersion',
  's3:signatureversion',
  's3:signatureAge',
  's3:authType',
  's3:VersionId',
  'kms:EncryptionContextKeys',
  'kms:GranteePrincipal',
  'kms:GrantOperations',
  'kms:GrantConstraintType',
  'kms:GrantIsForAWSResource',
  'kms:RetiringPrincipal',
  'kms:EncryptionAlgorithm',
  'kms:SigningAlgorithm',
  'lambda:FunctionUrlAuthType',
  'lambda:InvokedViaFunctionUrl',
  'secretsmanager:VersionStage',
  'es:*',
] as const

/** An account that is nobody's, for the stranger in the worlds below. */
export const strangerAccount = '000000000000'
const strangerOrganization = 'o-0000000000'

/**
 * What an outsider's request looks like: who he is, is his own affair and none of the estate's; what he sends, he
 * chooses. Two worlds: an anonymous caller, and a principal of an account that nothing in the policy names.
 */
export function worldsOfStrangers(): readonly WorldOf<'anonymous' | 'account'>[] {
  strangers ??= buildStrangers()
  return strangers
}

let strangers: readonly WorldOf<'anonymous' | 'account'>[] | undefined

function buildStrangers(): readonly WorldOf<'anonymous' | 'account'>[] {
  const chosen = Object.fromEntries(chosenByCaller.map((key) => [key, { kind: 'free' } as KeyState]))
  const network: Record<string, KeyState> = {
    'aws:SourceIp': { kind: 'free', required: true, outside: true },
    'aws:VpcSourceIp': { kind: 'free', outside: true },
    'aws:SourceVpc': { kind: 'free', glob: glob('vpc-stranger') },
    'aws:SourceVpce': { kind: 'free', glob: glob('vpce-stranger') },
    'aws:SourceVpcArn': { kind: 'free', glob: glob(`arn:aws:ec2:*:${strangerAccount}:vpc/vpc-stranger`) },
    'aws:VpceAccount': { kind: 'free', glob: strangerAccount },
    'aws:VpceOrgID': { kind: 'free', glob: strangerOrganization },
    'aws:VpceOrgPaths': { kind: 'free', glob: glob(`${strangerOrganization}/*`) },
    // A mount target stands in a subnet, so that who is not in that network does not come by it, says EFS of `public`:
    // https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
    'elasticfilesystem:AccessedViaMountTarget': present('false'),
    'aws:SourceArn': absent,
    'aws:SourceAccount': absent,
    'aws:SourceOwner': absent,
    'aws:SourceOrgID': absent,
    'aws:SourceOrgPaths': absent,
    'aws:PrincipalIsAWSService': present('false'),
    'aws:PrincipalServiceName': absent,
    'aws:PrincipalServiceNamesList': absent,
  }
  const common = { ...clock(), ...chosen, ...network }
  return [
    { name: 'anonymous', request: context({ ...common, ...anonymous() }) },
    { name: 'account', request: context({ ...common, ...account() }) },
  ]
}

function anonymous(): Record<string, KeyState> {
  return {
    'aws:PrincipalOrgID': absent,
    'aws:PrincipalOrgPaths': absent,
    'aws:PrincipalAccount': absent,
    'aws:PrincipalArn': absent,
    'aws:PrincipalTag/*': absent,
    'aws:username': absent,
    'aws:MultiFactorAuthPresent': absent,
    'aws:MultiFactorAuthAge': absent,
    'aws:TokenIssueTime': absent,
    'aws:userid': present('anonymous'),
    'aws:ViaAWSService': present('false'),
    'aws:CalledVia': absent,
    'aws:CalledViaFirst': absent,
    'aws:CalledViaLast': absent,
    'kms:ViaService': absent,
    'kms:CallerAccount': absent,
  }
}

/**
 * Services call others in the name of whoever asks them, so that a stranger too comes by S3 or Athena if he likes:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
function byService(): Record<string, KeyState> {
  const service: KeyState = { kind: 'free', glob: glob('*.amazonaws.com') }
  return {
    'aws:ViaAWSService': { kind: 'free', required: true },
    'aws:CalledVia': service,
    'aws:CalledViaFirst': service,
    'aws:CalledViaLast': service,
    'kms:ViaService': service,
  }
}

function account(): Record<string, KeyState> {
  return {
    ...byService(),
    'aws:PrincipalOrgID': { kind: 'free', glob: strangerOrganization },
    'aws:PrincipalOrgPaths': { kind: 'free', glob: glob(`${strangerOrganization}/*`) },
    'aws:PrincipalAccount': { kind: 'free', required: true, glob: strangerAccount },
    'aws:PrincipalArn': { kind: 'free', required: true, glob: glob(`arn:aws:iam::${strangerAccount}:*`) },
    // The id of a stranger's user or role is AWS's to give; only the session's name after the colon is his.
    'aws:userid': { kind: 'free', required: true, glob: glob('AROASTRANGERSTRANGER0:*') },
    'kms:CallerAccount': { kind: 'free', required: true, glob: strangerAccount },
  }
}
