import { asText, literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfMention } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html: PasswordResetRequired is false by default. */
export default defineCheck({
  id: 'login-profile-without-reset',
  title: 'First password need not be changed',
  severity: 'medium',
  confidence: 'high',
  on: 'login-profile',
  tags: ['identities', 'credentials'],
  maps: { cfnNag: ['W50'], kics: ['IAM User Without Password Reset'] },
  since: '0.1.0',
  *run(profile) {
    const written = asText(profile.resetRequired)
    const value = written ? literal(written)?.toLowerCase() : 'false'
    if (value !== 'false') return
    // Terraform ignores a changed password later on, so that only an unset or false argument counts there too.
    yield {
      at: profile.resetRequired?.span ?? profile.span,
      resource: profile.resource,
      message: `User '${nameOfMention(profile.user)}' may keep the first password: whoever handed it out, or reads it in the template or state, can sign in for good.`,
      fix: { description: 'Require a reset at the first sign-in.' },
    }
  },
})
