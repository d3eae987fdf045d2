import { literal } from '../src/model/value'
import { defineCheck } from './check'

const supportPolicy = /^arn:[^:]+:iam::aws:policy\/AWSSupportAccess$/

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-18 */
export default defineCheck({
  id: 'support-role-missing',
  title: 'No role for AWS Support',
  severity: 'note',
  confidence: 'low',
  on: 'model',
  tags: ['identities'],
  maps: { cis: ['1.16'], fsbp: ['IAM.18'] },
  since: '0.1.0',
  optional: true,
  whole: true,
  *run(model) {
    const supported = model.attachments.some(
      (attachment) =>
        attachment.target.identityKind === 'role' && supportPolicy.test(literal(attachment.policy.text) ?? ''),
    )
    const first = model.roles[0]
    if (supported || !first) return
    yield {
      at: first.resource.span,
      resource: first.resource,
      message:
        'No role here carries AWSSupportAccess: in an incident somebody signs in as an administrator to open a case.',
      key: 'support-role',
      fix: { description: 'Attach AWSSupportAccess to a role that those on call may assume.' },
    }
  },
})
