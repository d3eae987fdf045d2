import type { Data, Entry, ObjectData } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource } from '../template'
import { scalarString } from '../template'
import { statementOf } from './connector'
import { connectorProfiles } from './connector-profiles'
import type { Expansion } from './context'
import { trustOf } from './make'
import { awsManaged } from './role'

const service = 'appsync.amazonaws.com'

/**
 * A GraphQL API with the role that writes its log, and one for each data source that names none.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-graphqlapi.html
 */
export function expandGraphqlApi(resource: RawResource, properties: ObjectData, into: Expansion): void {
  into.become(resource, 'AWS::AppSync::GraphQLApi', properties)
  const logging = entry(properties, 'Logging')
  if (scalarString(logging) !== 'false' && !entry(logging, 'CloudWatchLogsRoleArn')) {
    const managed = [awsManaged('service-role/AWSAppSyncPushToCloudWatchLogs')]
    const role = { AssumeRolePolicyDocument: trustOf(service), ManagedPolicyArns: managed }
    into.add(`${resource.id}CloudWatchRole`, 'AWS::IAM::Role', role, resource)
  }
  const sources = entry(properties, 'DataSources')
  addSources(resource, entry(sources, 'DynamoDb'), 'AWS::DynamoDB::Table', 'TableArn', into)
  addSources(resource, entry(sources, 'Lambda'), 'AWS::Lambda::Function', 'FunctionArn', into)
}

function addSources(
  resource: RawResource,
  sources: Data | undefined,
  type: string,
  arn: string,
  into: Expansion,
): void {
  for (const source of sources?.kind === 'object' ? sources.entries : []) {
    const target = entry(source.value, arn)
    if (!target || entry(source.value, 'ServiceRoleArn')) continue
    const profile = connectorProfiles['AWS::AppSync::DataSource']?.[type]
    const grants = [
      ...(isAsked(source, 'Read') ? (profile?.Read ?? []) : []),
      ...(isAsked(source, 'Write') ? (profile?.Write ?? []) : []),
    ]
    const id = `${resource.id}${literal(source.key)}`
    const statements = grants.map((grant) => statementOf(grant, { Destination: target }))
    const document = { Version: '2012-10-17', Statement: statements }
    const policies = [{ PolicyName: `${id}ConnectorPolicy`, PolicyDocument: document }]
    const role = { AssumeRolePolicyDocument: trustOf(service), Policies: policies }
    into.add(`${id}Role`, 'AWS::IAM::Role', role, resource, source.key.span)
  }
}

/** `Permissions` of a table; both where nothing is said. */
function isAsked(source: Entry, permission: string): boolean {
  const asked = entry(source.value, 'Permissions')
  return asked?.kind !== 'list' || asked.items.some((item) => scalarString(item) === permission)
}
