import { type ParsedPrincipal, parsePrincipal } from '../src/iam/principal'
import type { Policy, TrustZone } from '../src/model/iam'
import type { Statement } from '../src/model/policy'

/** The Allow statements of a trust policy; none for any other policy. */
export function* trustAllows(policy: Policy): Generator<Statement> {
  if (policy.kind !== 'trust') return
  for (const statement of policy.document.statements) if (statement.effect === 'Allow') yield statement
}

/** The principals that a statement names, parsed; none for NotPrincipal. */
export function principalsOf(statement: Statement, zone: TrustZone): ParsedPrincipal[] {
  if (!statement.principals || statement.principals.negated) return []
  return statement.principals.entries.map((entry) => parsePrincipal(entry, zone))
}
