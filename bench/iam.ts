import { isAdmin } from '../src/iam/admin'
import { escalationPaths } from '../src/iam/escalation'
import { managedDocument } from '../src/iam/managed'
import { allowedWithoutMfa } from '../src/iam/mfa'
import { whoCan } from '../src/iam/who-can'
import { type Attachment, emptyModel, type Policy, type Role } from '../src/model/iam'
import type { PolicyDocument, Statement } from '../src/model/policy'
import type { Resource } from '../src/model/resource'
import { SourceFile, span } from '../src/model/source'
import { text } from '../src/model/value'

/**
 * Speed of the engine: 10,000 roles with 20 statements each (all different), every question for all of them, then one
 * `who-can`. Bundle it first, beside the tables:
 * `npx esbuild bench/iam.ts --bundle --platform=node --outfile=src/iam/bench.cjs && node src/iam/bench.cjs; rm src/iam/bench.cjs`
 */
const file = new SourceFile('bench.tf', '')
const at = span(file)
const services = [
  's3',
  'ec2',
  'dynamodb',
  'sqs',
  'sns',
  'logs',
  'kms',
  'lambda',
  'ecs',
  'secretsmanager',
  'iam',
  'ssm',
  'glue',
]
const verbs = [
  'Get*',
  'List*',
  'Describe*',
  'PutObject',
  'DeleteItem',
  'SendMessage',
  'Create*',
  'Decrypt',
  'PassRole',
  'Tag*',
]

function resource(type: string, name: string): Resource {
  const properties = { kind: 'object', entries: [], span: at } as const
  return {
    address: `${type}.${name}`,
    type,
    canonicalType: type,
    framework: 'terraform',
    name,
    scope: '.',
    span: at,
    body: at,
    moduleCalls: [],
    trace: [],
    guards: [],
    properties,
  }
}

function statement(index: number, at20: number): Statement {
  const service = services[(index + at20) % services.length] as string
  const items = [0, 1, 2, 3, 4].map((verb) => text(`${service}:${verbs[(index * 3 + verb + at20) % verbs.length]}`, at))
  const wide = (index + at20) % 7 === 0
  const resources = [text(wide ? '*' : `arn:aws:${service}:eu-west-1:111122223333:thing-${index}-${at20}/*`, at)]
  const effect = at20 % 10 === 9 ? 'Deny' : 'Allow'
  return {
    sid: undefined,
    effect,
    effectSpan: at,
    principals: undefined,
    actions: { items, unknown: [], span: at, negated: false, keySpan: at },
    resources: { items: resources, unknown: [], span: at, negated: false, keySpan: at },
    conditions: [],
    unknownConditions: [],
    guards: [],
    span: at,
    data: { kind: 'null', span: at },
  }
}

function document(index: number): PolicyDocument {
  const statements = Array.from({ length: 20 }, (_, at20) => statement(index, at20))
  return {
    version: text('2012-10-17', at),
    id: undefined,
    statements,
    unknown: [],
    problems: [],
    span: at,
    data: { kind: 'null', span: at },
  }
}

const model = emptyModel()
const trusted = managedDocument('AWSLambdaExecute') as PolicyDocument
for (let index = 0; index < 10_000; index++) {
  const own = resource('aws_iam_role', `role-${index}`)
  const role: Role = {
    kind: 'role',
    resource: own,
    name: text(`role-${index}`, at),
    path: undefined,
    trust: undefined,
    boundary: undefined,
    maxSessionDuration: undefined,
  }
  const policy: Policy = {
    kind: 'managed',
    resource: resource('aws_iam_policy', `policy-${index}`),
    name: text(`policy-${index}`, at),
    document: index === 0 ? trusted : document(index),
    use: at,
  }
  const attachment: Attachment = {
    kind: 'attachment',
    resource: own,
    as: 'permissions',
    policy: { text: text('', at), to: policy },
    target: { text: role.name, to: role, identityKind: 'role' },
    exclusive: false,
    span: at,
  }
  model.roles.push(role)
  model.policies.push(policy)
  model.attachments.push(attachment)
}

function timed(name: string, work: () => number): void {
  const [started, used] = [performance.now(), process.cpuUsage()]
  const count = work()
  const { user, system } = process.cpuUsage(used)
  const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2)
  console.log(
    `${name}: ${seconds(performance.now() - started)} s, ${seconds((user + system) / 1000)} s of processor (${count})`,
  )
}

const sensitive = [
  'iam:CreateUser',
  'iam:PutUserPolicy',
  'iam:PassRole',
  's3:DeleteBucket',
  's3:PutBucketPolicy',
  'kms:ScheduleKeyDeletion',
  'ec2:TerminateInstances',
  'secretsmanager:GetSecretValue',
  'sts:AssumeRole',
  'organizations:LeaveOrganization',
]

timed('admin', () => model.roles.filter((role) => isAdmin(role, model)).length)
timed('without MFA', () => model.roles.filter((role) => allowedWithoutMfa(role, sensitive, model).length > 0).length)
timed('escalation', () => model.roles.filter((role) => escalationPaths(role, model).length > 0).length)
timed('who-can', () => whoCan(model, 's3:PutObject').principals.length)
timed('who-can on one', () => whoCan(model, 's3:GetObject', 'arn:aws:s3:::data/a').principals.length)
console.log(`${Math.round(process.memoryUsage().rss / 1e6)} MB`)
