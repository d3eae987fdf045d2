import { defineCheck } from './check'
import { passwordSettingReports } from './password-setting'

export default defineCheck({
  id: 'password-lowercase',
  title: 'Password policy does not require lower case',
  severity: 'low',
  confidence: 'high',
  on: 'password-policy',
  tags: ['password-policy'],
  maps: { fsbp: ['IAM.12'], checkov: ['CKV_AWS_11'], trivy: ['AWS-0058'] },
  since: '0.1.0',
  run: (policy) =>
    passwordSettingReports(policy, {
      name: 'RequireLowercaseCharacters',
      want: { is: true },
      absent: false,
      risk: 'passwords of fewer kinds of characters are guessed sooner',
    }),
})
