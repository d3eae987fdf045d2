import { defineCheck } from './check'
import { passwordSettingReports } from './password-setting'

export default defineCheck({
  id: 'password-number',
  title: 'Password policy does not require a number',
  severity: 'low',
  confidence: 'high',
  on: 'password-policy',
  tags: ['password-policy'],
  maps: { fsbp: ['IAM.14'], checkov: ['CKV_AWS_12'], trivy: ['AWS-0059'] },
  since: '0.1.0',
  run: (policy) =>
    passwordSettingReports(policy, {
      name: 'RequireNumbers',
      want: { is: true },
      absent: false,
      risk: 'passwords of fewer kinds of characters are guessed sooner',
    }),
})
