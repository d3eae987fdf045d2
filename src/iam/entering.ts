import type { IamModel, Identity, Role, TrustZone } from '../model/iam'
import { emptyModel } from '../model/iam'
import type { PrincipalElement, Statement } from '../model/policy'
import type { Region } from './region'
import { actionValue } from './action'
import { openRequest } from './context'
import { elementNamesOwnAccount, namesEveryone, normalService, patternSymbol } from './principal'
import { identitiesNamed, reachOf, sameScope } from './reach'
import { asValue, patternOf } from './text'
import { statementVerdict } from './statement'

/** A role that somebody may enter, and the statement of its trust policy that lets him. */
export interface Entrance {
  readonly role: Role
  readonly statement: Statement
  /** False when it trusts an account of which nobody knows whether it is the code's own. */
  readonly sure: boolean
}

const assume = actionValue('sts:AssumeRole')

/** The Allow statements of a role's trust policy that let someone call `sts:AssumeRole`, conditions permitting. */
function openings(role: Role): Statement[] {
  const document = role.trust?.document
  if (!document) return []
  const request = openRequest()
  const speaking = document.statements.filter(
    (statement) => statement.principals && statementVerdict(statement, document, assume, request).answer !== 'no',
  )
  const closed = speaking.some(
    (statement) =>
      statement.effect === 'Deny' &&
      namesEveryone(statement) &&
      statementVerdict(statement, document, assume, request).answer === 'yes',
  )
  return closed ? [] : speaking.filter((statement) => statement.effect === 'Allow')
}

/** What the trust policies of a model's roles say, gathered once. */
export interface TrustIndex {
  readonly model: IamModel
  /** Roles that let the whole account in, its IAM policies deciding who. */
  readonly byAccount: ReadonlyMap<Identity, Entrance>
  /** Roles that name a principal, by him. */
  readonly byName: ReadonlyMap<Identity, readonly Entrance[]>
  /** Roles that anyone may enter. */
  readonly byEveryone: readonly Entrance[]
  /** Roles that an AWS service may assume, by its name as `normalService` gives it. */
  readonly byService: ReadonlyMap<string, readonly Entrance[]>
}

export const noTrust: TrustIndex = {
  model: emptyModel(),
  byAccount: new Map(),
  byName: new Map(),
  byEveryone: [],
  byService: new Map(),
}

/** Every opening of every role of a model. */
export function trustIndex(model: IamModel, zone: TrustZone): TrustIndex {
  const byAccount = new Map<Identity, Entrance>()
  const byName = new Map<Identity, Entrance[]>()
  const byEveryone: Entrance[] = []
  const byService = new Map<string, Entrance[]>()
  for (const role of model.roles) {
    for (const statement of openings(role)) {
      const element = statement.principals
      if (!element) continue
      if (namesEveryone(statement)) byEveryone.push({ role, statement, sure: true })
      const own = elementNamesOwnAccount(element, zone)
      if (own === 'yes' || (own === 'unknown' && !byAccount.has(role))) {
        byAccount.set(role, { role, statement, sure: own === 'yes' })
      }
      for (const identity of namedBy(element, role, model)) push(byName, identity, { role, statement, sure: true })
      for (const service of servicesOf(element)) push(byService, service, { role, statement, sure: true })
    }
  }
  return { model, byAccount, byName, byEveryone, byService }
}

function push<K>(map: Map<K, Entrance[]>, key: K, entrance: Entrance): void {
  const list = map.get(key)
  if (list) list.push(entrance)
  else map.set(key, [entrance])
}

function servicesOf(element: PrincipalElement): Set<string> {
  const named = element.negated ? [] : element.entries.filter((entry) => entry.type === 'Service')
  return new Set(named.map((entry) => normalService(patternOf(entry.value, asValue).exact)))
}

function namedBy(element: PrincipalElement, role: Role, model: IamModel): Identity[] {
  if (element.negated) return []
  const named = element.entries.filter((entry) => entry.type === 'AWS').map((entry) => patternOf(entry.value, asValue))
  return named.flatMap((pattern) => {
    const identities = identitiesNamed(pattern, model)
    return patternSymbol(pattern) ? identities : identities.filter((identity) => sameScope(identity, role))
  })
}

/**
 * The roles that a principal may enter: those that name him, and those that trust the account where `region` (of his
 * grants of `sts:AssumeRole`) names them.
 */
export function entrancesOf(identity: Identity, region: Region, index: TrustIndex): Entrance[] {
  const found = new Map<Role, Entrance>()
  const add = (entrance: Entrance): void => {
    if (entrance.role !== identity && !found.has(entrance.role)) found.set(entrance.role, entrance)
  }
  for (const entrance of index.byName.get(identity) ?? []) add(entrance)
  const near = (entrances: Iterable<Entrance>): void => {
    for (const entrance of entrances) if (sameScope(entrance.role, identity)) add(entrance)
  }
  near(index.byEveryone)
  if (region.length === 0 || index.byAccount.size === 0) return [...found.values()]
  const reach = reachOf(region, 'role', index.model, identity)
  if (reach.all) near(index.byAccount.values())
  for (const role of reach.named) {
    const entrance = index.byAccount.get(role)
    if (entrance) add(entrance)
  }
  return [...found.values()]
}

/** The statement of a role's trust policy that lets an AWS service assume it; undefined when none does for certain. */
export function serviceTrust(role: Role, service: string, index: TrustIndex): Statement | undefined {
  return index.byService.get(normalService(service))?.find((entrance) => entrance.role === role)?.statement
}
