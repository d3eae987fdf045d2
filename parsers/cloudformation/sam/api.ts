import type { Data, ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource } from '../template'
import { stringOf } from '../template'
import type { Expansion } from './context'
import type { Plain } from './make'
import { arn, make } from './make'

/**
 * `Auth.ResourcePolicy` of an API as the policy that it becomes.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html
 */
export function expandApi(resource: RawResource, properties: ObjectData, into: Expansion): void {
  const given = entry(entry(properties, 'Auth'), 'ResourcePolicy')
  const policy = given && resourcePolicy(given)
  const kept = properties.entries.filter((one) => literal(one.key) !== 'Policy')
  const members = policy && make({ Policy: policy }, policy.span)
  const entries = members?.kind === 'object' ? [...kept, ...members.entries] : properties.entries
  into.become(resource, 'AWS::ApiGateway::RestApi', { ...properties, entries })
  addAuthorizers(resource, properties, into)
  const stage = entry(properties, 'StageName')
  const name = stage?.kind === 'text' ? literal(stage) : undefined
  const stageProperties = { RestApiId: { Ref: resource.id }, StageName: stage }
  into.add(`${resource.id}${name ?? ''}Stage`, 'AWS::ApiGateway::Stage', stageProperties, resource)
}

/** Functions that decide who may call: the API must be allowed to call them. */
function addAuthorizers(resource: RawResource, properties: ObjectData, into: Expansion): void {
  const authorizers = entry(entry(properties, 'Auth'), 'Authorizers')
  for (const { key, value } of authorizers?.kind === 'object' ? authorizers.entries : []) {
    const target = entry(value, 'FunctionArn')
    if (!target) continue
    const permission = {
      Action: 'lambda:InvokeFunction',
      FunctionName: target,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: arn('execute-api:@:{Api}/authorizers/*', { Api: { Ref: resource.id } }),
    }
    const id = `${resource.id}${literal(key)}AuthorizerPermission`
    into.add(id, 'AWS::Lambda::Permission', permission, resource, key.span)
  }
}

/** Every method of every stage. */
const everyMethod = 'execute-api:/*/*/*'

interface List {
  readonly property: string
  readonly effect: 'Allow' | 'Deny'
  /** The condition for what is listed; undefined for accounts, which are principals. */
  readonly condition?: { readonly operator: string; readonly key: string }
}

const lists: readonly List[] = [
  { property: 'AwsAccountWhitelist', effect: 'Allow' },
  { property: 'AwsAccountBlacklist', effect: 'Deny' },
  { property: 'IpRangeWhitelist', effect: 'Deny', condition: { operator: 'NotIpAddress', key: 'aws:SourceIp' } },
  { property: 'IpRangeBlacklist', effect: 'Deny', condition: { operator: 'IpAddress', key: 'aws:SourceIp' } },
  {
    property: 'IntrinsicVpcWhitelist',
    effect: 'Deny',
    condition: { operator: 'StringNotEquals', key: 'aws:SourceVpc' },
  },
  { property: 'IntrinsicVpcBlacklist', effect: 'Deny', condition: { operator: 'StringEquals', key: 'aws:SourceVpc' } },
  {
    property: 'IntrinsicVpceWhitelist',
    effect: 'Deny',
    condition: { operator: 'StringNotEquals', key: 'aws:SourceVpce' },
  },
  {
    property: 'IntrinsicVpceBlacklist',
    effect: 'Deny',
    condition: { operator: 'StringEquals', key: 'aws:SourceVpce' },
  },
]

function resourcePolicy(given: Data): Data | undefined {
  const custom = entry(given, 'CustomStatements')
  const statements: Plain[] = custom?.kind === 'list' ? [...custom.items] : custom ? [custom] : []
  let open = false
  for (const { property, effect, condition } of lists) {
    const values = entry(given, property)
    if (!values) continue
    const common = { Effect: effect, Action: 'execute-api:Invoke', Resource: everyMethod }
    if (!condition) statements.push(make({ ...common, Principal: { AWS: values } }, values.span))
    else {
      open = true
      const conditions = { [condition.operator]: { [condition.key]: values } }
      statements.push(make({ ...common, Principal: '*', Condition: conditions }, values.span))
    }
  }
  if (open) statements.push({ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: everyMethod })
  return statements.length > 0 ? make({ Version: '2012-10-17', Statement: statements }, given.span) : undefined
}

/** The APIs that SAM makes for events which name none. */
export function addImplicitApis(resources: ReadonlyMap<string, RawResource>, into: Expansion): void {
  for (const resource of resources.values()) {
    const events = entry(entry(resource.body, 'Properties'), 'Events')
    for (const event of events?.kind === 'object' ? events.entries : []) {
      const type = stringOf(event.value, 'Type')
      const properties = entry(event.value, 'Properties')
      if (type === 'Api' && !entry(properties, 'RestApiId')) {
        into.add('ServerlessRestApi', 'AWS::ApiGateway::RestApi', {}, resource, event.key.span)
        const stage = { RestApiId: { Ref: 'ServerlessRestApi' }, StageName: 'Prod' }
        into.add('ServerlessRestApiProdStage', 'AWS::ApiGateway::Stage', stage, resource, event.key.span)
      } else if (type === 'HttpApi' && !entry(properties, 'ApiId')) {
        into.add('ServerlessHttpApi', 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }, resource, event.key.span)
      }
    }
  }
}
