import { defineCheck } from './check'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html */
export default defineCheck({
  id: 'password-policy-missing',
  title: 'Console passwords without a password policy',
  severity: 'medium',
  confidence: 'low',
  on: 'model',
  tags: ['password-policy'],
  maps: { fsbp: ['IAM.7'], kics: ['No Password Policy Enabled'] },
  since: '0.1.0',
  optional: true,
  whole: true,
  *run(model) {
    if (model.passwordPolicies.length > 0) return
    const first = model.loginProfiles[0] ?? model.users[0]
    if (!first) return
    yield {
      at: first.resource.span,
      resource: first.resource,
      message:
        'Users are made here and no password policy is: AWS takes passwords of eight characters that never expire.',
      key: 'password-policy',
      fix: { description: 'Set an account password policy: 14 characters, 24 remembered, 90 days.' },
    }
  },
})
