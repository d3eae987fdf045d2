import { defineCheck } from './check'
import { passwordSettingReports } from './password-setting'

export default defineCheck({
  id: 'password-uppercase',
  title: 'Password policy does not require upper case',
  severity: 'low',
  confidence: 'high',
  on: 'password-policy',
  tags: ['password-policy'],
  maps: { fsbp: ['IAM.11'], checkov: ['CKV_AWS_15'], trivy: ['AWS-0061'] },
  since: '0.1.0',
  run: (policy) =>
    passwordSettingReports(policy, {
      name: 'RequireUppercaseCharacters',
      want: { is: true },
      absent: false,
      risk: 'passwords of fewer kinds of characters are guessed sooner',
    }),
})
