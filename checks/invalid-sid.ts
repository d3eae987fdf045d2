import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { isIdentityKind, writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
export default defineCheck({
  id: 'invalid-sid',
  title: 'Sid with characters that IAM rejects',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: {
    parliament: ['INVALID_SID'],
    accessAnalyzer: ['UNSUPPORTED_SID'],
    tflint: ['aws_iam_policy_sid_invalid_characters'],
    cfnLint: ['E3510'],
  },
  since: '0.1.0',
  *run(policy) {
    // Policies of resources may have spaces and more: the services differ.
    if (!isIdentityKind(policy) && policy.kind !== 'trust') return
    for (const { sid } of writtenStatements(policy)) {
      const written = sid && literal(sid)
      if (!sid || written === undefined || /^[A-Za-z0-9]*$/.test(written)) continue
      yield {
        ...inPolicy(policy),
        at: sid.span,
        message: `The Sid '${written}' of the ${nameOfPolicy(policy)} has characters other than letters and digits: IAM rejects the policy.`,
        subjects: [written],
        key: `invalid-sid ${written}`,
        fix: { description: `Write ${written.replaceAll(/[^A-Za-z0-9]/g, '') || 'letters and digits'}.` },
      }
    }
  },
})
