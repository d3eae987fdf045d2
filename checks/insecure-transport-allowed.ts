import { evaluateCondition } from '../src/iam/condition'
import { context, present } from '../src/iam/context'
import { hasVariables } from '../src/iam/statement'
import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { display, literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy } from './describe'
import { protectedName } from './protected'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit */
export default defineCheck({
  id: 'insecure-transport-allowed',
  title: 'Bucket that can be read without encryption in transit',
  severity: 'low',
  confidence: 'high',
  on: 'model',
  tags: ['s3', 'exposure'],
  maps: {
    cis: ['2.1.1'],
    fsbp: ['S3.5'],
    checkov: ['CKV_AWS_379'],
    kics: ['S3 Bucket Policy Accepts HTTP Requests'],
    cdkNag: ['AwsSolutions-S10'],
    regula: ['FG_R00100'],
    sonar: ['S6249'],
  },
  since: '0.1.0',
  whole: true,
  *run(model) {
    const onBuckets = model.policies.filter((policy) => policy.protects?.type === 'AWS::S3::Bucket')
    // A resource control policy says it for every bucket of the organization.
    if (model.policies.some((policy) => policy.kind === 'rcp' && deniesPlainText(policy))) return
    const guarded = new Set(onBuckets.filter(deniesPlainText).map((policy) => policy.protects?.reference?.to ?? policy))
    for (const policy of onBuckets) {
      if (policy.kind !== 'resource' || policy.document.unknown.length > 0) continue
      if (guarded.has(policy) || guarded.has(policy.protects?.reference?.to ?? policy)) continue
      yield {
        ...inPolicy(policy),
        at: policy.use,
        message: `The policy of ${protectedName(policy)} lets requests without TLS pass: whoever listens on the way reads what is read and written.`,
        key: 'insecure-transport',
        fix: { description: 'Add a Deny of s3:* for everybody where aws:SecureTransport is false.' },
      }
    }
  },
})

const plainText = context({ 'aws:SecureTransport': present('false') })

/** A Deny for everybody, over reading and writing, that holds without TLS; one that hangs on a hole counts. */
function deniesPlainText(policy: Policy): boolean {
  return policy.document.statements.some((statement) => {
    if (statement.effect === 'Allow' || !isForEveryone(statement) || !coversData(statement)) return false
    const asked = statement.conditions.filter(({ key }) => literal(key)?.toLowerCase() === 'aws:securetransport')
    return (
      asked.length > 0 &&
      asked.every((each) => evaluateCondition(each, hasVariables(policy.document), plainText).answer !== 'no')
    )
  })
}

function isForEveryone({ principals }: Statement): boolean {
  if (!principals) return true
  return (
    principals.negated ||
    principals.unknown.length > 0 ||
    principals.entries.some(({ value }) => display(value) === '*')
  )
}

function coversData({ actions }: Statement): boolean {
  if (!actions || actions.negated || actions.unknown.length > 0) return true
  return actions.items.some((item) => /^(?:\*|s3:\*|s3:GetObject\*?|s3:Get\*)$/i.test(display(item)))
}
