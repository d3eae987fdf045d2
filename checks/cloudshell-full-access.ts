import { defineCheck } from './check'
import { nameOfReference } from './describe'
import { attachedManaged } from './managed-attachment'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-27 */
export default defineCheck({
  id: 'cloudshell-full-access',
  title: 'AWSCloudShellFullAccess attached',
  severity: 'low',
  confidence: 'high',
  on: 'attachment',
  tags: ['least-privilege', 'aws-managed'],
  maps: { cis: ['1.21'], fsbp: ['IAM.27'], prowler: ['iam_policy_cloudshell_admin_not_attached'] },
  since: '0.1.0',
  *run(attachment) {
    if (attachedManaged(attachment)?.name !== 'AWSCloudShellFullAccess') return
    yield {
      at: attachment.span,
      resource: attachment.resource,
      message: `AWSCloudShellFullAccess on ${nameOfReference(attachment.target)} lets files out of the account through a shell that can reach the internet.`,
      subjects: ['AWSCloudShellFullAccess'],
      key: 'cloudshell',
      fix: { description: 'Grant CloudShell without cloudshell:GetFileDownloadUrls and cloudshell:GetFileUploadUrls.' },
    }
  },
})
