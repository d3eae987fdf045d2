import type { IamModel, Identity, Role } from '../model/iam'
import type { Statement } from '../model/policy'
import { type Grant, grantsOf } from './access'
import { actionValue } from './action'
import { worldsWithoutMfa } from './context'
import { identityPolicies } from './identity'
import { statementVerdict } from './statement'

/** One of the two worlds without MFA: a long-term access key, or a session (console, `GetSessionToken`) without it. */
export type WorldWithoutMfa = 'long-term key' | 'session'

/** An action that is allowed without MFA. */
export interface AllowedWithoutMfa {
  readonly action: string
  readonly worlds: readonly WorldWithoutMfa[]
  /** The grants of the first of these worlds, each with its statement, source and residual conditions. */
  readonly grants: readonly Grant[]
  /** `unknown` when every grant rests on something in the code that nobody knows, or may be denied. */
  readonly certainty: 'yes' | 'unknown'
}

/**
 * Which of the given actions (`iam:CreateUser`) a principal may do, on any resource, without having used MFA. Asked in
 * the two worlds that matter: `aws:MultiFactorAuthPresent` absent, and `false`. Everything that he has counts: inline,
 * attached, groups, boundary; Allow minus Deny. Other conditions may remain: see `Grant.residual`.
 */
export function allowedWithoutMfa(
  identity: Identity,
  actions: readonly string[],
  model: IamModel,
): AllowedWithoutMfa[] {
  const policies = identityPolicies(identity, model)
  if (policies.sources.length === 0) return []
  const worlds = worldsWithoutMfa()
  // Without conditions the worlds do not differ.
  const documents = [...policies.sources, ...(typeof policies.boundary === 'string' ? [] : [policies.boundary])]
  const conditional = documents.some(({ document }) => document.statements.some(hasConditions))
  const allowed: AllowedWithoutMfa[] = []
  for (const action of actions) {
    const grants = conditional ? undefined : grantsOf(policies, action, (worlds[0] as (typeof worlds)[0]).request)
    const found = worlds
      .map(({ name, request }) => ({ name, grants: grants ?? grantsOf(policies, action, request) }))
      .filter(({ grants }) => grants.length > 0)
    const first = found[0]
    if (!first) continue
    const sure = found.some(({ grants }) =>
      grants.some((grant) => grant.certainty === 'yes' && grant.mayBeDenied.length === 0),
    )
    allowed.push({
      action,
      worlds: found.map(({ name }) => name),
      grants: first.grants,
      certainty: sure ? 'yes' : 'unknown',
    })
  }
  return allowed
}

const hasConditions = (statement: Statement): boolean =>
  statement.conditions.length + statement.unknownConditions.length > 0

/** A trust statement that lets someone in without MFA. */
export interface TrustWithoutMfa {
  readonly statement: Statement
  readonly worlds: readonly WorldWithoutMfa[]
  /** Unknown when it hangs on a hole or on other keys of the request. */
  readonly certainty: 'yes' | 'unknown'
}

/**
 * The statements of a role's trust policy that let an AWS principal call `sts:AssumeRole` without MFA. Services and
 * federated principals have no MFA of AWS's and are left out. A Deny counts when it holds in that world for certain.
 */
export function assumedWithoutMfa(role: Role): TrustWithoutMfa[] {
  const document = role.trust?.document
  if (!document) return []
  const action = actionValue('sts:AssumeRole')
  const found: TrustWithoutMfa[] = []
  for (const statement of document.statements) {
    if (statement.effect !== 'Allow' || !namesAwsPrincipal(statement)) continue
    const worlds: WorldWithoutMfa[] = []
    let certainty: 'yes' | 'unknown' = 'unknown'
    for (const { name, request } of worldsWithoutMfa()) {
      const verdict = statementVerdict(statement, document, action, request)
      if (verdict.answer === 'no') continue
      const denied = document.statements.some(
        (other) =>
          other.effect === 'Deny' &&
          coversPrincipals(other, statement) &&
          statementVerdict(other, document, action, request).answer === 'yes',
      )
      if (denied) continue
      worlds.push(name)
      if (verdict.answer === 'yes') certainty = 'yes'
    }
    if (worlds.length > 0) found.push({ statement, worlds, certainty })
  }
  return found
}

function namesAwsPrincipal(statement: Statement): boolean {
  const element = statement.principals
  if (!element) return false
  return element.negated || element.entries.some((entry) => entry.type === 'AWS' || entry.type === '*')
}

/** Whether a Deny is about everyone, or about the very principals of another statement. */
function coversPrincipals(deny: Statement, allow: Statement): boolean {
  const element = deny.principals
  if (!element || element.negated) return false
  const denied = new Set(element.entries.map((entry) => written(entry.value)))
  if (denied.has('*')) return true
  return allow.principals?.entries.every((entry) => denied.has(written(entry.value))) ?? false
}

function written(text: Statement['sid'] & object): string {
  return text.parts
    .map((part) => (part.kind === 'chunk' ? part.text : `\${${part.symbol?.id ?? part.expression}}`))
    .join('')
}
