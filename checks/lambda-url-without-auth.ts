import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
export default defineCheck({
  id: 'lambda-url-without-auth',
  title: 'Function URL without authentication',
  severity: 'high',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::Lambda::Url'],
  tags: ['exposure', 'lambda'],
  maps: { checkov: ['CKV_AWS_258'], cdkNag: ['LambdaFunctionUrlAuth'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['AuthType'], ['authorization_type'])
    if (!setting || literalOf(setting)?.toUpperCase() !== 'NONE') return
    yield {
      at: setting.span,
      resource,
      message: `Function URL '${nameOfResource(resource)}' asks nobody who they are: the internet can run the function with its role.`,
      key: 'auth-type',
      fix: {
        description: 'Set the authentication type to AWS_IAM, or put an API with an authorizer before the function.',
      },
    }
  },
})
