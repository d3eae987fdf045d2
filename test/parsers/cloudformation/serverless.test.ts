import { policyTemplates } from '../../../parsers/cloudformation/sam/policy-templates'
import { display, entry } from '../../../src/model/value'
import { load, plain } from './evaluate'
import { modelOf, summary } from './summary'

const header = 'Transform: AWS::Serverless-2016-10-31\n'

async function documentOf(template: string, address: string, kind = 'inline') {
  const { model } = await modelOf({ 'a.yaml': header + template })
  const index = model.policies.findIndex((policy) => policy.resource.address === address && policy.kind === kind)
  return summary(model).documents[index]
}

const fn = (properties: string) =>
  `Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n${properties}`

test('a function without a role gets one, with what Globals and its policies say', async () => {
  const template = `
Globals: {Function: {Tracing: Active, VpcConfig: {SubnetIds: [a]}}}
${fn(`      Policies:
        - AWSLambdaExecute
        - AWSLambdaRole
        - arn:aws:iam::123456789012:policy/ours
        - !Ref Managed
        - Statement: [{Effect: Allow, Action: "iam:*", Resource: "*"}]
        - SQSPollerPolicy: {QueueName: !GetAtt Queue.QueueName}
      PermissionsBoundary: arn:aws:iam::123456789012:policy/boundary
`)}
  Queue: {Type: "AWS::SQS::Queue", Properties: {QueueName: jobs}}
  Managed: {Type: "AWS::IAM::ManagedPolicy", Properties: {PolicyDocument: {Statement: []}}}
`
  const { model, diagnostics } = await modelOf({ 'a.yaml': header + template })
  expect(diagnostics).toEqual([])
  expect(summary(model).lines).toEqual([
    'role FnRole ${FnRole} /',
    'trust FnRole on ${FnRole} joined',
    'inline FnRole FnRolePolicy4 on ${FnRole} joined',
    'inline FnRole FnRolePolicy5 on ${FnRole} joined',
    'managed Managed ${Managed}',
    'boundary arn:aws:iam::123456789012:policy/boundary to ${FnRole} joined',
    'permissions arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole to ${FnRole} joined',
    'permissions arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole to ${FnRole} joined',
    'permissions arn:${AWS::Partition}:iam::aws:policy/AWSXrayWriteOnlyAccess to ${FnRole} joined',
    'permissions arn:${AWS::Partition}:iam::aws:policy/AWSLambdaExecute to ${FnRole} joined',
    'permissions arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaRole to ${FnRole} joined',
    'permissions arn:aws:iam::123456789012:policy/ours to ${FnRole} joined',
    'permissions ${Managed} joined to ${FnRole} joined',
  ])
  expect(await documentOf(template, 'FnRole', 'trust')).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] }],
  })
})

test('a policy template allows what its page says, at the text that names it', async () => {
  const template =
    fn('      Policies:\n        - SNSPublishMessagePolicy: {TopicName: !GetAtt Topic.TopicName}\n') +
    '  Topic: {Type: "AWS::SNS::Topic", Properties: {TopicName: news}}\n'
  expect(await documentOf(template, 'FnRole')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sns:Publish'],
        Resource: 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${Topic.TopicName}',
      },
    ],
  })
  const { model } = await modelOf({ 'a.yaml': header + template })
  const at = model.policies.find((policy) => policy.kind === 'inline')?.document.statements[0]?.actions?.items[0]?.span
  expect(at?.source.text.slice(at.start, at.end)).toBe('SNSPublishMessagePolicy')
})

test('every policy template has statements and actions of one form', () => {
  expect(Object.keys(policyTemplates).length).toBeGreaterThan(75)
  for (const statements of Object.values(policyTemplates)) {
    for (const { actions, resources } of statements ?? []) {
      expect(actions).toMatch(/^(?:[a-z0-9-]+: [\w*]+( [\w*]+)*|[a-z0-9-]+:[\w*]+( [a-z0-9-]+:[\w*]+)*)$/)
      expect(resources.length).toBeGreaterThan(0)
      for (const resource of resources) expect(resource).toMatch(/^(?:\*|\{\w+\}|[a-z0-9]+:.*)$/)
    }
  }
})

test('an unknown policy template is a diagnostic', async () => {
  const { diagnostics } = await modelOf({ 'a.yaml': header + fn('      Policies: [{NoSuchPolicy: {}}]\n') })
  expect(diagnostics).toMatchObject([{ kind: 'unknown-policy-template', level: 'warning' }])
})

test('a condition around a policy stays a condition', async () => {
  const template = `
Parameters: {Env: {Type: String}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
${fn('      Policies:\n        - !If [Prod, AdministratorAccess, ReadOnlyAccess]\n')}`
  const { resources } = await load({ 'a.yaml': header + template })
  const role = resources.find((resource) => resource.address === 'FnRole')
  const arn = (name: string) => `arn:\${AWS::Partition}:iam::aws:policy/${name}`
  expect(plain(entry(role?.properties, 'ManagedPolicyArns'))).toEqual([
    arn('service-role/AWSLambdaBasicExecutionRole'),
    { if: 'Prod', yes: arn('AdministratorAccess'), no: undefined },
    { if: 'Prod', yes: undefined, no: arn('ReadOnlyAccess') },
  ])
})

test('a given role is kept, and none is made', async () => {
  const { model } = await modelOf({ 'a.yaml': header + fn('      Role: arn:aws:iam::123456789012:role/r\n') })
  expect(model.roles).toEqual([])
})

test('events create permissions, and a public URL lets everyone in', async () => {
  const template = fn(`      FunctionUrlConfig: {AuthType: NONE}
      Events:
        Put: {Type: S3, Properties: {Bucket: !Ref Bucket}}
        Get: {Type: Api, Properties: {Path: /, Method: get}}
        Tick: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
        News: {Type: SNS, Properties: {Topic: !Ref Topic}}
        Jobs: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
`)
  const rest = `  Bucket: {Type: "AWS::S3::Bucket"}\n  Topic: {Type: "AWS::SNS::Topic"}\n  Queue: {Type: "AWS::SQS::Queue"}\n`
  const { model, diagnostics } = await modelOf({ 'a.yaml': header + template + rest })
  expect(diagnostics).toEqual([])
  const permissions = model.policies.filter((policy) => policy.kind === 'resource')
  expect(permissions.map((policy) => policy.resource.address)).toEqual([
    'FnUrlPublicPermissions',
    'FnPutPermission',
    'FnGetPermission',
    'FnTickPermission',
    'FnNewsPermission',
  ])
  expect(plain(permissions[0]?.document.statements[0]?.data)).toMatchObject({
    Principal: '*',
    Action: 'lambda:InvokeFunctionUrl',
    Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
  })
  expect(summary(model).lines).toContainEqual(expect.stringContaining('AWSLambdaSQSQueueExecutionRole'))
  expect(model.resources.map((resource) => resource.address)).toContain('ServerlessRestApi')
})

test('a state machine has a role, and one for each event', async () => {
  const template = `
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Policies: [{LambdaInvokePolicy: {FunctionName: f}}]
      Events: {Tick: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}
`
  const { model } = await modelOf({ 'a.yaml': header + template })
  expect(model.roles.map((role) => role.resource.address)).toEqual(['FlowRole', 'FlowTickRole'])
  expect(await documentOf(template, 'FlowTickRole')).toMatchObject({
    Statement: [{ Action: 'states:StartExecution', Resource: '${Flow}' }],
  })
})

test('the resource policy of an API', async () => {
  const template = `
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth: {ResourcePolicy: {IpRangeWhitelist: [10.0.0.0/8], AwsAccountWhitelist: ["123456789012"]}}
`
  expect(await documentOf(template, 'Api', 'resource')).toMatchObject({
    Statement: [
      { Effect: 'Allow', Principal: { AWS: ['123456789012'] }, Action: 'execute-api:Invoke' },
      { Effect: 'Deny', Principal: '*', Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } } },
      { Effect: 'Allow', Principal: '*' },
    ],
  })
})

test('connectors of their own and inside a resource', async () => {
  const template = `${fn('      Handler: x\n')}    Connectors:
      ToTable: {Properties: {Destination: {Id: Table}, Permissions: [Read]}}
  Table: {Type: "AWS::Serverless::SimpleTable"}
  Topic: {Type: "AWS::SNS::Topic"}
  Queue: {Type: "AWS::SQS::Queue"}
  Link:
    Type: AWS::Serverless::Connector
    Properties: {Source: {Id: Topic}, Destination: {Id: Queue}, Permissions: [Write]}
`
  const { model } = await modelOf({ 'a.yaml': header + template })
  expect(summary(model).lines).toEqual(
    expect.arrayContaining([
      'permissions ${FnToTablePolicy} joined to ${FnRole} joined',
      'resource LinkQueuePolicy on ${Queue} joined',
    ]),
  )
  expect(await documentOf(template, 'FnToTablePolicy', 'managed')).toMatchObject({
    Statement: [
      { Action: expect.arrayContaining(['dynamodb:GetItem']), Resource: ['${Table.Arn}', '${Table.Arn}/index/*'] },
    ],
  })
})

test('a method without authorizer is one that anybody can call', async () => {
  const template = `
Globals: {Api: {Auth: {DefaultAuthorizer: Pool, Authorizers: {Pool: {UserPoolArn: x}}}}}
${fn(`      Events:
        Given: {Type: Api, Properties: {Path: /, Method: get}}
        Open: {Type: Api, Properties: {Path: /o, Method: get, Auth: {Authorizer: NONE}}}
        Http: {Type: HttpApi, Properties: {Path: /h, Method: post}}
        Own: {Type: Api, Properties: {Path: /, Method: get, RestApiId: !Ref Own}}
`)}
  Own: {Type: "AWS::Serverless::Api", Properties: {StageName: x, DefinitionUri: s3://b/k}}
`
  const { resources } = await load({ 'a.yaml': header + template })
  const methods = resources.filter((resource) => /Method$|Route$/.test(resource.type))
  expect(methods.map((one) => [one.address, plain(entry(one.properties, 'AuthorizationType'))])).toEqual([
    ['FnGivenMethod', 'COGNITO_USER_POOLS'],
    ['FnOpenMethod', 'NONE'],
    ['FnHttpRoute', 'NONE'],
  ])
})

test('the scheduler has a role to call the function', async () => {
  const template = fn('      Events: {Tick: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}}\n')
  expect(await documentOf(template, 'FnTickRole')).toMatchObject({
    Statement: [{ Action: 'lambda:InvokeFunction', Resource: '${Fn.Arn}' }],
  })
})

describe('destinations', () => {
  const asynchronous = (destination: string) =>
    fn(`      EventInvokeConfig: {DestinationConfig: {OnFailure: ${destination}}}\n`)
  const stream = (destination: string) =>
    fn(
      `      Events: {E: {Type: Kinesis, Properties: {Stream: !GetAtt S.Arn, DestinationConfig: {OnFailure: ${destination}}}}}\n`,
    )
  const bucket = [
    { Effect: 'Allow', Action: ['s3:PutObject'], Resource: 'arn:aws:s3:::b/*' },
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::b' },
  ]
  const topic = 'arn:aws:sns:us-east-1:123456789012:t'
  const publish = [{ Effect: 'Allow', Action: ['sns:Publish'], Resource: topic }]
  test.each([
    ['a bucket', asynchronous('{Type: S3Bucket, Destination: "arn:aws:s3:::b"}'), bucket],
    ['a bucket of a stream', stream('{Type: S3, Destination: "arn:aws:s3:::b"}'), bucket],
    ['a topic of a stream', stream(`{Type: SNS, Destination: "${topic}"}`), publish],
    ['one of a stream without a type', stream(`{Destination: "${topic}"}`), undefined],
    [
      'a queue that is not named, and made',
      asynchronous('{Type: SQS}'),
      [{ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: '${FnEventInvokeConfigOnFailureQueue.Arn}' }],
    ],
  ])('%s', async (_, template, statements) => {
    const document = await documentOf(`${template}  S: {Type: "AWS::Kinesis::Stream"}\n`, 'FnRole')
    expect((document as { Statement: unknown } | undefined)?.Statement).toEqual(statements)
  })

  test('one that is not named in one branch is made for that branch', async () => {
    const template = `Conditions: {C: !Equals [!Ref "AWS::Region", x]}\n${asynchronous(`{Type: SNS, Destination: !If [C, "${topic}", !Ref "AWS::NoValue"]}`)}`
    const { model } = await modelOf({ 'a.yaml': header + template })
    const inline = model.policies.find((policy) => policy.kind === 'inline')
    expect(inline?.document.statements.map(({ resources }) => resources?.items.map(display))).toEqual([
      [topic],
      ['${FnEventInvokeConfigOnFailureTopic}'],
    ])
  })
})

test('what the transform makes says for whose sake', async () => {
  const { model } = await modelOf({ 'a.yaml': header + fn('      Policies: AWSLambdaExecute\n') })
  expect(model.resources.map(({ address, madeFor }) => [address, madeFor])).toEqual([
    ['Fn', undefined],
    ['FnRole', 'Fn'],
  ])
})
