import { asText, literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfMention } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html */
export default defineCheck({
  id: 'user-access-key',
  title: 'Long-term access key made by code',
  severity: 'medium',
  confidence: 'high',
  on: 'access-key',
  tags: ['credentials'],
  maps: { kics: ['IAM Access Key Is Exposed'], terrascan: ['AC_AWS_0133'] },
  since: '0.1.0',
  *run(key) {
    if (key.resource.framework === 'account') return
    const status = asText(key.status)
    if (status && literal(status)?.toLowerCase() === 'inactive') return
    // A key of root is worse, and is root-access-key's to report.
    if (key.user && literal(key.user.text) === 'root') return
    const user = key.user ? ` for user '${nameOfMention(key.user)}'` : ''
    yield {
      at: key.resource.span,
      resource: key.resource,
      message: `Creates a long-term access key${user}: whoever gets hold of it acts as the user from anywhere, until it is deleted.`,
      subjects: key.user ? [nameOfMention(key.user)] : [],
      fix: { description: 'Use a role: an instance profile, an OIDC provider, or IAM Roles Anywhere outside AWS.' },
    }
  },
})
