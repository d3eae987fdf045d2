import { actionPattern } from '../src/iam/action'
import { type Exposure, exposure } from '../src/iam/exposure'
import { any } from '../src/iam/glob'
import type { Statement } from '../src/model/policy'
import type { Severity } from '../src/model/finding'
import { display, literal, type Text } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { protectedName } from './protected'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
export default defineCheck({
  id: 'resource-policy-wildcard-action',
  title: 'Resource policy that allows every action',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['exposure', 'least-privilege'],
  maps: {
    checkov: ['CKV_AWS_72'],
    trivy: ['AWS-0097'],
    kics: ['S3 Bucket With All Permissions', 'SQS Policy Allows All Actions'],
    cfnNag: ['F15', 'F20'],
    cfripper: [
      'S3BucketPolicyWildcardActionRule',
      'SQSQueuePolicyWildcardActionRule',
      'SNSTopicPolicyWildcardActionRule',
    ],
  },
  since: '0.1.0',
  *run(policy, { trust }) {
    if (policy.kind !== 'resource') return
    for (const exposed of exposure(policy.document, trust)) {
      const item = wholeService(exposed.statement)
      const severity = severities[exposed.verdict]
      if (!item || !severity) continue
      // The statement that hands a key to its own account's IAM policies is in every key policy; code names the account.
      const isKey = policy.protects?.type === 'AWS::KMS::Key'
      if (isKey && exposed.verdict === 'cross-account' && exposed.certainty === 'unknown') continue
      yield {
        ...inPolicy(policy),
        at: item.span,
        severity,
        confidence: exposed.certainty === 'yes' ? 'high' : 'low',
        message: `'${display(item)}' on ${protectedName(policy)} is for ${whom(exposed)}: reading, deletion and changes of the policy itself included.`,
        subjects: [display(item)],
        key: 'wildcard-action',
        fix: { description: 'List the actions that they need.' },
      }
    }
  },
})

const severities: Readonly<Partial<Record<Exposure['verdict'], Severity>>> = {
  public: 'high',
  'cross-account': 'high',
  organization: 'high',
  network: 'high',
  service: 'medium',
}

/** The item that names everything of a service, or of all. */
function wholeService({ actions }: Statement): Text | undefined {
  if (!actions || actions.negated) return undefined
  return actions.items.find((item) => {
    if (literal(item) === undefined) return false
    const { exact } = actionPattern(item)
    return exact === any || /^[a-z0-9-]+:(.+)$/.exec(exact)?.[1] === any || exact === `${any}:${any}`
  })
}

function whom({ verdict, principals, organizations }: Exposure): string {
  if (verdict === 'public') return 'everybody'
  if (verdict === 'network') return 'everybody on a network'
  if (verdict === 'organization')
    return `everybody of the organization${organizations.length > 0 ? ` ${listOf(organizations)}` : ''}`
  return listOf(principals.map((entry) => display(entry.value)))
}
