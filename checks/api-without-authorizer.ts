import { property, type Resource } from '../src/model/resource'
import { apiOf, authorizationOf, methodTypes } from './api-methods'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isPrivateApi } from './private-api'
import { isOn, literalOf } from './setting'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html */
export default defineCheck({
  id: 'api-without-authorizer',
  title: 'API method that anybody can call',
  severity: 'medium',
  confidence: 'medium',
  on: 'resource',
  resourceTypes: methodTypes,
  tags: ['exposure', 'api'],
  maps: {
    fsbp: ['APIGateway.8'],
    checkov: ['CKV_AWS_59', 'CKV_AWS_309'],
    trivy: ['AWS-0004'],
    cfnNag: ['W59'],
    cdkNag: ['AwsSolutions-APIG4'],
  },
  since: '0.1.0',
  *run(resource, { model }) {
    if (authorizationOf(resource) !== 'NONE') return
    if (isPreflight(resource) || isMock(resource)) return
    const api = apiOf(resource, model)
    if (api && isPrivateApi(api)) return
    if (isOn(property(resource, ['ApiKeyRequired']), false) !== 'no') return
    // Of a WebSocket API only $connect can have an authorizer; the other routes come after it.
    const route = literalOf(property(resource, ['RouteKey']))
    if (route !== undefined && route !== '$connect' && route !== '$default' && !/^[A-Z]+ \//.test(route)) return
    if (route === '$default' && api && isWebSocket(api)) return
    yield {
      at: property(resource, ['AuthorizationType'], ['authorization'])?.span ?? resource.span,
      resource,
      message: `${nameOf(resource, api)} asks nobody who they are: the internet can call what stands behind it.`,
      key: 'authorization',
      fix: { description: 'Set an authorizer: AWS_IAM, a JWT or Cognito authorizer, or a Lambda authorizer.' },
    }
  },
})

/** Browsers send the preflight of CORS without credentials. */
function isPreflight(resource: Resource): boolean {
  return literalOf(property(resource, ['HttpMethod']))?.toUpperCase() === 'OPTIONS'
}

/** API Gateway answers by itself, so that nothing stands behind it. */
function isMock(resource: Resource): boolean {
  return literalOf(property(resource, ['Integration', 'Type']))?.toUpperCase() === 'MOCK'
}

const isWebSocket = (api: Resource): boolean =>
  literalOf(property(api, ['ProtocolType']))?.toUpperCase() === 'WEBSOCKET'

/** `Method GET of API 'orders'`, `Route 'POST /report' of API 'csp'`; by its own name where the API is not known. */
function nameOf(resource: Resource, api: Resource | undefined): string {
  const route = literalOf(property(resource, ['RouteKey']))
  const verb = literalOf(property(resource, ['HttpMethod']))?.toUpperCase()
  const what = route !== undefined ? `Route '${route}'` : verb !== undefined ? `Method ${verb}` : 'Method'
  return api ? `${what} of API '${nameOfResource(api)}'` : `${what} (${nameOfResource(resource)})`
}
