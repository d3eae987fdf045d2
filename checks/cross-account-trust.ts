import { exposure } from '../src/iam/exposure'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf, nameOfPolicy } from './describe'
import { letsIn } from './trust-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html */
export default defineCheck({
  id: 'cross-account-trust',
  title: 'Role that another account may assume',
  severity: 'medium',
  confidence: 'medium',
  on: 'policy',
  tags: ['trust', 'exposure'],
  maps: { cloudsplaining: ['AssumableByCrossAccountPrincipal'], cfripper: ['CrossAccountTrustRule'] },
  since: '0.1.0',
  *run(policy, { trust }) {
    if (policy.kind !== 'trust') return
    for (const exposed of exposure(policy.document, trust)) {
      if (exposed.verdict !== 'cross-account' || !letsIn(exposed.statement)) continue
      const [first] = exposed.principals
      // Without own accounts in the configuration nobody knows whether this one is somebody else's.
      const confidence = exposed.certainty === 'yes' ? 'high' : 'low'
      yield {
        ...inPolicy(policy),
        at: first?.value.span ?? exposed.statement.span,
        confidence,
        message: `The ${nameOfPolicy(policy)} lets ${listOf(exposed.principals.map((entry) => display(entry.value)))} of another account assume it: whoever controls that account has its permissions.`,
        subjects: exposed.accounts,
        key: `cross-account ${exposed.accounts.join(' ')}`,
        fix: {
          description: 'Add the account to trusted-accounts in the configuration if it is meant, or remove it here.',
        },
      }
    }
  },
})
