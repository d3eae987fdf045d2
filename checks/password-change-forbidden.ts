import { defineCheck } from './check'
import { passwordSettingReports } from './password-setting'

export default defineCheck({
  id: 'password-change-forbidden',
  title: 'Users may not change their own password',
  severity: 'low',
  confidence: 'high',
  on: 'password-policy',
  tags: ['password-policy'],
  maps: { kics: ['AWS Password Policy With Unchangeable Passwords'] },
  since: '0.1.0',
  run: (policy) =>
    passwordSettingReports(policy, {
      name: 'AllowUsersToChangePassword',
      want: { is: true },
      absent: true,
      risk: 'whoever suspects that a password leaked has to wait for an administrator',
    }),
})
