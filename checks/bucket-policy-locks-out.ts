import { namesEveryone } from '../src/iam/principal'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy } from './describe'
import { protectedName } from './protected'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html#bucket-iam-policies */
export default defineCheck({
  id: 'bucket-policy-locks-out',
  title: 'Bucket policy that locks everybody out',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['s3', 'validity'],
  maps: { checkov: ['CKV_AWS_93'] },
  since: '0.1.0',
  *run(policy) {
    if (policy.protects?.type !== 'AWS::S3::Bucket') return
    for (const statement of policy.document.statements) {
      if (statement.effect !== 'Deny' || statement.principals?.negated || !namesEveryone(statement)) continue
      if (statement.conditions.length > 0 || statement.unknownConditions.length > 0) continue
      const all = statement.actions?.negated
        ? undefined
        : statement.actions?.items.find((item) => /^(?:s3:)?\*$/i.test(display(item)))
      const onBucket =
        !statement.resources?.negated && statement.resources?.items.some((item) => !/\/[^/]*$/.test(display(item)))
      if (!all || !onBucket) continue
      yield {
        ...inPolicy(policy),
        at: all.span,
        message: `The policy of ${protectedName(policy)} denies everybody everything, the change of this policy included: only the root user can open the bucket again.`,
        subjects: [display(all)],
        key: 'locks-out',
        fix: { description: 'Add a condition that leaves out whoever administers the bucket.' },
      }
    }
  },
})
