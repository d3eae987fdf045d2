import { conditionsOf } from '../src/iam/condition'
import { context, present } from '../src/iam/context'
import { hasVariables } from '../src/iam/statement'
import type { Report } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import { literal } from '../src/model/value'
import type { CheckContext } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { type FederatedStatement, federatedStatements } from './federated-statement'
import type { OidcIssuer } from './oidc-issuer'

/**
 * One report for each statement that a stranger's token of the issuer satisfies. The statement's conditions are asked
 * with the claims of such a token; whatever else they ask for is left open and counts as a restriction.
 */
export function* oidcSubjectReports(policy: Policy, issuer: OidcIssuer, { model }: CheckContext): Generator<Report> {
  for (const federated of federatedStatements(policy, model)) {
    if (!issuer.host.test(federated.host)) continue
    if (!letsIn(policy, federated, issuer)) continue
    const written = federated.statement.conditions.find(
      (condition) => literal(condition.key)?.toLowerCase() === `${federated.host}:${issuer.claim}`.toLowerCase(),
    )
    const what = written
      ? `its condition on ${issuer.claim} keeps nobody out`
      : `no condition names the ${issuer.claim} claim`
    yield {
      ...inPolicy(policy),
      at: written?.span ?? federated.entry.value.span,
      severity: issuer.strangers ? 'high' : 'medium',
      message: `${capital(issuer.anybody)} can assume the role (${nameOfPolicy(policy)}): ${what}.`,
      subjects: [federated.host],
      key: `oidc-subject ${issuer.name}`,
      fix: { description: `Require ${federated.host}:${issuer.claim}, such as '${issuer.example}'.` },
    }
  }
}

/** Whether a token of the issuer that names nothing of yours satisfies the statement. */
function letsIn(policy: Policy, { statement, host }: FederatedStatement, issuer: OidcIssuer): boolean {
  const claims = Object.entries(issuer.claims).map(([claim, value]) => [`${host}:${claim}`, present(value)] as const)
  // Whoever asks for a token of GitHub's or GitLab's chooses its audience; of the others it is the client's.
  const audience = issuer.claim === 'aud' ? {} : { [`${host}:aud`]: { kind: 'free' } as const }
  const request = context({ ...Object.fromEntries(claims), ...audience })
  return conditionsOf(statement, hasVariables(policy.document), request).answer === 'yes'
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)
