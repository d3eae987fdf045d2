import type { IamModel, Identity, Role, TrustZone } from '../model/iam'
import { emptyModel } from '../model/iam'
import type { PrincipalElement, Statement } from '../model/policy'
import type { Region } from './region'
import { actionValue } from './action'
import { openRequest } from './context'
import { elementNamesOwnAccount, elementNamesService, namesEveryone } from './principal'
import { identitiesNamed, reachOf } from './reach'
import { asValue, patternOf } from './text'
import { statementVerdict } from './statement'

/** A role that somebody may enter, and the statement of its trust policy that lets him. */
export interface Entrance {
  readonly role: Role
  readonly statement: Statement
  /** True when the trust policy names him, so that he needs no permission of his own (same account). */
  readonly direct: boolean
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
}

export const noTrust: TrustIndex = { model: emptyModel(), byAccount: new Map(), byName: new Map(), byEveryone: [] }

/** Every opening of every role of a model. */
export function trustIndex(model: IamModel, zone: TrustZone): TrustIndex {
  const byAccount = new Map<Identity, Entrance>()
  const byName = new Map<Identity, Entrance[]>()
  const byEveryone: Entrance[] = []
  for (const role of model.roles) {
    for (const statement of openings(role)) {
      const element = statement.principals
      if (!element) continue
      if (namesEveryone(statement)) byEveryone.push({ role, statement, direct: true })
      else if (elementNamesOwnAccount(element, zone) !== 'no') byAccount.set(role, { role, statement, direct: false })
      for (const identity of namedBy(element, model)) {
        const list = byName.get(identity) ?? []
        if (list.length === 0) byName.set(identity, list)
        list.push({ role, statement, direct: true })
      }
    }
  }
  return { model, byAccount, byName, byEveryone }
}

function namedBy(element: PrincipalElement, model: IamModel): Identity[] {
  if (element.negated) return []
  const named = element.entries.filter((entry) => entry.type === 'AWS')
  return named.flatMap((entry) => identitiesNamed(patternOf(entry.value, asValue), model))
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
  for (const entrance of index.byEveryone) add(entrance)
  if (region.length === 0 || index.byAccount.size === 0) return [...found.values()]
  const reach = reachOf(region, 'role', index.model, identity)
  if (reach.all) for (const entrance of index.byAccount.values()) add(entrance)
  for (const role of reach.named) {
    const entrance = index.byAccount.get(role)
    if (entrance) add(entrance)
  }
  return [...found.values()]
}

/** The statement of a role's trust policy that lets an AWS service assume it; undefined when none does for certain. */
export function serviceTrust(role: Role, service: string): Statement | undefined {
  return openings(role).find(
    (statement) => statement.principals && elementNamesService(statement.principals, service) === 'yes',
  )
}
