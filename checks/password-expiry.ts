import { defineCheck } from './check'
import { passwordSettingReports } from './password-setting'

export default defineCheck({
  id: 'password-expiry',
  title: 'Password policy lets passwords live too long',
  severity: 'medium',
  confidence: 'high',
  on: 'password-policy',
  tags: ['password-policy'],
  maps: { fsbp: ['IAM.17'], checkov: ['CKV_AWS_9'], trivy: ['AWS-0062'] },
  since: '0.1.0',
  run: (policy) =>
    passwordSettingReports(policy, {
      name: 'MaxPasswordAge',
      want: { atMost: 90 },
      absent: 0,
      risk: 'a leaked password works until somebody notices',
    }),
})
