/** A small estate in code that means one thing and can be written in many ways. */

/** What it means: the actions of a policy for a role, in Terraform and in CloudFormation. */
export interface Meaning {
  readonly actions: readonly string[]
  /** Who has the shared document attached; the names of users. */
  readonly sharers: readonly string[]
}

export const first: Meaning = { actions: ['s3:*', 'iam:PassRole', 'kms:Decrypt'], sharers: ['mia', 'noa'] }

/** How it is written: none of it changes what it means. */
export interface Manner {
  readonly document: 'jsonencode' | 'heredoc' | 'data'
  readonly file: 'main.tf' | 'roles.tf' | 'infra/roles.tf'
  readonly template: 'stack.yaml' | 'stack.json' | 'stacks/app.yaml'
  readonly shared: 'shared.json' | 'policies/shared.json'
  readonly local: 'all' | 'everything'
  readonly variable: 'bucket' | 'name_of_bucket'
  readonly sid: boolean
  readonly reversed: boolean
  readonly above: 0 | 3 | 10
  readonly between: 'nothing' | 'comments'
  readonly splitStatements: boolean
  readonly ends: '\n' | '\r\n'
  readonly quiet: boolean
  readonly indent: 2 | 4
}

export const plainManner: Manner = {
  document: 'jsonencode',
  file: 'main.tf',
  template: 'stack.yaml',
  shared: 'shared.json',
  local: 'all',
  variable: 'bucket',
  sid: false,
  reversed: false,
  above: 0,
  between: 'nothing',
  splitStatements: false,
  ends: '\n',
  quiet: true,
  indent: 2,
}

/** Each way in which a manner may change, with all that it may become. */
export const choices: { readonly [Key in keyof Manner]: readonly Manner[Key][] } = {
  document: ['jsonencode', 'heredoc', 'data'],
  file: ['main.tf', 'roles.tf', 'infra/roles.tf'],
  template: ['stack.yaml', 'stack.json', 'stacks/app.yaml'],
  shared: ['shared.json', 'policies/shared.json'],
  local: ['all', 'everything'],
  variable: ['bucket', 'name_of_bucket'],
  sid: [true, false],
  reversed: [true, false],
  above: [0, 3, 10],
  between: ['nothing', 'comments'],
  splitStatements: [true, false],
  ends: ['\n', '\r\n'],
  quiet: [true, false],
  indent: [2, 4],
}

interface Statement {
  readonly Sid?: string
  readonly Effect: string
  readonly Action: readonly string[]
  readonly Resource: string
}

/** The files of a meaning, written in a manner. */
export function filesOf(meaning: Meaning, manner: Manner): Readonly<Record<string, string>> {
  const directory = manner.file.includes('/') ? 'infra' : '.'
  const shared = directory === '.' ? manner.shared : `infra/${manner.shared}`
  const files: Record<string, string> = {
    [manner.file]: terraform(meaning, manner),
    [shared]: json([{ Effect: 'Allow', Action: ['sqs:*'], Resource: '*' }], manner),
    [manner.template]: template(meaning, manner),
    ...(manner.quiet ? {} : { 'other/main.tf': 'resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n}\n' }),
  }
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', manner.ends)]))
}

function statementsOf({ actions }: Meaning, { sid, reversed, splitStatements }: Manner, any: string): Statement[] {
  const own = { Effect: 'Allow', Action: reversed ? [...actions].reverse() : actions, Resource: any }
  const logs = (...Action: string[]): Statement => ({
    Effect: 'Allow',
    Action,
    Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:app:*',
  })
  const [create, put] = ['logs:CreateLogStream', 'logs:PutLogEvents']
  const rest = splitStatements ? [logs(create), logs(put)] : [logs(create, put)]
  const all = reversed ? [...rest, own] : [own, ...rest]
  return sid ? all.map((statement, at) => ({ Sid: `Statement${at}`, ...statement })) : all
}

const json = (statements: readonly Statement[], { indent }: Manner): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, indent)

function terraform(meaning: Meaning, manner: Manner): string {
  const { local, variable, above, between, shared, reversed } = manner
  const blocks = [
    `locals {\n  ${local} = "*"\n}`,
    `variable "${variable}" {\n  default = "logs"\n}`,
    `resource "aws_s3_bucket" "logs" {\n  bucket = var.${variable}\n}`,
    `resource "aws_iam_role" "app" {\n  name = "app"\n  assume_role_policy = ${jsonencode(trust)}\n}`,
    `resource "aws_s3_bucket_policy" "logs" {\n  bucket = aws_s3_bucket.logs.id\n  policy = ${jsonencode(open(reversed))}\n}`,
    ...documentBlocks(meaning, manner),
    ...meaning.sharers.map(
      (name) =>
        `resource "aws_iam_user" "${name}" {\n  name = "${name}"\n}\n\nresource "aws_iam_user_policy" "${name}" {\n` +
        `  user   = aws_iam_user.${name}.name\n  policy = file("\${path.module}/${shared}")\n}`,
    ),
  ]
  const ordered = reversed ? blocks.reverse() : blocks
  const gap = between === 'comments' ? '\n\n# The next one.\n' : '\n\n'
  return `${'# A line.\n'.repeat(above)}${ordered.join(gap)}\n`
}

/** Strangers may write, each of several ways. */
function open(reversed: boolean): unknown {
  const order = <T>(...items: readonly T[]): readonly T[] => (reversed ? [...items].reverse() : items)
  const Principal = { AWS: order('arn:aws:iam::222222222222:root', 'arn:aws:iam::333333333333:root') }
  const Action = order('s3:PutBucketPolicy', 's3:DeleteObject', 's3:PutObject')
  const Resource = order('arn:aws:s3:::logs', 'arn:aws:s3:::logs/*')
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, Resource }] }
}

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}

const jsonencode = (value: unknown): string => `jsonencode(${JSON.stringify(value)})`

function documentBlocks(meaning: Meaning, manner: Manner): readonly string[] {
  const policy = (text: string): string =>
    `resource "aws_iam_role_policy" "app" {\n  name   = "app"\n  role   = aws_iam_role.app.id\n  policy = ${text}\n}`
  const any = `\${local.${manner.local}}`
  const statements = statementsOf(meaning, manner, any)
  if (manner.document === 'jsonencode') return [policy(jsonencode({ Version: '2012-10-17', Statement: statements }))]
  if (manner.document === 'heredoc') return [policy(`<<-EOT\n${json(statements, manner)}\nEOT`)]
  const written = statements.map(({ Sid, Action, Resource }) => {
    const sid = Sid === undefined ? '' : `    sid = "${Sid}"\n`
    return `  statement {\n${sid}    actions = ${JSON.stringify(Action)}\n    resources = ["${Resource}"]\n  }`
  })
  return [
    `data "aws_iam_policy_document" "app" {\n${written.join('\n')}\n}`,
    policy('data.aws_iam_policy_document.app.json'),
  ]
}

function template(meaning: Meaning, manner: Manner): string {
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'worker',
      AssumeRolePolicyDocument: trust,
      Policies: [
        {
          PolicyName: 'work',
          PolicyDocument: { Version: '2012-10-17', Statement: statementsOf(meaning, manner, '*') },
        },
      ],
    },
  }
  const queue = { Type: 'AWS::SQS::Queue' }
  const Resources = manner.reversed ? { Queue: queue, Worker: role } : { Worker: role, Queue: queue }
  const whole = { AWSTemplateFormatVersion: '2010-09-09', Resources }
  if (manner.template.endsWith('.json')) return `${JSON.stringify(whole, null, manner.indent)}\n`
  return `${'# A line.\n'.repeat(manner.above)}${yaml(whole, '', ' '.repeat(manner.indent))}`
}

/** Plain block YAML: what it takes here. */
function yaml(value: unknown, before: string, step: string): string {
  if (Array.isArray(value))
    return value.map((item) => `${before}- ${yaml(item, `${before}  `, step).trimStart()}`).join('')
  if (typeof value !== 'object' || value === null) return `${JSON.stringify(value)}\n`
  return Object.entries(value)
    .map(([key, item]) => {
      const nested = typeof item === 'object' && item !== null
      return `${before}${key}:${nested ? '\n' : ' '}${yaml(item, nested ? before + step : '', step)}`
    })
    .join('')
}
