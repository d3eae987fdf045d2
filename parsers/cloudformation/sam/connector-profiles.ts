import type { TemplateStatement } from './policy-templates'

/** What a connector writes: a policy for the role of one end, or a policy on the destination. */
export interface ConnectorProfile {
  /** Whose role gets a managed policy; undefined when the destination gets a resource policy for `service`. */
  readonly role?: 'source' | 'destination'
  readonly service?: string
  readonly Read?: readonly Grant[]
  readonly Write?: readonly Grant[]
}

export type Grant = Pick<TemplateStatement, 'actions' | 'resources'>

const grant = (actions: string, ...resources: string[]): Grant => ({ actions, resources })
const ofSource = (Read: readonly Grant[] | undefined, Write?: readonly Grant[]): ConnectorProfile => ({
  role: 'source',
  ...(Read ? { Read } : {}),
  ...(Write ? { Write } : {}),
})

const arn = '{Destination}'
const tableRead = grant(
  'dynamodb: GetItem Query Scan BatchGetItem ConditionCheckItem PartiQLSelect',
  arn,
  `${arn}/index/*`,
)
const tableWrite = grant(
  'dynamodb: PutItem UpdateItem DeleteItem BatchWriteItem PartiQLDelete PartiQLInsert PartiQLUpdate',
  arn,
  `${arn}/index/*`,
)
const bucketRead = grant(
  's3: GetObject GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionForReplication GetObjectVersionTorrent ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts',
  arn,
  `${arn}/*`,
)
const bucketWrite = grant(
  's3: AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectLegalHold PutObjectRetention RestoreObject',
  arn,
  `${arn}/*`,
)
const invoke = grant('lambda: InvokeAsync InvokeFunction', arn)
const publish = grant('sns: Publish', arn)
const putEvents = grant('events: PutEvents', arn)
const executions = 'states:@:execution:{DestinationName}:*'
const table = ofSource([tableRead], [tableWrite])
const bucket = ofSource([bucketRead], [bucketWrite])
const service = (name: string): ConnectorProfile => ({ service: name })

/**
 * Permissions by the types of source and destination.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */
export const connectorProfiles: Readonly<
  Record<string, Readonly<Record<string, ConnectorProfile | undefined>> | undefined>
> = {
  'AWS::Lambda::Function': {
    'AWS::Lambda::Function': ofSource(undefined, [invoke]),
    'AWS::DynamoDB::Table': table,
    'AWS::S3::Bucket': bucket,
    'AWS::SNS::Topic': ofSource(undefined, [publish]),
    'AWS::Events::EventBus': ofSource(undefined, [putEvents]),
    'AWS::Location::PlaceIndex': ofSource([
      grant(
        'geo: DescribePlaceIndex GetPlace SearchPlaceIndexForPosition SearchPlaceIndexForSuggestions SearchPlaceIndexForText',
        arn,
      ),
    ]),
    'AWS::SQS::Queue': ofSource(
      [grant('sqs: ReceiveMessage GetQueueAttributes', arn)],
      [grant('sqs: DeleteMessage SendMessage ChangeMessageVisibility PurgeQueue', arn)],
    ),
    'AWS::StepFunctions::StateMachine': ofSource(
      [
        grant('states: DescribeStateMachine ListExecutions', arn),
        grant('states: DescribeExecution DescribeStateMachineForExecution GetExecutionHistory', executions),
      ],
      [grant('states: StartExecution StartSyncExecution', arn), grant('states: StopExecution', executions)],
    ),
  },
  'AWS::StepFunctions::StateMachine': {
    'AWS::Lambda::Function': ofSource(undefined, [invoke]),
    'AWS::DynamoDB::Table': table,
    'AWS::S3::Bucket': bucket,
    'AWS::SNS::Topic': ofSource(undefined, [publish]),
    'AWS::SQS::Queue': ofSource(undefined, [grant('sqs: SendMessage', arn)]),
    'AWS::Events::EventBus': ofSource(undefined, [putEvents]),
    'AWS::StepFunctions::StateMachine': ofSource(
      [
        grant('states: DescribeExecution', executions),
        grant('events: DescribeRule', 'events:@:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule'),
      ],
      [
        grant('states: StartExecution', arn),
        grant('states: StopExecution', executions),
        grant('events: PutTargets PutRule', 'events:@:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule'),
      ],
    ),
  },
  'AWS::DynamoDB::Table': {
    'AWS::Lambda::Function': {
      role: 'destination',
      Read: [grant('dynamodb: DescribeStream GetRecords GetShardIterator ListStreams', '{Source}/stream/*')],
    },
  },
  'AWS::SQS::Queue': {
    'AWS::Lambda::Function': {
      role: 'destination',
      Read: [grant('sqs: ReceiveMessage GetQueueAttributes', '{Source}')],
      Write: [grant('sqs: DeleteMessage', '{Source}')],
    },
  },
  'AWS::Events::Rule': {
    'AWS::Events::EventBus': ofSource(undefined, [putEvents]),
    'AWS::StepFunctions::StateMachine': ofSource(undefined, [grant('states: StartExecution', arn)]),
    'AWS::Lambda::Function': service('events.amazonaws.com'),
    'AWS::SNS::Topic': service('events.amazonaws.com'),
    'AWS::SQS::Queue': service('events.amazonaws.com'),
  },
  'AWS::SNS::Topic': {
    'AWS::SQS::Queue': service('sns.amazonaws.com'),
    'AWS::Lambda::Function': service('sns.amazonaws.com'),
  },
  'AWS::S3::Bucket': { 'AWS::Lambda::Function': service('s3.amazonaws.com') },
  'AWS::ApiGateway::RestApi': { 'AWS::Lambda::Function': service('apigateway.amazonaws.com') },
  'AWS::ApiGatewayV2::Api': { 'AWS::Lambda::Function': service('apigateway.amazonaws.com') },
  'AWS::AppSync::DataSource': {
    'AWS::Lambda::Function': ofSource(undefined, [grant('lambda: InvokeAsync InvokeFunction', arn, `${arn}:*`)]),
    'AWS::DynamoDB::Table': table,
    'AWS::Events::EventBus': ofSource(undefined, [putEvents]),
  },
  'AWS::AppSync::GraphQLApi': { 'AWS::Lambda::Function': service('appsync.amazonaws.com') },
}
