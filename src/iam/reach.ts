import type { IamModel, Identity, IdentityKind, Policy } from '../model/iam'
import { property, type Resource } from '../model/resource'
import type { Answer } from '../model/value'
import { all as every, any as some, asText, not } from '../model/value'
import { any, globContains, globsOverlap, isLiteral } from './glob'
import { anyAccount, anywhere, isSymbolOf, namesIdentity, patternSymbol } from './principal'
import type { Clause, Region } from './region'
import { asValue, type Pattern, patternOf } from './text'

/** What a region of resources means for the principals (or policies) of a model. */
export interface Reach {
  /** All of that kind in the account, those that this code does not declare included. */
  readonly all: boolean
  /** Those of the model that it names for certain. */
  readonly named: readonly Identity[]
  /** It names, or may name, some that this code does not declare. */
  readonly others: boolean
}

type Kind = 'user' | 'role' | 'group' | 'policy'

const generic = (kind: Kind): string => `arn:aws:iam::${anyAccount}:${kind}/${any}`

/** Whether a clause is about all of a kind, some, or none. */
function clauseReach(clause: Clause, kind: Kind): 'all' | 'some' | 'none' {
  const whole = generic(kind)
  if (clause.none.some((pattern) => globContains(anywhere(pattern), whole))) return 'none'
  let found: 'all' | 'some' = 'all'
  for (const pattern of clause.all) {
    const symbol = patternSymbol(pattern)
    if (symbol && !isSymbolOfKind(symbol.type, kind)) return 'none'
    if (globContains(anywhere(pattern), whole)) continue
    const known = pattern.exact === pattern.wide ? anywhere(pattern) : pattern.wide
    if (!globsOverlap(known, whole)) return 'none'
    found = 'some'
  }
  return found
}

function isSymbolOfKind(type: string, kind: Kind): boolean {
  return (
    type
      .toLowerCase()
      .replaceAll('_', '')
      .replaceAll('::', '')
      .endsWith(`iam${kind === 'policy' ? '' : kind}`) ||
    (kind === 'policy' && /policy$/i.test(type))
  )
}

/** What a region means for users, roles or groups of a model, asked by `actor`. */
export function reachOf(
  region: Region,
  kind: Exclude<Kind, 'policy'>,
  model: IamModel,
  actor: Identity | undefined,
): Reach {
  const clauses = region
    .map((clause) => ({ clause, reach: clauseReach(clause, kind) }))
    .filter(({ reach }) => reach !== 'none')
  if (clauses.some(({ reach }) => reach === 'all')) return { all: true, named: [], others: true }
  const named = new Set<Identity>()
  let others = false
  for (const { clause } of clauses) {
    const candidates = candidatesOf(clause, kind, model).filter((identity) => !actor || isNear(clause, identity, actor))
    const found = candidates.filter((identity) => clauseNames(clause, identity, actor) === 'yes')
    for (const identity of found) named.add(identity)
    if (found.length === 0 || clause.all.some((pattern) => !isLiteral(pattern.exact))) {
      others ||= !clause.all.some(
        (pattern) => pattern.variables.includes('aws:username') || (patternSymbol(pattern) && found.length > 0),
      )
    }
  }
  return { all: false, named: [...named], others }
}

/**
 * Names mean something within one root module, template or stack: another one may be another account's. A symbol means
 * its resource wherever it is.
 */
function isNear(clause: Clause, identity: Identity, actor: Identity): boolean {
  return sameScope(identity, actor) || clause.all.some((pattern) => patternSymbol(pattern) !== undefined)
}

/** Whether two principals belong to the same root module, template or stack. */
export function sameScope(one: Identity, other: Identity): boolean {
  return one.resource.scope === other.resource.scope
}

/** Whether a region names one principal. */
export function regionNames(region: Region, identity: Identity, actor: Identity | undefined): Answer {
  return some(region.map((clause) => clauseNames(clause, identity, actor)))
}

function clauseNames(clause: Clause, identity: Identity, actor: Identity | undefined): Answer {
  return every([
    ...clause.all.map((pattern) => namesIdentity(pattern, identity, actor)),
    ...clause.none.map((pattern) => not(namesIdentity(pattern, identity, actor))),
  ])
}

interface Names {
  readonly byName: ReadonlyMap<string, readonly Identity[]>
  readonly byAddress: ReadonlyMap<string, Identity>
  readonly lists: Readonly<Record<'user' | 'role' | 'group', readonly Identity[]>>
}

const indexes = new WeakMap<IamModel, Names>()

function namesOf(model: IamModel): Names {
  let found = indexes.get(model)
  if (!found) {
    const byName = new Map<string, Identity[]>()
    const byAddress = new Map<string, Identity>()
    for (const identity of [...model.users, ...model.roles, ...model.groups]) {
      const key = patternOf(identity.name, asValue).exact
      byName.set(key, [...(byName.get(key) ?? []), identity])
      byAddress.set(`${identity.resource.scope}|${identity.resource.address}`, identity)
    }
    found = { byName, byAddress, lists: { user: model.users, role: model.roles, group: model.groups } }
    indexes.set(model, found)
  }
  return found
}

/** The principals of a model that a Principal entry's pattern names for certain; no one for `*`. */
export function identitiesNamed(pattern: Pattern, model: IamModel): readonly Identity[] {
  const clause = { all: [pattern], none: [] }
  const kinds = ['user', 'role'] as const
  return kinds
    .flatMap((kind) => candidatesOf(clause, kind, model))
    .filter((identity) => namesIdentity(pattern, identity) === 'yes')
}

/** The principals that a clause can name at all: one by symbol or name where it spells one out, else all of the kind. */
function candidatesOf(clause: Clause, kind: 'user' | 'role' | 'group', model: IamModel): readonly Identity[] {
  const names = namesOf(model)
  for (const pattern of clause.all) {
    const symbol = patternSymbol(pattern)
    if (symbol) {
      const scope = symbol.id.slice(0, symbol.id.indexOf('|'))
      const identity = names.byAddress.get(`${scope}|${symbol.address}`)
      return identity && isOfKind(identity, kind) ? [identity] : []
    }
    const last = pattern.exact.slice(pattern.exact.lastIndexOf('/') + 1)
    if (isLiteral(last)) return (names.byName.get(last) ?? []).filter((identity) => isOfKind(identity, kind))
  }
  return names.lists[kind]
}

const isOfKind = (identity: Identity, kind: IdentityKind): boolean => identity.kind === kind

/** Whether a region holds the ARN of a managed policy in code. */
export function regionNamesPolicy(region: Region, policy: Policy): Answer {
  return some(
    region.map((clause) =>
      every([
        ...clause.all.map((pattern) => namesPolicy(pattern, policy)),
        ...clause.none.map((pattern) => not(namesPolicy(pattern, policy))),
      ]),
    ),
  )
}

/** Whether a region is about all managed policies of the account. */
export function reachesAllPolicies(region: Region): boolean {
  return region.some((clause) => clauseReach(clause, 'policy') === 'all')
}

/** Whether a region is about some managed policy that an account may have of its own. */
export function reachesPolicies(region: Region): boolean {
  return region.some((clause) => clauseReach(clause, 'policy') !== 'none')
}

function namesPolicy(pattern: Pattern, policy: Policy): Answer {
  if (pattern.exact === any) return 'yes'
  const symbol = patternSymbol(pattern)
  if (symbol) return isSymbolOf(symbol, policy.resource) ? 'yes' : 'no'
  if (!policy.name) return 'unknown'
  const name = patternOf(policy.name, asValue)
  const prefix = `arn:aws:iam::${anyAccount}:policy${pathOf(policy.resource)}`
  if (globsOverlap(pattern.exact, prefix + name.exact)) return 'yes'
  return globsOverlap(pattern.wide, prefix + name.wide) ? 'unknown' : 'no'
}

function pathOf(resource: Resource): string {
  const path = asText(property(resource, ['Path']))
  const literal = path ? patternOf(path, asValue).exact : '/'
  return literal.startsWith('/') ? literal : '/'
}
