import type { Data, ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource, Template } from '../template'
import { scalarString, stringOf } from '../template'
import type { Expansion } from './context'
import { globalsOf } from './globals'
import type { Plain } from './make'
import { arn, make, makeObject } from './make'

/**
 * An API with its policy, stage and what its authorizers need.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html
 */
export function expandApi(resource: RawResource, properties: ObjectData, into: Expansion): void {
  into.become(resource, 'AWS::ApiGateway::RestApi', restApi(properties))
  addAuthorizers(resource.id, properties, resource, into)
  const stage = entry(properties, 'StageName')
  const name = stage?.kind === 'text' ? literal(stage) : undefined
  const stageProperties = { RestApiId: { Ref: resource.id }, StageName: stage }
  into.add(`${resource.id}${name ?? ''}Stage`, 'AWS::ApiGateway::Stage', stageProperties, resource)
  addPrivateDomain(resource, entry(properties, 'Domain'), into)
}

/**
 * A private domain has a policy of its own; a public one has none.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-domainconfiguration.html
 */
function addPrivateDomain(resource: RawResource, domain: Data | undefined, into: Expansion): void {
  const policy = entry(domain, 'Policy')
  if (!policy) return
  const endpoint = entry(domain, 'EndpointConfiguration')
  const properties = {
    DomainName: entry(domain, 'DomainName'),
    EndpointConfiguration: endpoint && endpointOf(endpoint),
    Policy: policy,
  }
  into.add(`${resource.id}DomainNameV2`, 'AWS::ApiGateway::DomainNameV2', properties, resource, policy.span)
}

/** The properties that API Gateway takes: SAM writes the endpoint and the resource policy in ways of its own. */
function restApi(properties: ObjectData): ObjectData {
  const given = entry(entry(properties, 'Auth'), 'ResourcePolicy')
  const policy = given && resourcePolicy(given)
  const endpoint = entry(properties, 'EndpointConfiguration')
  const written = { Policy: policy, EndpointConfiguration: endpoint && endpointOf(endpoint) }
  const members = makeObject(written, (given ?? endpoint ?? properties).span)
  const names = members.entries.map(({ key }) => literal(key))
  return {
    ...properties,
    entries: [...properties.entries.filter((one) => !names.includes(literal(one.key))), ...members.entries],
  }
}

/**
 * A type by itself, or a type and endpoints.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-endpointconfiguration.html
 */
function endpointOf(given: Data): Data {
  const type = entry(given, 'Type')
  if (type) return make({ Types: [type], VpcEndpointIds: entry(given, 'VPCEndpointIds') }, given.span)
  return entry(given, 'Types') ? given : make({ Types: [given] }, given.span)
}

/** Functions that decide who may call: the API must be allowed to call them, unless it does so by a role. */
function addAuthorizers(api: string, properties: ObjectData, cause: RawResource, into: Expansion): void {
  const authorizers = entry(entry(properties, 'Auth'), 'Authorizers')
  for (const { key, value } of authorizers?.kind === 'object' ? authorizers.entries : []) {
    const target = entry(value, 'FunctionArn')
    const role = entry(value, 'FunctionInvokeRole')
    if (!target || (role && scalarString(role) !== 'NONE')) continue
    if (scalarString(entry(value, 'DisableFunctionDefaultPermissions')) === 'true') continue
    const permission = {
      Action: 'lambda:InvokeFunction',
      FunctionName: target,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: arn('execute-api:@:{Api}/authorizers/*', { Api: { Ref: api } }),
    }
    const id = `${api}${literal(key)}AuthorizerPermission`
    into.add(id, 'AWS::Lambda::Permission', permission, cause, key.span)
  }
}

/** Every method of every stage. */
const everyMethod = 'execute-api:/*/*/*'

interface List {
  readonly property: string
  readonly effect: 'Allow' | 'Deny'
  /** The condition for what is listed; undefined for accounts, which are principals. */
  readonly condition?: { readonly operator: string; readonly key: string }
  /** How those of the list begin that are meant; undefined for all. */
  readonly begins?: string
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
  ...['vpc-', 'vpce-'].flatMap((begins): List[] => {
    const key = begins === 'vpc-' ? 'aws:SourceVpc' : 'aws:SourceVpce'
    return [
      { property: 'SourceVpcWhitelist', effect: 'Deny', condition: { operator: 'StringNotEquals', key }, begins },
      { property: 'SourceVpcBlacklist', effect: 'Deny', condition: { operator: 'StringEquals', key }, begins },
    ]
  }),
]

function resourcePolicy(given: Data): Data | undefined {
  const custom = entry(given, 'CustomStatements')
  const statements: Plain[] = custom?.kind === 'list' ? [...custom.items] : custom ? [custom] : []
  let open = false
  for (const { property, effect, condition, begins } of lists) {
    const values = beginning(entry(given, property), begins)
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

/** The values of a list that begin so; undefined for none. */
function beginning(values: Data | undefined, begins: string | undefined): Data | undefined {
  if (begins === undefined || values?.kind !== 'list') return begins === undefined ? values : undefined
  const items = values.items.filter((item) => scalarString(item)?.startsWith(begins))
  return items.length > 0 ? { ...values, items } : undefined
}

/** The APIs that SAM makes for events which name none, with what `Globals` says of APIs. */
export function addImplicitApis(
  resources: ReadonlyMap<string, RawResource>,
  into: Expansion,
  template: Template,
): void {
  const global = globalsOf(template, 'AWS::Serverless::Api')
  for (const resource of resources.values()) {
    const events = entry(entry(resource.body, 'Properties'), 'Events')
    for (const event of events?.kind === 'object' ? events.entries : []) {
      const type = stringOf(event.value, 'Type')
      const properties = entry(event.value, 'Properties')
      if (type === 'Api' && !entry(properties, 'RestApiId')) {
        into.add(
          'ServerlessRestApi',
          'AWS::ApiGateway::RestApi',
          global ? restApi(global) : {},
          resource,
          event.key.span,
        )
        if (global) addAuthorizers('ServerlessRestApi', global, resource, into)
        const stage = { RestApiId: { Ref: 'ServerlessRestApi' }, StageName: 'Prod' }
        into.add('ServerlessRestApiProdStage', 'AWS::ApiGateway::Stage', stage, resource, event.key.span)
      } else if (type === 'HttpApi' && !entry(properties, 'ApiId')) {
        into.add('ServerlessHttpApi', 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }, resource, event.key.span)
      }
    }
  }
}
