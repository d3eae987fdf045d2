import { defineCheck } from './check'
import { passwordSettingReports } from './password-setting'

export default defineCheck({
  id: 'password-reuse',
  title: 'Password policy allows old passwords again',
  severity: 'medium',
  confidence: 'high',
  on: 'password-policy',
  tags: ['password-policy'],
  maps: { cis: ['1.8'], fsbp: ['IAM.16'], checkov: ['CKV_AWS_13'], trivy: ['AWS-0056'] },
  since: '0.1.0',
  run: (policy) =>
    passwordSettingReports(policy, {
      name: 'PasswordReusePrevention',
      want: { atLeast: 24 },
      absent: 0,
      risk: 'a password that leaked once comes back',
    }),
})
