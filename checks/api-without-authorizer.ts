import type { IamModel } from '../src/model/iam'
import { ReferenceIndex } from '../src/model/reference-index'
import { property, type Resource } from '../src/model/resource'
import { asText } from '../src/model/value'
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
  *run(resource, { model }) {
    const setting = property(resource, ['AuthorizationType'], ['authorization'])
    const written = setting ? literalOf(setting)?.toUpperCase() : 'NONE'
    if (written !== 'NONE') return
    if (isPreflight(resource) || isMock(resource)) return
    const api = apiOf(resource, model)
    if (api && isPrivateApi(api)) return
    if (isOn(property(resource, ['ApiKeyRequired']), false) !== 'no') return
    // Of a WebSocket API only $connect can have an authorizer; the other routes come after it.
    const route = literalOf(property(resource, ['RouteKey']))
    if (route !== undefined && route !== '$connect' && route !== '$default' && !/^[A-Z]+ \//.test(route)) return
    if (route === '$default' && api && isWebSocket(api)) return
    yield {
      at: setting?.span ?? resource.span,
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

const indexes = new WeakMap<IamModel, ReferenceIndex<{ readonly resource: Resource }>>()

/** The API that a method or route belongs to, where it is in the same code. */
function apiOf(resource: Resource, model: IamModel): Resource | undefined {
  let index = indexes.get(model)
  if (!index) {
    const apis = model.resources.filter(({ canonicalType }) =>
      /^AWS::(?:ApiGateway::RestApi|ApiGatewayV2::Api)$/.test(canonicalType),
    )
    index = new ReferenceIndex(apis.map((api) => ({ resource: api })))
    indexes.set(model, index)
  }
  const id = asText(property(resource, ['RestApiId']) ?? property(resource, ['ApiId']))
  return id && index.find(id, resource)?.resource
}

/** `Method GET of API 'orders'`, `Route 'POST /report' of API 'csp'`; by its own name where the API is not known. */
function nameOf(resource: Resource, api: Resource | undefined): string {
  const route = literalOf(property(resource, ['RouteKey']))
  const verb = literalOf(property(resource, ['HttpMethod']))?.toUpperCase()
  const what = route !== undefined ? `Route '${route}'` : verb !== undefined ? `Method ${verb}` : 'Method'
  return api ? `${what} of API '${nameOfResource(api)}'` : `${what} (${nameOfResource(resource)})`
}
