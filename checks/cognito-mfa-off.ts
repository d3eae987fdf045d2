import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html: OFF by default. */
export default defineCheck({
  id: 'cognito-mfa-off',
  title: 'User pool without MFA',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::Cognito::UserPool'],
  tags: ['mfa'],
  maps: { cfnNag: ['F78'], kics: ['Cognito UserPool Without MFA'], cdkNag: ['AwsSolutions-COG2'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['MfaConfiguration'])
    const written = setting ? literalOf(setting)?.toUpperCase() : 'OFF'
    if (written !== 'OFF') return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `User pool '${nameOfResource(resource)}' has MFA off: a stolen password is enough to sign in as its owner.`,
      key: 'mfa',
      fix: { description: 'Set MfaConfiguration to OPTIONAL or ON, with TOTP or passkeys.' },
    }
  },
})
