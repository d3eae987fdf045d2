import type { Data } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource } from '../template'
import { stringOf } from '../template'
import type { Expansion } from './context'
import type { Plain } from './make'
import { getAtt, make } from './make'

/** What a function may do with each kind of destination. S3 is called `S3` for streams and `S3Bucket` elsewhere. */
const actions: Readonly<Record<string, string>> = {
  SQS: 'sqs:SendMessage',
  SNS: 'sns:Publish',
  Lambda: 'lambda:InvokeFunction',
  EventBridge: 'events:PutEvents',
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-deadletterqueue.html */
export function deadLetterPolicy(queue: Data | undefined): Plain | undefined {
  const target = entry(queue, 'TargetArn')
  const action = stringOf(queue, 'Type') === 'SNS' ? 'sns:Publish' : 'sqs:SendMessage'
  return queue && target && make(inlinePolicy('DeadLetterQueuePolicy', [allow(action, target)]), queue.span)
}

/**
 * What asynchronous calls need for `DestinationConfig`; a queue or topic that is not named is made.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventinvokeconfiguration.html
 */
export function destinationPolicies(resource: RawResource, configuration: Data | undefined, into: Expansion): Plain[] {
  return ['OnSuccess', 'OnFailure'].flatMap((name) => {
    const destination = entry(configuration, name)
    const type = stringOf(destination, 'Type') ?? ''
    const given = entry(destination, 'Destination')
    const target = destination && withMade(given, `${resource.id}EventInvokeConfig${name}`, destination, resource, into)
    const statements = destination && target && statementsFor(type, target)
    return statements ? [make(inlinePolicy(`EventInvokeConfig${name}Policy`, statements), destination.span)] : []
  })
}

/**
 * `DestinationConfig.OnFailure` of streams and queues; nothing is granted for one without a type.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-kinesis.html
 */
export function streamDestinationPolicies(events: Data | undefined): Plain[] {
  return (events?.kind === 'object' ? events.entries : []).flatMap(({ key, value }) => {
    const destination = entry(entry(entry(value, 'Properties'), 'DestinationConfig'), 'OnFailure')
    const target = entry(destination, 'Destination')
    const statements = target && statementsFor(stringOf(destination, 'Type') ?? '', target)
    if (!destination || !statements) return []
    return [make(inlinePolicy(`${literal(key)}OnFailurePolicy`, statements), destination.span)]
  })
}

function statementsFor(type: string, target: Plain): Plain[] | undefined {
  if (type === 'S3' || type === 'S3Bucket') {
    return [allow('s3:PutObject', { 'Fn::Join': ['/', [target, '*']] }), allow('s3:ListBucket', target)]
  }
  const action = actions[type]
  return action === undefined ? undefined : [allow(action, target)]
}

/** The destination, with the queue or topic that the transform makes in the places of one that is not there. */
function withMade(
  given: Data | undefined,
  id: string,
  destination: Data,
  resource: RawResource,
  into: Expansion,
): Plain | undefined {
  const type = stringOf(destination, 'Type')
  const branches = entry(given, 'Fn::If')
  const isAbsent = (data: Data | undefined): boolean => !data || stringOf(data, 'Ref') === 'AWS::NoValue'
  const items = branches?.kind === 'list' ? branches.items : [given]
  if ((type !== 'SQS' && type !== 'SNS') || !items.some(isAbsent)) return given
  const made = type === 'SQS' ? `${id}Queue` : `${id}Topic`
  into.add(made, type === 'SQS' ? 'AWS::SQS::Queue' : 'AWS::SNS::Topic', {}, resource, destination.span)
  const arn = type === 'SQS' ? getAtt(made, 'Arn') : { Ref: made }
  const settled = items.map((item): Plain => (item && !isAbsent(item) ? item : arn))
  return branches ? { 'Fn::If': settled } : arn
}

function allow(action: string, resource: Plain): Plain {
  return { Effect: 'Allow', Action: [action], Resource: resource }
}

function inlinePolicy(name: string, statements: readonly Plain[]): Plain {
  return { PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: statements } }
}
