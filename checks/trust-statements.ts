import { actionValue, elementNamesAction } from '../src/iam/action'
import { type ParsedPrincipal, parsePrincipal } from '../src/iam/principal'
import type { Policy, TrustZone } from '../src/model/iam'
import type { Statement } from '../src/model/policy'

const entering = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'].map(actionValue)

/**
 * Whether a statement of a trust policy lets somebody in. Session tags and a source identity (`sts:TagSession`) go along
 * with assuming a role and are nothing alone: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function letsIn({ actions }: Statement): boolean {
  return entering.some((action) => elementNamesAction(actions, action) !== 'no')
}

/** The Allow statements of a trust policy that let somebody in; none for any other policy. */
export function* trustAllows(policy: Policy): Generator<Statement> {
  if (policy.kind !== 'trust') return
  for (const statement of policy.document.statements)
    if (statement.effect === 'Allow' && letsIn(statement)) yield statement
}

/** The principals that a statement names, parsed; none for NotPrincipal. */
export function principalsOf(statement: Statement, zone: TrustZone): ParsedPrincipal[] {
  if (!statement.principals || statement.principals.negated) return []
  return statement.principals.entries.map((entry) => parsePrincipal(entry, zone))
}
