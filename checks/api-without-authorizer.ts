import { property, type Resource } from '../src/model/resource'
import { defineCheck } from './check'
import { isOn, literalOf } from './setting'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html */
export default defineCheck({
  id: 'api-without-authorizer',
  title: 'API method that anybody can call',
  severity: 'medium',
  confidence: 'medium',
  on: 'resource',
  resourceTypes: ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Route'],
  tags: ['exposure', 'api'],
  maps: {
    fsbp: ['APIGateway.8'],
    checkov: ['CKV_AWS_59', 'CKV_AWS_309'],
    trivy: ['AWS-0004'],
    cfnNag: ['W59'],
    cdkNag: ['AwsSolutions-APIG4'],
  },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['AuthorizationType'], ['authorization'])
    const written = setting ? literalOf(setting)?.toUpperCase() : 'NONE'
    if (written !== 'NONE') return
    if (isPreflight(resource)) return
    if (isOn(property(resource, ['ApiKeyRequired']), false) !== 'no') return
    // Of a WebSocket API only $connect can have an authorizer; the other routes come after it.
    const route = literalOf(property(resource, ['RouteKey']))
    if (route !== undefined && route !== '$connect' && route !== '$default' && !/^[A-Z]+ \//.test(route)) return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `${resource.name} asks nobody who they are: the internet can call what stands behind it.`,
      key: 'authorization',
      fix: { description: 'Set an authorizer: AWS_IAM, a JWT or Cognito authorizer, or a Lambda authorizer.' },
    }
  },
})

/** Browsers send the preflight of CORS without credentials. */
function isPreflight(resource: Resource): boolean {
  return literalOf(property(resource, ['HttpMethod']))?.toUpperCase() === 'OPTIONS'
}
