import type { Span } from '../../../src/model/source'
import type { Data } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource } from '../template'
import { stringOf } from '../template'
import type { ConnectorProfile, Grant } from './connector-profiles'
import { connectorProfiles } from './connector-profiles'
import type { Expansion } from './context'
import type { Plain } from './make'
import { arn, getAtt, make } from './make'

interface Connector {
  readonly id: string
  readonly cause: RawResource
  readonly at: Span
  readonly source: string
  readonly destination: string
  readonly permissions: readonly string[]
}

/** Connectors of their own and those written inside their source. */
export function expandConnectors(resources: ReadonlyMap<string, RawResource>, into: Expansion): void {
  for (const resource of resources.values()) {
    if (stringOf(resource.body, 'Type') === 'AWS::Serverless::Connector') {
      const properties = entry(resource.body, 'Properties')
      const source = stringOf(entry(properties, 'Source'), 'Id')
      for (const one of readConnector(resource.id, resource, resource.key.span, source, properties)) add(one, into)
    }
    const embedded = entry(resource.body, 'Connectors')
    for (const { key, value } of embedded?.kind === 'object' ? embedded.entries : []) {
      const id = `${resource.id}${literal(key)}`
      for (const one of readConnector(id, resource, key.span, resource.id, entry(value, 'Properties'))) add(one, into)
    }
  }
}

function readConnector(
  id: string,
  cause: RawResource,
  at: Span,
  source: string | undefined,
  properties: Data | undefined,
): Connector[] {
  const destinations = entry(properties, 'Destination')
  const listed = destinations?.kind === 'list' ? destinations.items : destinations ? [destinations] : []
  const permissionData = entry(properties, 'Permissions')
  const permissions = permissionData?.kind === 'list' ? permissionData.items : []
  const names = permissions
    .map((item) => (item.kind === 'text' ? literal(item) : undefined))
    .filter((name) => name !== undefined)
  return listed.flatMap((data, index) => {
    const destination = stringOf(data, 'Id')
    if (source === undefined || destination === undefined) return []
    const own = listed.length > 1 ? `${id}Destination${index}` : id
    return [{ id: own, cause, at, source, destination, permissions: names }]
  })
}

function add(connector: Connector, into: Expansion): void {
  const sourceType = typeOf(connector.source, into)
  const destinationType = typeOf(connector.destination, into)
  const profile = connectorProfiles[sourceType]?.[destinationType]
  if (!profile) {
    const message = `The connector from ${sourceType || connector.source} to ${destinationType || connector.destination} is not expanded`
    into.evaluation.complain('unknown-connector', message, connector.at)
    return
  }
  if (profile.role) addManagedPolicy(connector, profile, into)
  else if (profile.service) addResourcePolicy(connector, profile.service, sourceType, destinationType, into)
}

function typeOf(id: string, into: Expansion): string {
  return stringOf((into.made.get(id) ?? into.originals.get(id))?.body, 'Type') ?? ''
}

function addManagedPolicy(connector: Connector, profile: ConnectorProfile, into: Expansion): void {
  const grants = [
    ...(connector.permissions.includes('Read') ? (profile.Read ?? []) : []),
    ...(connector.permissions.includes('Write') ? (profile.Write ?? []) : []),
  ]
  const owner = profile.role === 'source' ? connector.source : connector.destination
  const role = roleName(owner, into)
  if (grants.length === 0) return
  const values = { Source: arnOf(connector.source, into), Destination: arnOf(connector.destination, into) }
  const named = { ...values, DestinationName: getAtt(connector.destination, 'Name') }
  const document = { Version: '2012-10-17', Statement: grants.map((one) => statementOf(one, named)) }
  const properties = { PolicyDocument: document, Roles: role ? [role] : undefined }
  into.add(`${connector.id}Policy`, 'AWS::IAM::ManagedPolicy', properties, connector.cause, connector.at)
}

/** The statement of a grant, with the ARNs of its ends. */
export function statementOf(one: Grant, values: Readonly<Record<string, Plain>>): Plain {
  const [service, names = ''] = one.actions.split(': ')
  const actions = names.split(' ').map((name) => `${service}:${name}`)
  return { Effect: 'Allow', Action: actions, Resource: one.resources.map((resource) => arn(resource, values)) }
}

/** `Ref` gives the ARN of topics and state machines, an attribute that of everything else. */
function arnOf(id: string, into: Expansion): Plain {
  const type = typeOf(id, into)
  return type === 'AWS::SNS::Topic' || type === 'AWS::StepFunctions::StateMachine' ? { Ref: id } : getAtt(id, 'Arn')
}

/** The name of the role of a function, state machine or rule; undefined when its role is given by a literal ARN. */
function roleName(id: string, into: Expansion): Plain | undefined {
  const properties = entry((into.made.get(id) ?? into.originals.get(id))?.body, 'Properties')
  const role = entry(properties, 'Role') ?? entry(properties, 'RoleArn') ?? entry(properties, 'ServiceRoleArn')
  const attribute = entry(role, 'Fn::GetAtt')
  const target = attribute?.kind === 'list' ? attribute.items[0] : attribute
  const text = target?.kind === 'text' ? literal(target)?.split('.')[0] : undefined
  return text === undefined ? undefined : { Ref: text }
}

function addResourcePolicy(
  connector: Connector,
  service: string,
  sourceType: string,
  destinationType: string,
  into: Expansion,
): void {
  const { id, cause, at, source, destination } = connector
  const api = sourceType.startsWith('AWS::ApiGateway')
  const graph = sourceType === 'AWS::AppSync::GraphQLApi'
  const sourceArn = api
    ? arn('execute-api:@:{Api}/*', { Api: { Ref: source } })
    : graph
      ? arn('appsync:@:apis/{Api}', { Api: getAtt(source, 'ApiId') })
      : arnOf(source, into)
  if (destinationType === 'AWS::Lambda::Function') {
    const account: Plain | undefined = sourceType === 'AWS::S3::Bucket' ? { Ref: 'AWS::AccountId' } : undefined
    const permission = { Action: 'lambda:InvokeFunction', FunctionName: { Ref: destination }, Principal: service }
    const properties = { ...permission, SourceArn: sourceArn, SourceAccount: account }
    into.add(`${id}WriteLambdaPermission`, 'AWS::Lambda::Permission', properties, cause, at)
    return
  }
  const topic = destinationType === 'AWS::SNS::Topic'
  const statement = {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: topic ? 'sns:Publish' : 'sqs:SendMessage',
    Resource: arnOf(destination, into),
    Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
  }
  const document = { Version: '2012-10-17', Statement: [statement] }
  const targets = make([{ Ref: destination }], at)
  if (topic)
    into.add(`${id}TopicPolicy`, 'AWS::SNS::TopicPolicy', { PolicyDocument: document, Topics: targets }, cause, at)
  else into.add(`${id}QueuePolicy`, 'AWS::SQS::QueuePolicy', { PolicyDocument: document, Queues: targets }, cause, at)
}
