import { worldsWithoutMfa } from '../iam/context'
import { findAction } from '../iam/data'
import { effectiveAccess } from '../iam/effective-access'
import { identityPolicies } from '../iam/identity'
import { assumedWithoutMfa } from '../iam/mfa'
import type { AccessDanger } from '../model/access-diff'
import type { IamModel, Identity, Role } from '../model/iam'
import type { PolicyDocument } from '../model/policy'
import { display } from '../model/value'
import type { Pair } from './pairs'
import type { Sides } from './principal-lines'
import { listed, nameOfIdentity } from './words'

/** What took MFA in the base and takes none in the head. Access that is new as a whole is told of as access. */
export function withoutMfaDangers({ base, head }: Pair<Identity>, sides: Sides): AccessDanger[] {
  if (!base || !head) return []
  const assumed = base.kind === 'role' && head.kind === 'role' ? trustDanger(base, head) : []
  const documents = identityPolicies(base, sides.base).sources.map(({ document }) => document)
  if (!documents.some(speaksOfMfa)) return assumed
  const before = actionsOf(base, sides.base)
  const after = actionsOf(head, sides.head)
  const lost = [...after.free].filter((action) => !before.free.has(action) && before.all.has(action))
  if (lost.length === 0) return assumed
  const text = `${nameOfIdentity(head)} may call ${listed(lost.sort(gravestFirst))} without MFA`
  return [...assumed, { kind: 'without-mfa', text, certainty: 'yes', at: head.resource.span }]
}

function trustDanger(base: Role, head: Role): AccessDanger[] {
  if (!base.trust || !speaksOfMfa(base.trust.document)) return []
  if (sureWays(base) > 0 || sureWays(head) === 0) return []
  const text = `${nameOfIdentity(head)} may be assumed without MFA`
  return [{ kind: 'without-mfa', text, certainty: 'yes', at: head.trust?.document.span ?? head.resource.span }]
}

const sureWays = (role: Role): number => assumedWithoutMfa(role).filter(({ certainty }) => certainty === 'yes').length

function speaksOfMfa(document: PolicyDocument): boolean {
  return document.statements.some(({ conditions }) =>
    conditions.some(({ key }) => /^aws:multifactorauth/i.test(display(key))),
  )
}

/** The actions that a principal may do for certain: at all, and in one of the worlds without MFA. */
function actionsOf(identity: Identity, model: IamModel): { all: ReadonlySet<string>; free: ReadonlySet<string> } {
  const free = new Set<string>()
  for (const { request } of worldsWithoutMfa()) {
    for (const grant of effectiveAccess(identity, model, request)) {
      if (grant.certainty !== 'yes' || grant.mayBeDenied.length > 0) continue
      for (const { service, name } of grant.actions) free.add(`${service}:${name}`)
    }
  }
  const all = effectiveAccess(identity, model).flatMap(({ actions }) => actions)
  return { all: new Set(all.map(({ service, name }) => `${service}:${name}`)), free }
}

/** By access level, then by name. */
function gravestFirst(one: string, other: string): number {
  const rank = (action: string): number => levels.indexOf(findAction(action)?.level ?? 'L')
  return rank(one) - rank(other) || (one < other ? -1 : 1)
}

const levels = ['P', 'W', 'T', 'R', 'L']
