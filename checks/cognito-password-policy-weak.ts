import { member, property } from '../src/model/resource'
import { defineCheck } from './check'
import { listOf, nameOfResource } from './describe'
import { isOn, numberOf } from './setting'

const kinds = [
  ['RequireLowercase', 'lowercase letters'],
  ['RequireUppercase', 'uppercase letters'],
  ['RequireNumbers', 'numbers'],
  ['RequireSymbols', 'symbols'],
] as const

/** https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html: without a policy, 8 characters of every kind. */
export default defineCheck({
  id: 'cognito-password-policy-weak',
  title: 'User pool with weak passwords',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::Cognito::UserPool'],
  tags: ['credentials', 'cognito'],
  maps: { fsbp: ['Cognito.3'], cdkNag: ['AwsSolutions-COG1'] },
  since: '0.1.0',
  *run(resource) {
    const policy = property(resource, ['Policies', 'PasswordPolicy']) ?? property(resource, ['password_policy'])
    if (!policy) return
    const minimum = member(policy, ['MinimumLength'])
    const length = numberOf(minimum)
    const missing = kinds.filter(([name]) => isOn(member(policy, [name]), false) === 'no').map(([, kind]) => kind)
    const short = length !== undefined && length < 8
    if (!short && missing.length === 0) return
    const faults = [
      ...(short ? [`may have ${length} characters`] : []),
      ...(missing.length > 0 ? [`need no ${listOf(missing, 4).replaceAll("'", '')}`] : []),
    ]
    yield {
      at: (short ? minimum?.span : undefined) ?? policy.span,
      resource,
      message: `Passwords of user pool '${nameOfResource(resource)}' ${faults.join(' and ')}: they are guessed sooner.`,
      key: 'cognito-password',
      fix: { description: 'Require at least 8 characters of every kind.' },
    }
  },
})
