import type { Data } from '../../../src/model/value'
import { entry, literal } from '../../../src/model/value'
import { scalarString, stringOf } from '../template'
import type { Plain } from './make'
import { arn, make } from './make'

/** Managed policies that event sources bring. */
const managed: Readonly<Record<string, string>> = {
  Kinesis: 'service-role/AWSLambdaKinesisExecutionRole',
  DynamoDB: 'service-role/AWSLambdaDynamoDBExecutionRole',
  SQS: 'service-role/AWSLambdaSQSQueueExecutionRole',
  MSK: 'service-role/AWSLambdaMSKExecutionRole',
}

/** The names of AWS's policies that the events of a function bring to its role. */
export function eventManagedPolicies(events: Data | undefined): readonly string[] {
  const names = (events?.kind === 'object' ? events.entries : []).map(({ value }) => {
    const type = stringOf(value, 'Type') ?? ''
    return managed[type === 'SNS' && takesQueue(entry(value, 'Properties')) ? 'SQS' : type]
  })
  return [...new Set(names.filter((name) => name !== undefined))]
}

/** Whether an event of a topic goes through a queue: `SqsSubscription: true`, or what the queue is. */
export function takesQueue(properties: Data | undefined): boolean {
  const queue = entry(properties, 'SqsSubscription')
  return queue?.kind === 'object' || scalarString(queue) === 'true'
}

const networkInterfaces = {
  Effect: 'Allow',
  Action: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
  ],
  Resource: '*',
}

const secretTypes: Readonly<Record<string, readonly string[]>> = {
  MSK: ['CLIENT_CERTIFICATE_TLS_AUTH'],
  MQ: ['BASIC_AUTH'],
  DocumentDB: ['BASIC_AUTH'],
  SelfManagedKafka: [
    'SASL_SCRAM_256_AUTH',
    'SASL_SCRAM_512_AUTH',
    'BASIC_AUTH',
    'CLIENT_CERTIFICATE_TLS_AUTH',
    'SERVER_ROOT_CA_CERTIFICATE',
  ],
}

/**
 * What the role of a function needs to read from brokers and clusters: the secret of each, its key, and a way into its
 * network. https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/eventsources/pull.py
 */
export function eventInlinePolicies(events: Data | undefined): Plain[] {
  return (events?.kind === 'object' ? events.entries : []).flatMap(({ key, value }) => {
    const statements = statementsOf(stringOf(value, 'Type') ?? '', entry(value, 'Properties'))
    if (statements.length === 0) return []
    const document = { Version: '2012-10-17', Statement: statements }
    return [make({ PolicyName: `${literal(key)}EventPolicy`, PolicyDocument: document }, key.span)]
  })
}

function statementsOf(type: string, properties: Data | undefined): Plain[] {
  const wanted = secretTypes[type]
  const listed = entry(properties, 'SourceAccessConfigurations')
  if (!wanted || listed?.kind !== 'list') return []
  const ofType = (names: readonly string[]): Data[] =>
    listed.items.flatMap((item) => {
      const uri = names.includes(stringOf(item, 'Type') ?? '') ? entry(item, 'URI') : undefined
      return uri ? [uri] : []
    })
  const statements = ofType(wanted).map((uri) => allow('secretsmanager:GetSecretValue', uri))
  const broker = entry(properties, 'Broker')
  const cluster = entry(properties, 'Cluster')
  if (type === 'MQ' && broker) statements.push(allow('mq:DescribeBroker', broker))
  if (type === 'DocumentDB') {
    statements.push(allow('rds:DescribeDBClusterParameters', arn('rds:@:cluster-pg:*', {})))
    statements.push(allow('rds:DescribeDBSubnetGroups', arn('rds:@:subgrp:*', {})))
    if (cluster) statements.push(allow('rds:DescribeDBClusters', cluster))
  }
  if (type === 'DocumentDB' || ofType(['VPC_SUBNET']).length > 0) statements.push(networkInterfaces)
  const key = entry(properties, 'SecretsManagerKmsKeyId')
  if (key && type !== 'MSK') statements.push(allow('kms:Decrypt', arn('kms:@:key/{Key}', { Key: key })))
  return statements
}

const allow = (action: string, resource: Plain): Plain => ({ Effect: 'Allow', Action: action, Resource: resource })
