import { defineCheck } from './check'
import { githubReachReports } from './github-reach'
import { issuers } from './oidc-issuer'
import { oidcSubjectReports } from './oidc-subject'

/** https://docs.github.com/en/actions/reference/security/oidc */
export default defineCheck({
  id: 'github-oidc-subject',
  title: 'GitHub Actions of any repository may assume the role',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'oidc'],
  maps: { checkov: ['CKV_AWS_358', 'CKV_AWS_393'] },
  since: '0.1.0',
  *run(policy, context) {
    const strangers = [...oidcSubjectReports(policy, issuers.github, context)]
    yield* strangers
    if (strangers.length === 0) yield* githubReachReports(policy, context)
  },
})
