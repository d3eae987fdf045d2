import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn } from './setting'

/** https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html */
export default defineCheck({
  id: 'cognito-unauthenticated-identities',
  title: 'Identity pool gives credentials to guests',
  severity: 'medium',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::Cognito::IdentityPool'],
  tags: ['exposure'],
  maps: { fsbp: ['Cognito.2'], checkov: ['CKV_AWS_366'], cfnNag: ['W57'], cdkNag: ['AwsSolutions-COG7'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['AllowUnauthenticatedIdentities'])
    if (!setting || isOn(setting, false) !== 'yes') return
    yield {
      at: setting.span,
      resource,
      message: `Identity pool '${nameOfResource(resource)}' gives AWS credentials to anybody who asks: whatever its guest role may do, the internet may do.`,
      key: 'guests',
      fix: { description: 'Switch unauthenticated identities off, or keep the guest role to what the public may do.' },
    }
  },
})
