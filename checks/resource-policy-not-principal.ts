import { exposure } from '../src/iam/exposure'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { protectedName } from './protected'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
export default defineCheck({
  id: 'resource-policy-not-principal',
  title: 'Resource policy that allows everybody but some',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['exposure'],
  maps: {
    cfnNag: ['F7', 'F8', 'F9'],
    parliament: ['NOTPRINCIPAL_WITH_ALLOW'],
    accessAnalyzer: ['ALLOW_WITH_NOT_PRINCIPAL'],
    cfripper: ['SQSQueuePolicyNotPrincipalRule', 'SNSTopicPolicyNotPrincipalRule'],
  },
  since: '0.1.0',
  *run(policy, { trust }) {
    if (policy.kind !== 'resource') return
    for (const { statement, verdict } of exposure(policy.document, trust)) {
      const { principals } = statement
      if (!principals?.negated || verdict === 'none') continue
      const but = principals.entries.map((entry) => display(entry.value))
      yield {
        ...inPolicy(policy),
        at: principals.keySpan,
        severity: verdict === 'public' ? 'high' : 'medium',
        message: `NotPrincipal with Allow on ${protectedName(policy)}: everybody but ${listOf(but)}, anonymous callers too${verdict === 'public' ? '' : ' as far as its conditions let them'}, may call ${listOf(statement.actions?.items.map(display) ?? [])}.`,
        subjects: but,
        key: 'not-principal',
        fix: { description: 'Name whom it is for in Principal.' },
      }
    }
  },
})
