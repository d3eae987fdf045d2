import { defineCheck } from './check'
import { passwordSettingReports } from './password-setting'

export default defineCheck({
  id: 'password-min-length',
  title: 'Password policy allows short passwords',
  severity: 'medium',
  confidence: 'high',
  on: 'password-policy',
  tags: ['password-policy'],
  maps: { cis: ['1.7'], fsbp: ['IAM.15'], checkov: ['CKV_AWS_10'], trivy: ['AWS-0063'] },
  since: '0.1.0',
  run: (policy) =>
    passwordSettingReports(policy, {
      name: 'MinimumPasswordLength',
      want: { atLeast: 14 },
      absent: 6,
      risk: 'short passwords fall to guessing and to cracking of leaked hashes',
    }),
})
