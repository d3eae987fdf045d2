import { defineCheck } from './check'
import { passwordSettingReports } from './password-setting'

export default defineCheck({
  id: 'password-symbol',
  title: 'Password policy does not require a symbol',
  severity: 'low',
  confidence: 'high',
  on: 'password-policy',
  tags: ['password-policy'],
  maps: { fsbp: ['IAM.13'], checkov: ['CKV_AWS_14'], trivy: ['AWS-0060'] },
  since: '0.1.0',
  run: (policy) =>
    passwordSettingReports(policy, {
      name: 'RequireSymbols',
      want: { is: true },
      absent: false,
      risk: 'passwords of fewer kinds of characters are guessed sooner',
    }),
})
