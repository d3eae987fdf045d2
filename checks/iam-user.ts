import { defineCheck } from './check'
import { nameOf } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp */
export default defineCheck({
  id: 'iam-user',
  title: 'IAM user',
  severity: 'note',
  confidence: 'high',
  on: 'user',
  tags: ['identities'],
  maps: { checkov: ['CKV_AWS_273'] },
  since: '0.1.0',
  optional: true,
  *run(user) {
    yield {
      at: user.resource.span,
      resource: user.resource,
      message: `IAM ${nameOf(user)} is an identity with long-term credentials: people belong in Identity Center, machines in roles.`,
      fix: { description: 'Give people permission sets through Identity Center, and machines a role.' },
    }
  },
})
