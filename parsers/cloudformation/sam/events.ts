import type { Data, Entry } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import type { RawResource } from '../template'
import { stringOf } from '../template'
import type { Expansion } from './context'
import { takesQueue } from './event-policies'
import type { Plain } from './make'
import { arn, getAtt, trustOf } from './make'

/** Who calls the function for an event, and for which source. */
interface Caller {
  readonly principal: string
  readonly source?: Plain | undefined
  readonly account?: Plain
  readonly token?: Plain | undefined
}

/**
 * A permission to call the function for each event whose source calls it. Sources that the function reads from, such
 * as queues and streams, need none: its role reads them.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
 */
export function addEventPermissions(resource: RawResource, events: Data | undefined, into: Expansion): void {
  for (const event of events?.kind === 'object' ? events.entries : []) {
    if (stringOf(event.value, 'Type') === 'ScheduleV2') addSchedulerRole(resource, event, into)
    const caller = callerOf(resource, event, into)
    if (!caller) continue
    const id = `${resource.id}${literal(event.key)}Permission`
    const properties = {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: resource.id },
      Principal: caller.principal,
      SourceArn: caller.source,
      SourceAccount: caller.account,
      EventSourceToken: caller.token,
    }
    into.add(id, 'AWS::Lambda::Permission', properties, resource, event.key.span)
  }
}

function callerOf(resource: RawResource, event: Entry, into: Expansion): Caller | undefined {
  const properties = entry(event.value, 'Properties')
  const ruleId = `${resource.id}${literal(event.key)}`
  switch (stringOf(event.value, 'Type')) {
    case 'Api':
      return apiCaller(properties, 'RestApiId', 'ServerlessRestApi')
    case 'HttpApi':
      return apiCaller(properties, 'ApiId', 'ServerlessHttpApi')
    case 'SNS':
      if (!takesQueue(properties)) return { principal: 'sns.amazonaws.com', source: entry(properties, 'Topic') }
      addQueue(ruleId, properties, resource, event, into)
      return undefined
    case 'S3':
      return {
        principal: 's3.amazonaws.com',
        source: bucketArn(entry(properties, 'Bucket')),
        account: { Ref: 'AWS::AccountId' },
      }
    case 'Schedule':
    case 'CloudWatchEvent':
    case 'EventBridgeRule':
      addRule(ruleId, properties, resource, event, into)
      return { principal: 'events.amazonaws.com', source: getAtt(ruleId, 'Arn') }
    case 'CloudWatchLogs':
      return {
        principal: 'logs.amazonaws.com',
        source: arn('logs:@:log-group:{Group}:*', { Group: entry(properties, 'LogGroupName') }),
      }
    case 'IoTRule':
      into.add(ruleId, 'AWS::IoT::TopicRule', {}, resource, event.key.span)
      return { principal: 'iot.amazonaws.com', source: arn('iot:@:rule/{Rule}', { Rule: { Ref: ruleId } }) }
    case 'Cognito':
      return { principal: 'cognito-idp.amazonaws.com', source: userPoolArn(entry(properties, 'UserPool')) }
    case 'AlexaSkill':
      return { principal: 'alexa-appkit.amazon.com', token: entry(properties, 'SkillId') }
    default:
      return undefined
  }
}

function apiCaller(properties: Data | undefined, name: string, implicit: string): Caller {
  const api: Plain = entry(properties, name) ?? { Ref: implicit }
  return { principal: 'apigateway.amazonaws.com', source: arn('execute-api:@:{Api}/*', { Api: api }) }
}

function bucketArn(bucket: Data | undefined): Plain | undefined {
  const id = stringOf(bucket, 'Ref')
  return id === undefined ? undefined : getAtt(id, 'Arn')
}

function userPoolArn(pool: Data | undefined): Plain | undefined {
  const id = stringOf(pool, 'Ref')
  return id === undefined ? undefined : getAtt(id, 'Arn')
}

/** The queue between a topic and the function, and the policy that lets the topic in. */
function addQueue(
  id: string,
  properties: Data | undefined,
  resource: RawResource,
  event: Entry,
  into: Expansion,
): void {
  const given = entry(properties, 'SqsSubscription')
  if (!entry(given, 'QueueArn')) into.add(`${id}Queue`, 'AWS::SQS::Queue', {}, resource, event.key.span)
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: entry(given, 'QueueArn') ?? getAtt(`${id}Queue`, 'Arn'),
    Condition: { ArnEquals: { 'aws:SourceArn': entry(properties, 'Topic') } },
  }
  const document = { Version: '2012-10-17', Statement: [statement] }
  const queues = [entry(given, 'QueueUrl') ?? { Ref: `${id}Queue` }]
  const policy = { PolicyDocument: document, Queues: queues }
  into.add(`${id}QueuePolicy`, 'AWS::SQS::QueuePolicy', policy, resource, event.key.span)
}

function addRule(id: string, properties: Data | undefined, resource: RawResource, event: Entry, into: Expansion): void {
  const rule = {
    ScheduleExpression: entry(properties, 'Schedule'),
    EventPattern: entry(properties, 'Pattern'),
    EventBusName: entry(properties, 'EventBusName'),
  }
  into.add(id, 'AWS::Events::Rule', rule, resource, event.key.span)
}

/** EventBridge Scheduler calls the function with a role of its own. */
function addSchedulerRole(resource: RawResource, event: Entry, into: Expansion): void {
  const properties = entry(event.value, 'Properties')
  if (entry(properties, 'RoleArn')) return
  const id = `${resource.id}${literal(event.key)}`
  const statement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: getAtt(resource.id, 'Arn') }
  const document = { Version: '2012-10-17', Statement: [statement] }
  const role = {
    AssumeRolePolicyDocument: trustOf('scheduler.amazonaws.com'),
    Policies: [{ PolicyName: `${id}LambdaPolicy`, PolicyDocument: document }],
    PermissionsBoundary: entry(properties, 'PermissionsBoundary'),
  }
  into.add(`${id}Role`, 'AWS::IAM::Role', role, resource, event.key.span)
}
