import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { takesAnyAudience } from './federated-audience'
import { federatedStatements } from './federated-statement'

/** Issuers whose audience is what their own checks of the subject ask for, and those that have another claim for it. */
const otherwise = /^(?:cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$/

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
export default defineCheck({
  id: 'oidc-audience',
  title: 'OIDC tokens for any audience may assume the role',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'oidc'],
  maps: {},
  since: '0.1.0',
  *run(policy, { model }) {
    for (const { statement, entry, host } of federatedStatements(policy, model)) {
      if (otherwise.test(host) || !takesAnyAudience(statement, `${host}:aud`, policy.document)) continue
      const named = statement.conditions.some(({ key }) => literal(key)?.toLowerCase() === `${host}:sub`.toLowerCase())
      yield {
        ...inPolicy(policy),
        at: entry.value.span,
        severity: named ? 'low' : 'medium',
        message: `The ${nameOfPolicy(policy)} takes tokens of ${host} for every audience of the provider: one that was made for another service, and leaked there, assumes this role.`,
        subjects: [host],
        key: `oidc-audience ${host}`,
        fix: { description: `Require ${host}:aud, such as 'sts.amazonaws.com'.` },
      }
    }
  },
})
