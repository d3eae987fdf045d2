import { exposure } from '../src/iam/exposure'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { letsIn, principalsOf } from './trust-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts */
export default defineCheck({
  id: 'account-root-trusted',
  title: 'Role that a whole account may assume',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'exposure'],
  maps: { checkov: ['CKV_AWS_61'], kics: ['IAM Role Allows All Principals To Assume'] },
  since: '0.1.0',
  *run(policy, { trust }) {
    if (policy.kind !== 'trust') return
    const exposed = exposure(policy.document, trust)
    for (const statement of new Set(exposed.map((each) => each.statement))) {
      if (!letsIn(statement)) continue
      // A condition that names principals, an external id or MFA makes it less than the whole account.
      if (statement.conditions.length > 0 || statement.unknownConditions.length > 0) continue
      for (const principal of principalsOf(statement, trust)) {
        if (principal.kind !== 'account') continue
        const foreign = principal.own === 'no' && !trust.trustedAccounts.includes(principal.account ?? '')
        yield {
          ...inPolicy(policy),
          at: principal.entry.value.span,
          severity: foreign ? 'high' : principal.own === 'yes' ? 'low' : 'medium',
          message: `The ${nameOfPolicy(policy)} trusts the whole account '${display(principal.entry.value)}': every principal there that may call sts:AssumeRole gets in${foreign ? '; it is another account, whose administrators decide who that is' : ''}.`,
          subjects: [display(principal.entry.value)],
          key: 'account-root',
          fix: {
            description: 'Name the roles or users that may assume it, or add a condition on aws:PrincipalArn or MFA.',
          },
        }
      }
    }
  },
})
