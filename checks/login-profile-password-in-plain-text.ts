import { asText, literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfMention } from './describe'

export default defineCheck({
  id: 'login-profile-password-in-plain-text',
  title: 'Console password in plain text',
  severity: 'critical',
  confidence: 'high',
  on: 'login-profile',
  tags: ['credentials', 'secrets'],
  maps: { cfnNag: ['F51'], kics: ['IAM User LoginProfile Password Is In Plaintext'] },
  since: '0.1.0',
  *run(profile) {
    const written = asText(profile.password)
    const value = written && literal(written)
    if (!written || !value) return
    // The place is named and the value is not: a report is read by more people than the code.
    yield {
      at: written.span,
      resource: profile.resource,
      message: `The console password of user '${nameOfMention(profile.user)}' stands here in plain text: everybody who can read the repository can sign in.`,
      secret: true,
      key: 'password',
      fix: {
        description:
          'Take it from Secrets Manager ({{resolve:secretsmanager:...}}) or a NoEcho parameter without a default, and change the password.',
      },
    }
  },
})
