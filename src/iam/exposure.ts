import type { TrustZone } from '../model/iam'
import type { Condition, PolicyDocument, PrincipalEntry, Statement } from '../model/policy'
import { type Answer, type Hole, holes } from '../model/value'
import { elementActions, isSubset } from './action'
import { conditionsOf } from './condition'
import { describeCondition, type Restriction, restrictionsOf } from './condition-scope'
import { avoiding, type RequestContext, worldsOfStrangers } from './context'
import { globContains } from './glob'
import { isOwnAccount, namesEveryone, type ParsedPrincipal, parsePrincipal } from './principal'
import { serviceOfAccount } from './service-accounts'
import { hasVariables, resourcePatterns } from './statement'

/**
 * Who beyond the account can use what a resource policy allows.
 * - `public`: anyone
 * - `cross-account`: principals of accounts that the zone of trust does not have
 * - `organization`: everyone of an organization, where the policy names no account
 * - `service`: AWS services · `federated`: an identity provider's users · `network`: whoever comes from a network
 * - `none`: nobody beyond the account and the accounts that are trusted
 */
export type ExposureVerdict = 'public' | 'cross-account' | 'organization' | 'network' | 'federated' | 'service' | 'none'

/** Gravest first. */
const gravity: readonly ExposureVerdict[] = [
  'public',
  'cross-account',
  'organization',
  'network',
  'federated',
  'service',
  'none',
]

export interface Exposure {
  readonly verdict: ExposureVerdict
  /** `unknown` when holes, or not knowing which accounts are one's own, stand between this and certainty. */
  readonly certainty: 'yes' | 'unknown'
  readonly statement: Statement
  /** The entries that it is about; empty for NotPrincipal. */
  readonly principals: readonly PrincipalEntry[]
  /** Twelve-digit ids, `o-...`, service names: whom the verdict is about, as far as the policy says. */
  readonly accounts: readonly string[]
  readonly organizations: readonly string[]
  readonly services: readonly string[]
  /** Conditions that keep strangers out. */
  readonly restrictions: readonly Restriction[]
  /** All other conditions of the statement. */
  readonly residual: readonly Condition[]
  readonly holes: readonly Hole[]
}

/** Every way in that a resource (or trust) policy opens, gravest first; one for each statement and verdict. */
export function exposure(document: PolicyDocument, zone: TrustZone): Exposure[] {
  const found: Exposure[] = []
  for (const statement of document.statements) {
    if (statement.effect !== 'Allow' || !statement.principals) continue
    const denies = deniesOfStrangers(statement, document)
    if (denies.some((deny) => deny.conditions.length === 0)) continue
    found.push(...statementExposure(statement, document, zone, denies))
  }
  return found.sort((one, other) => gravity.indexOf(one.verdict) - gravity.indexOf(other.verdict))
}

function statementExposure(
  statement: Statement,
  document: PolicyDocument,
  zone: TrustZone,
  denies: readonly Statement[],
): Exposure[] {
  const found: Exposure[] = []
  const restrictions = [...restrictionsOf(statement.conditions, document), ...restrictionsOfDenies(denies)]
  if (namesEveryone(statement)) found.push(everyone(statement, document, zone, restrictions))
  const groups = new Map<ExposureVerdict, ParsedPrincipal[]>()
  for (const entry of statement.principals?.negated ? [] : (statement.principals?.entries ?? [])) {
    const parsed = parsePrincipal(entry, zone)
    if (parsed.kind === 'everyone') continue
    const verdict = verdictOf(parsed, zone)
    groups.set(verdict, [...(groups.get(verdict) ?? []), parsed])
  }
  for (const [verdict, members] of groups) found.push(named(verdict, members, statement, restrictions, zone))
  return found
}

function verdictOf(principal: ParsedPrincipal, zone: TrustZone): ExposureVerdict {
  if (principal.kind === 'service') return 'service'
  if (principal.kind === 'federated') return 'federated'
  if (principal.kind === 'unique-id') return 'none'
  if (isServiceOwned(principal)) return 'service'
  if (principal.kind === 'canonical-user') return principal.own === 'yes' ? 'none' : 'cross-account'
  if (principal.own === 'yes') return 'none'
  if (principal.account !== undefined && zone.trustedAccounts.includes(principal.account)) return 'none'
  return principal.kind === 'unknown' ? 'none' : 'cross-account'
}

const serviceHole = /(?:aws_cloudfront_origin_access_identity|aws_(?:elb|redshift|cloudtrail)_service_account)\./

/** CloudFront's origin access identities, and the accounts of AWS's own services. */
function isServiceOwned({ entry, account, holes }: ParsedPrincipal): boolean {
  if (account !== undefined && serviceOfAccount(account) !== undefined) return true
  const first = entry.value.parts[0]
  if (first?.kind === 'chunk' && /^arn:[^:]*:iam::cloudfront:/.test(first.text)) return true
  return holes.some(
    ({ expression, symbol }) =>
      symbol?.type === 'AWS::CloudFront::CloudFrontOriginAccessIdentity' ||
      serviceHole.test(`${symbol?.type ?? ''}. ${expression}`),
  )
}

function named(
  verdict: ExposureVerdict,
  members: readonly ParsedPrincipal[],
  statement: Statement,
  restrictions: readonly Restriction[],
  zone: TrustZone,
): Exposure {
  const accounts = members.flatMap((member) => (member.account === undefined ? [] : [member.account]))
  const sure = verdict !== 'cross-account' || members.some((member) => member.own === 'no')
  const scoped = restrictions.filter(
    (restriction) => restriction.scope === 'organization' || restriction.scope === 'account',
  )
  const trusted = verdict === 'cross-account' && scoped.some((restriction) => isTrusted(restriction, zone))
  return {
    verdict: trusted ? 'none' : verdict,
    certainty: sure ? 'yes' : 'unknown',
    statement,
    principals: members.map((member) => member.entry),
    accounts: [...new Set(accounts)],
    organizations: organizationsOf(restrictions),
    services: members.filter((member) => member.kind === 'service').map((member) => textOf(member.entry)),
    restrictions,
    residual: without(statement.conditions, restrictions),
    holes: members.flatMap((member) => member.holes),
  }
}

/** Whether all that a restriction lets in belongs to the zone of trust. */
function isTrusted(restriction: Restriction, zone: TrustZone): boolean {
  const isOwn = (id: string): boolean =>
    restriction.scope === 'organization'
      ? zone.organizations.includes(id)
      : zone.accounts.includes(id) || zone.trustedAccounts.includes(id)
  return restriction.values.length > 0 && restriction.values.every((value) => isOwn(value.split('/')[0] as string))
}

function everyone(
  statement: Statement,
  document: PolicyDocument,
  zone: TrustZone,
  restrictions: readonly Restriction[],
): Exposure {
  const answer = restrictions.length > 0 ? 'no' : strangersGetIn(statement, document)
  const unknown = answer === 'unknown' ? conditionsOf(statement, hasVariables(document), openWorld()).holes : []
  const base = {
    statement,
    principals: statement.principals?.negated ? [] : (statement.principals?.entries ?? []),
    restrictions,
    residual: without(statement.conditions, restrictions),
    organizations: organizationsOf(restrictions),
    services: [],
    holes: unknown,
  }
  if (answer !== 'no')
    return { ...base, verdict: 'public', certainty: answer === 'yes' ? 'yes' : 'unknown', accounts: [] }
  return { ...base, ...restricted(restrictions, zone) }
}

function openWorld(): RequestContext {
  return (worldsOfStrangers()[1] as { request: RequestContext }).request
}

/** The verdict over everyone whom some condition restricts: by the narrowest of what it says of the caller. */
function restricted(
  restrictions: readonly Restriction[],
  zone: TrustZone,
): Pick<Exposure, 'verdict' | 'certainty' | 'accounts'> {
  const accounts = [...new Set(restrictions.flatMap(accountsOf))]
  const foreign = accounts.filter(
    (account) => !zone.accounts.includes(account) && !zone.trustedAccounts.includes(account),
  )
  const has = (scope: Restriction['scope']): boolean => restrictions.some((restriction) => restriction.scope === scope)
  if (accounts.length > 0) {
    const verdict = foreign.length > 0 ? 'cross-account' : 'none'
    return {
      verdict,
      certainty: foreign.length > 0 && zone.accounts.length === 0 ? 'unknown' : 'yes',
      accounts: foreign,
    }
  }
  if (has('account') || has('principal')) {
    const own = restrictions.some(({ condition }) =>
      condition.values.items.every((item) => holes(item).some(isOwnAccount)),
    )
    return { verdict: 'none', certainty: own ? 'yes' : 'unknown', accounts }
  }
  if (has('service')) return { verdict: 'service', certainty: 'yes', accounts }
  if (has('organization')) return { verdict: 'organization', certainty: 'yes', accounts }
  return { verdict: has('network') ? 'network' : 'none', certainty: 'yes', accounts }
}

/** Account ids in the values of a restriction: plain, or in ARNs. */
function accountsOf(restriction: Restriction): string[] {
  if (!['account', 'principal', 'service'].includes(restriction.scope)) return []
  return restriction.values.flatMap((value) => {
    if (/^\d{12}$/.test(value)) return [value]
    const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value)?.[1]
    return account === undefined ? [] : [account]
  })
}

function organizationsOf(restrictions: readonly Restriction[]): string[] {
  const values = restrictions
    .filter((restriction) => restriction.scope === 'organization')
    .flatMap(({ values }) => values)
  return [
    ...new Set(values.map((value) => value.split('/')[0] as string).filter((value) => /^o-[a-z0-9]+$/.test(value))),
  ]
}

function strangersGetIn(statement: Statement, document: PolicyDocument): Answer {
  const variables = hasVariables(document)
  const answers = worldsOfStrangers().map(({ request }) => conditionsOf(statement, variables, request).answer)
  return answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no'
}

/**
 * The Denies of the same document that keep strangers from an Allow: about everyone, over all its actions and
 * resources, with conditions that hold for every stranger.
 */
function deniesOfStrangers(allow: Statement, document: PolicyDocument): Statement[] {
  return document.statements
    .filter((deny) => deny.effect === 'Deny' && deny.guards.length === 0 && isAboutStrangers(deny))
    .filter((deny) => coversStatement(deny, allow, document) && deniesStrangers(deny, document))
}

/** What such Denies let in all the same, by their conditions: the mirror of an Allow's. */
function restrictionsOfDenies(denies: readonly Statement[]): Restriction[] {
  return denies
    .flatMap((deny) => deny.conditions.map(describeCondition))
    .filter((restriction) => restriction.scope !== 'request' && restriction.scope !== 'caller')
}

function isAboutStrangers(deny: Statement): boolean {
  const element = deny.principals
  if (!element) return false
  return element.negated || element.entries.some((entry) => textOf(entry) === '*')
}

function deniesStrangers(deny: Statement, document: PolicyDocument): boolean {
  const variables = hasVariables(document)
  if (deny.conditions.length === 0) return !deny.principals?.negated
  return worldsOfStrangers().every(({ request }) => conditionsOf(deny, variables, avoiding(request)).answer === 'yes')
}

function coversStatement(deny: Statement, allow: Statement, document: PolicyDocument): boolean {
  if (!isSubset(elementActions(allow.actions), elementActions(deny.actions))) return false
  if (deny.actions?.negated && deny.actions.unknown.length > 0) return false
  if (deny.resources?.negated || allow.resources?.negated) return false
  const variables = hasVariables(document)
  const denied = resourcePatterns(deny, variables)
  return resourcePatterns(allow, variables).every((inner) =>
    denied.some((outer) => globContains(outer.exact, inner.exact)),
  )
}

function textOf(entry: PrincipalEntry): string {
  return entry.value.parts.map((part) => (part.kind === 'chunk' ? part.text : `\${${part.expression}}`)).join('')
}

function without(conditions: readonly Condition[], restrictions: readonly Restriction[]): readonly Condition[] {
  return conditions.filter((condition) => !restrictions.some((restriction) => restriction.condition === condition))
}
