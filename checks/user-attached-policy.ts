import { defineCheck } from './check'
import { nameOfMention, nameOfReference, shortName } from './describe'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2 */
export default defineCheck({
  id: 'user-attached-policy',
  title: 'Policy attached directly to a user',
  severity: 'medium',
  confidence: 'high',
  on: 'attachment',
  tags: ['least-privilege', 'identities'],
  maps: { cis: ['1.14'], fsbp: ['IAM.2'], checkov: ['CKV_AWS_40'], trivy: ['AWS-0143'], cfnNag: ['F12'] },
  since: '0.1.0',
  *run(attachment) {
    if (attachment.as !== 'permissions') return
    if (attachment.target.identityKind !== 'user') return
    const user = nameOfReference(attachment.target)
    const policy = nameOfMention(attachment.policy)
    yield {
      at: attachment.span,
      resource: attachment.resource,
      message: `Policy '${policy}' is attached straight to ${user}: access given one by one is forgotten when the person moves on.`,
      subjects: [shortName(attachment.policy.text), shortName(attachment.target.text)],
      fix: {
        description:
          'Attach the policy to a group and make the user a member, or give people roles through Identity Center.',
      },
    }
  },
})
