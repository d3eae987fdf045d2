import { adminDocument } from '../src/iam/admin'
import { defineCheck } from './check'
import { nameOfReference } from './describe'
import { attachedManaged, isForServices, wayToAdmin } from './managed-attachment'

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html */
export default defineCheck({
  id: 'aws-managed-admin-policy',
  title: 'AWS managed policy that is as good as administrator',
  severity: 'high',
  confidence: 'high',
  on: 'attachment',
  tags: ['least-privilege', 'admin', 'aws-managed'],
  maps: {
    cis: ['1.15'],
    checkov: ['CKV_AWS_274', 'CKV2_AWS_56'],
    cfnNag: ['W43', 'W44'],
    cdkNag: ['AwsSolutions-IAM4'],
  },
  since: '0.1.0',
  *run(attachment) {
    const managed = attachedManaged(attachment)
    if (!managed) return
    const { name, document } = managed
    if (isForServices(name)) return
    const admin = adminDocument(document) !== undefined || name === 'PowerUserAccess'
    const escalation = admin ? undefined : wayToAdmin(document)
    if (!admin && !escalation) return
    const step = escalation?.steps[0]
    const how =
      name === 'PowerUserAccess'
        ? 'allows everything but IAM'
        : admin
          ? 'allows everything'
          : `lets it make itself an administrator with ${step?.causes.map(({ action }) => action).join(' and ')} (${step?.known.id})`
    yield {
      at: attachment.span,
      resource: attachment.resource,
      confidence: escalation && escalation.certainty !== 'certain' ? 'medium' : 'high',
      message: `${name} on ${nameOfReference(attachment.target)} ${how}: whoever gets its credentials has the account.`,
      subjects: [name],
      key: `managed-admin ${name}`,
      fix: { description: 'Attach a policy with the actions that the job needs, on the resources that it needs.' },
    }
  },
})
