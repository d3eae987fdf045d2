import { defineCheck } from './check'
import { inlinePolicyReports } from './inline-policy'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html */
export default defineCheck({
  id: 'inline-user-policy',
  title: 'Policy embedded in a user',
  severity: 'medium',
  confidence: 'high',
  on: 'model',
  tags: ['inline', 'identities'],
  maps: { fsbp: ['IAM.2'], checkov: ['CKV_AWS_40'], trivy: ['AWS-0143'], cfnNag: ['F10', 'F11'] },
  since: '0.1.0',
  run: (model) => inlinePolicyReports(model, 'user'),
})
