import type { ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource } from '../template'
import { stringOf } from '../template'
import type { Expansion } from './context'
import { arn, makeObject } from './make'

/**
 * A WebSocket API with its routes, of which `$connect` alone asks who is there, and the permissions to call their functions.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-websocketapi.html
 */
export function expandWebSocketApi(resource: RawResource, properties: ObjectData, into: Expansion): void {
  const { entries } = makeObject({ ProtocolType: 'WEBSOCKET' }, resource.key.span)
  into.become(resource, 'AWS::ApiGatewayV2::Api', { ...properties, entries: [...properties.entries, ...entries] })
  const stage = stringOf(properties, 'StageName') ?? 'default'
  const api = { Ref: resource.id }
  into.add(`${resource.id}${stage}Stage`, 'AWS::ApiGatewayV2::Stage', { ApiId: api, StageName: stage }, resource)
  const auth = entry(properties, 'Auth')
  const call = { Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' }
  const routes = entry(properties, 'Routes')
  for (const { key, value } of routes?.kind === 'object' ? routes.entries : []) {
    const name = literal(key) ?? ''
    const id = `${resource.id}${name.replace(/[^A-Za-z0-9]/g, '')}`
    const type = name === '$connect' ? entry(auth, 'AuthType') : undefined
    const route = { ApiId: api, RouteKey: key, AuthorizationType: type ?? 'NONE' }
    const keyed = { ...route, ApiKeyRequired: entry(value, 'ApiKeyRequired') }
    into.add(`${id}Route`, 'AWS::ApiGatewayV2::Route', keyed, resource, key.span)
    const target = {
      ...call,
      FunctionName: entry(value, 'FunctionArn'),
      SourceArn: arn('execute-api:@:{Api}/*', { Api: api }),
    }
    if (target.FunctionName) into.add(`${id}Permission`, 'AWS::Lambda::Permission', target, resource, key.span)
  }
  const authorizer = entry(auth, 'AuthArn')
  if (!authorizer || entry(auth, 'InvokeRole')) return
  const source = arn('execute-api:@:{Api}/authorizers/*', { Api: api })
  const permission = { ...call, FunctionName: authorizer, SourceArn: source }
  into.add(`${resource.id}AuthorizerPermission`, 'AWS::Lambda::Permission', permission, resource, authorizer.span)
}
