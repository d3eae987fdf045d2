import type { Identity, TrustZone } from '../model/iam'
import type { PrincipalElement, PrincipalEntry, Statement } from '../model/policy'
import type { Resource } from '../model/resource'
import type { Answer, Hole, ResourceSymbol, Text } from '../model/value'
import { any, globContains, globsOverlap, one } from './glob'
import { asValue, type Pattern, patternOf } from './text'

/**
 * Who is meant by a Principal element.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type PrincipalKind =
  /** `*`, in any of its spellings: everyone, anonymous callers included. */
  | 'everyone'
  /** A whole account: `arn:aws:iam::111122223333:root`, or its twelve digits. */
  | 'account'
  /** An IAM user, a role, or a session: an ARN of `iam` or `sts`. */
  | 'identity'
  /** A unique id (`AROA...`): a principal that has been deleted. */
  | 'unique-id'
  | 'service'
  | 'federated'
  | 'canonical-user'
  /** A hole stands for it, or a key or value that AWS does not know. */
  | 'unknown'

export interface ParsedPrincipal {
  readonly kind: PrincipalKind
  readonly entry: PrincipalEntry
  /** Twelve digits, where the text says them. */
  readonly account: string | undefined
  /** The holes that keep it from being known. */
  readonly holes: readonly Hole[]
  /** Whether it belongs to the account of the code itself, by its symbol, its hole, or the zone of trust. */
  readonly own: Answer
}

/** `arn:...:iam::<account>:...` and `arn:...:sts::<account>:...` */
const arnForm = /^arn:[^:]*:(?:iam|sts)::([^:]*):(.+)$/s

/** One entry of a Principal element. */
export function parsePrincipal(entry: PrincipalEntry, zone: TrustZone): ParsedPrincipal {
  const pattern = patternOf(entry.value, asValue)
  const holes = pattern.holes
  const of = (kind: PrincipalKind, account?: string, own: Answer = 'no'): ParsedPrincipal => ({
    kind,
    entry,
    account,
    holes,
    own,
  })
  if (entry.type === 'Service') return of(holes.length > 0 ? 'unknown' : 'service')
  if (entry.type === 'Federated') return of('federated')
  if (entry.type === 'CanonicalUser') {
    const own = holes.some((hole) => /(?:^|\.)aws_canonical_user_id\./.test(hole.expression))
    return of('canonical-user', undefined, own ? 'yes' : 'unknown')
  }
  if (entry.type !== 'AWS' && entry.type !== '*') return of('unknown', undefined, 'unknown')
  const text = pattern.exact
  if (text === '*') return of('everyone')
  const symbol = symbolOf(entry.value)
  if (symbol) return of('identity', undefined, 'yes')
  if (/^\d{12}$/.test(text)) return of('account', text, inZone(text, zone))
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(text)) return of('unique-id', undefined, 'unknown')
  const arn = arnForm.exec(text)
  if (!arn) return onlyAccountHole(entry.value) ? of('account', undefined, 'yes') : of('unknown', undefined, 'unknown')
  const written = arn[1] as string
  const account = /^\d{12}$/.test(written) ? written : undefined
  const kind: PrincipalKind = arn[2] === 'root' ? 'account' : 'identity'
  if (account !== undefined) return of(kind, account, inZone(account, zone))
  return of(kind, undefined, holes.some(isOwnAccount) ? 'yes' : 'unknown')
}

function inZone(account: string, zone: TrustZone): Answer {
  if (zone.accounts.includes(account)) return 'yes'
  // With no account of one's own configured, nobody knows whether this one is.
  return zone.accounts.length === 0 ? 'unknown' : 'no'
}

/** The symbol that a text is, where it is nothing else: `aws_iam_role.x.arn`. */
export function symbolOf(text: Text): NonNullable<Hole['symbol']> | undefined {
  const only = text.parts.length === 1 ? text.parts[0] : undefined
  return only?.kind === 'hole' ? only.symbol : undefined
}

/** A hole that stands for the account that the code is deployed to. */
export function isOwnAccount(hole: Hole): boolean {
  return (
    hole.expression === 'AWS::AccountId' ||
    /(?:^|\.)aws_caller_identity\.[\w-]+(?:\[\d+\])?\.account_id$/.test(hole.expression)
  )
}

function onlyAccountHole(text: Text): boolean {
  const only = text.parts.length === 1 ? text.parts[0] : undefined
  return only?.kind === 'hole' && isOwnAccount(only)
}

/** The ARN of a principal in code, as what policies would have to name. */
export interface IdentityName {
  readonly identity: Identity
  /** With the account and partition that nobody knows as any account: `arn:aws:iam::????????????:role/path/name`. */
  readonly arn: Pattern
  /** Its name and path are known. */
  readonly known: boolean
}

/** Twelve characters: no account in particular, and not `aws`. */
export const anyAccount = one.repeat(12)

/** A pattern with the account that it spells out, or that a hole stands for, as any account. */
export function anywhere(pattern: Pattern): string {
  return pattern.exact.replace(/^(arn:[^:]*:iam::)(?:\d{12}|\uE002..)(?=:)/s, `$1${anyAccount}`)
}

const names = new WeakMap<Identity, IdentityName>()

/** The ARN of a user, group or role; a permission set's role has a name that AWS makes. */
export function identityName(identity: Identity): IdentityName {
  let found = names.get(identity)
  if (!found) {
    found = buildName(identity)
    names.set(identity, found)
  }
  return found
}

function buildName(identity: Identity): IdentityName {
  const name = patternOf(identity.name, asValue)
  if (identity.kind === 'permission-set') {
    const reserved = `arn:aws:iam::${anyAccount}:role/aws-reserved/sso.amazonaws.com/${any}AWSReservedSSO_`
    const exact = `${reserved}${name.exact}_${one.repeat(16)}`
    return {
      identity,
      arn: { exact, wide: `${reserved}${name.wide}_${any}`, holes: name.holes, variables: [] },
      known: false,
    }
  }
  const path = identity.path ? patternOf(identity.path, asValue) : undefined
  const prefix = `arn:aws:iam::${anyAccount}:${identity.kind}`
  const exact = `${prefix}${path?.exact ?? '/'}${name.exact}`
  const wide = `${prefix}${path?.wide ?? '/'}${name.wide}`
  return { identity, arn: { exact, wide, holes: name.holes, variables: [] }, known: exact === wide }
}

/**
 * Whether a pattern (of a Resource element, a Principal, a condition on an ARN) names a principal in code. The code's
 * account is taken for whichever account the pattern spells out: code seldom says its own. `actor` is who asks, whose
 * name `${aws:username}` is.
 */
export function namesIdentity(pattern: Pattern, identity: Identity, actor?: Identity): Answer {
  if (pattern.exact === any) return 'yes'
  const symbol = patternSymbol(pattern)
  if (symbol) {
    if (isSymbolOf(symbol, identity.resource)) return 'yes'
    return isIamSymbol(symbol.type) ? 'no' : 'unknown'
  }
  if (pattern.variables.includes('aws:username')) return namesSelf(pattern, identity, actor)
  const name = identityName(identity)
  const meant = inOwnAccount(pattern)
  if (globsOverlap(meant, name.arn.exact))
    return name.known || globContains(meant, name.arn.wide) ? 'yes' : nearly(meant, name)
  if (pattern.exact === pattern.wide && name.known) return 'no'
  return globsOverlap(pattern.wide, name.arn.wide) ? 'unknown' : 'no'
}

/** A pattern with the account that it spells out, or that it has from its own deployment, as any account. */
function inOwnAccount(pattern: Pattern): string {
  const [first] = pattern.holes
  const isHole = /^arn:[^:]*:iam::\uE002/.test(pattern.exact)
  return !isHole || (first && isOwnAccount(first)) ? anywhere(pattern) : pattern.exact
}

/** `arn:aws:iam::*:user/${aws:username}` is the caller himself, if he is a user. */
function namesSelf(pattern: Pattern, identity: Identity, actor: Identity | undefined): Answer {
  if (actor !== identity || actor.kind !== 'user') return 'no'
  return globsOverlap(pattern.wide, identityName(identity).arn.wide) ? 'yes' : 'no'
}

/** Whether a symbol is an attribute of a resource (whichever: its ARN, its id, its name). */
export function isSymbolOf(symbol: ResourceSymbol, resource: Resource): boolean {
  return symbol.address === resource.address && symbol.id.startsWith(`${resource.scope}|`)
}

/** The symbol that a pattern is, where it is nothing else. */
export function patternSymbol(pattern: Pattern): ResourceSymbol | undefined {
  return pattern.exact.length === 3 && pattern.holes.length === 1 ? pattern.holes[0]?.symbol : undefined
}

/** A name with a hole in it: the same hole on both sides is the same name. */
function nearly(meant: string, name: IdentityName): Answer {
  return meant.endsWith(lastPart(name.arn.exact)) || globContains(meant, name.arn.exact) ? 'yes' : 'unknown'
}

const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

const isIamSymbol = (type: string): boolean => /^(?:aws_iam_|AWS::IAM::)/.test(type)

/** Whether a Principal element names a principal in code: himself, a session of his, or everyone. Not his account. */
export function elementNamesIdentity(element: PrincipalElement, identity: Identity): Answer {
  let found: Answer = element.unknown.length > 0 ? 'unknown' : 'no'
  for (const entry of element.entries) {
    if (entry.type !== 'AWS' && entry.type !== '*') continue
    const pattern = patternOf(entry.value, asValue)
    const answer = pattern.exact === '*' ? 'yes' : namesIdentity(pattern, identity)
    if (answer === 'yes') {
      found = 'yes'
      break
    }
    if (answer === 'unknown') found = 'unknown'
  }
  if (!element.negated || found === 'unknown') return found
  return found === 'yes' ? 'no' : 'yes'
}

/** Whether a Principal element hands access to the code's own account as a whole, so that its IAM policies decide. */
export function elementNamesOwnAccount(element: PrincipalElement, zone: TrustZone): Answer {
  if (element.negated) return 'no'
  let found: Answer = 'no'
  for (const entry of element.entries) {
    const parsed = parsePrincipal(entry, zone)
    if (parsed.kind !== 'account') continue
    if (parsed.own === 'yes') return 'yes'
    if (parsed.own === 'unknown') found = 'unknown'
  }
  return found
}

/** `ec2.amazonaws.com.cn` and `logs.eu-west-1.amazonaws.com` are `ec2.amazonaws.com` and `logs.amazonaws.com`. */
export function normalService(service: string): string {
  return service
    .toLowerCase()
    .replace(/\.amazonaws\.com\.cn$/, '.amazonaws.com')
    .replace(/\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com$/, '.amazonaws.com')
}

/** Whether a statement has a Principal element that names everyone, `NotPrincipal` of an Allow included. */
export function namesEveryone(statement: Statement): boolean {
  const element = statement.principals
  if (!element) return false
  if (element.negated) return statement.effect === 'Allow'
  return element.entries.some(
    (entry) => (entry.type === 'AWS' || entry.type === '*') && patternOf(entry.value, asValue).exact === '*',
  )
}
