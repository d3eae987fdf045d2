import { exposure } from '../src/iam/exposure'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { letsIn } from './trust-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous */
export default defineCheck({
  id: 'public-trust',
  title: 'Role that anybody may assume',
  severity: 'critical',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'exposure'],
  maps: {
    checkov: ['CKV_AWS_60', 'CKV_AWS_283'],
    cfnNag: ['F6'],
    cloudsplaining: ['AssumableByAnyPrincipal'],
    regula: ['FG_R00219'],
    sonar: ['S6270'],
  },
  since: '0.1.0',
  *run(policy, { trust }) {
    if (policy.kind !== 'trust') return
    for (const exposed of exposure(policy.document, trust)) {
      if (exposed.verdict !== 'public' || exposed.certainty !== 'yes') continue
      const { statement } = exposed
      if (!letsIn(statement)) continue
      // The opposite of a list of principals is a mistake of its own: see trust-not-principal.
      if (statement.principals?.negated) continue
      const narrowed = exposed.residual.length > 0 ? ', and its conditions keep nobody out' : ''
      yield {
        ...inPolicy(policy),
        at: exposed.principals[0]?.value.span ?? statement.principals?.span ?? statement.span,
        message: `The ${nameOfPolicy(policy)} lets everybody with an AWS account assume it${narrowed}: its permissions are the internet's.`,
        subjects: ['*'],
        key: 'public-trust',
        fix: {
          description:
            'Name the principals that may assume the role, or require your organization with aws:PrincipalOrgID.',
        },
      }
    }
  },
})
