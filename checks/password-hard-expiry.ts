import { defineCheck } from './check'
import { passwordSettingReports } from './password-setting'

export default defineCheck({
  id: 'password-hard-expiry',
  title: 'Expired passwords lock users out',
  severity: 'note',
  confidence: 'high',
  on: 'password-policy',
  tags: ['password-policy'],
  maps: {},
  since: '0.1.0',
  run: (policy) =>
    passwordSettingReports(policy, {
      name: 'HardExpiry',
      want: { is: false },
      absent: false,
      risk: "every user whose password expires needs an administrator, and an administrator's own lock-out needs root",
    }),
})
