import { exposure } from '../src/iam/exposure'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { protectedName } from './protected'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html */
export default defineCheck({
  id: 'cross-account-resource-policy',
  title: 'Resource open to another account',
  severity: 'medium',
  confidence: 'medium',
  on: 'policy',
  tags: ['exposure'],
  maps: {
    fsbp: ['S3.6'],
    checkov: ['CKV_AWS_385'],
    cfripper: ['S3CrossAccountTrustRule', 'KMSKeyCrossAccountTrustRule'],
  },
  since: '0.1.0',
  *run(policy, { trust }) {
    if (policy.kind !== 'resource') return
    for (const exposed of exposure(policy.document, trust)) {
      if (exposed.verdict !== 'cross-account') continue
      const { statement } = exposed
      const who = exposed.principals.map((entry) => display(entry.value))
      yield {
        ...inPolicy(policy),
        at: exposed.principals[0]?.value.span ?? statement.principals?.span ?? statement.span,
        confidence: exposed.certainty === 'yes' ? 'high' : 'low',
        message: `${exposed.accounts.length > 0 ? `${exposed.accounts.length > 1 ? 'Accounts' : 'Account'} ${listOf(exposed.accounts)}` : listOf(who)} may call ${listOf(statement.actions?.items.map(display) ?? [])} on ${protectedName(policy)}: whoever is let in by the administrators there gets in here.`,
        subjects: exposed.accounts,
        key: `cross-account ${exposed.accounts.join(' ')}`,
        fix: {
          description: 'Add the account to trusted-accounts in the configuration if it is meant, or remove it here.',
        },
      }
    }
  },
})
