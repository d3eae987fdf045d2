import { defineCheck } from './check'
import { nameOfMention } from './describe'

export default defineCheck({
  id: 'console-login-profile',
  title: 'IAM user with a console password',
  severity: 'low',
  confidence: 'high',
  on: 'login-profile',
  tags: ['identities', 'credentials'],
  maps: { checkov: ['CKV2_AWS_22'] },
  since: '0.1.0',
  *run(profile) {
    yield {
      at: profile.span,
      resource: profile.resource,
      message: `User '${nameOfMention(profile.user)}' gets a console password: a long-term credential that can be phished and reused.`,
      fix: { description: 'Let people sign in through Identity Center, and remove the login profile.' },
    }
  },
})
