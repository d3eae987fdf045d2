import { entry } from '../../../src/model/value'
import { load, plain } from './evaluate'
import { modelOf, summary } from './summary'

const header = 'Transform: AWS::Serverless-2016-10-31\n'
const fn = (properties: string) =>
  `Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n${properties}`

const resourcesOf = async (template: string) => {
  const { resources, diagnostics } = await load({ 'a.yaml': header + template })
  return { diagnostics, of: (address: string) => resources.find((one) => one.address === address) }
}

test('IgnoreGlobals keeps some of Globals out, or all', async () => {
  const template = `
Globals: {Function: {Timeout: 3, Role: arn:aws:iam::123456789012:role/shared}}
Resources:
  All: {Type: "AWS::Serverless::Function", Properties: {}}
  None: {Type: "AWS::Serverless::Function", IgnoreGlobals: "*", Properties: {}}
  NoRole: {Type: "AWS::Serverless::Function", IgnoreGlobals: [Role], Properties: {}}
`
  const { of } = await resourcesOf(template)
  const shown = (name: string) =>
    ['Role', 'Timeout'].map((property) => plain(entry(of(name)?.properties, property)) as string)
  expect(shown('All')).toEqual(['arn:aws:iam::123456789012:role/shared', 3])
  expect(shown('None')).toEqual(['${NoneRole.Arn}', undefined])
  expect(shown('NoRole')).toEqual(['${NoRoleRole.Arn}', 3])
  expect(of('AllRole')).toBeUndefined()
})

test('the implicit API is as Globals say', async () => {
  const template = `
Globals:
  Api:
    EndpointConfiguration: PRIVATE
    Auth: {ResourcePolicy: {SourceVpcWhitelist: [vpc-1, vpce-2]}, Authorizers: {A: {FunctionArn: !GetAtt Fn.Arn}}}
${fn('      Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}\n')}`
  const { of } = await resourcesOf(template)
  const api = of('ServerlessRestApi')?.properties
  expect(plain(entry(api, 'EndpointConfiguration'))).toEqual({ Types: ['PRIVATE'] })
  expect(plain(entry(api, 'Policy'))).toMatchObject({
    Statement: [
      { Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpc': ['vpc-1'] } } },
      { Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-2'] } } },
      { Effect: 'Allow', Principal: '*' },
    ],
  })
  expect(of('ServerlessRestApiAAuthorizerPermission')).toBeDefined()
})

test('an authorizer that is called by a role needs no permission', async () => {
  const api = (authorizer: string) => `
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: {StageName: x, Auth: {Authorizers: {A: {FunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:a", ${authorizer}}}}}
`
  const permission = async (authorizer: string) => (await resourcesOf(api(authorizer))).of('ApiAAuthorizerPermission')
  expect(await permission('FunctionInvokeRole: "arn:aws:iam::123456789012:role/r"')).toBeUndefined()
  expect(await permission('DisableFunctionDefaultPermissions: true')).toBeUndefined()
  expect(await permission('FunctionInvokeRole: NONE')).toBeDefined()
})

test('a WebSocket API asks on $connect, and may call the functions of its routes', async () => {
  const template = `
Resources:
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      Auth: {AuthType: CUSTOM, AuthArn: !GetAtt Guard.Arn}
      Routes: {$connect: {FunctionArn: !GetAtt Fn.Arn}, send: {FunctionArn: !GetAtt Fn.Arn}}
  Fn: {Type: "AWS::Serverless::Function", Properties: {}}
  Guard: {Type: "AWS::Serverless::Function", Properties: {}}
`
  const { of, diagnostics } = await resourcesOf(template)
  expect(diagnostics).toEqual([])
  expect(
    ['ChatconnectRoute', 'ChatsendRoute'].map((id) => plain(entry(of(id)?.properties, 'AuthorizationType'))),
  ).toEqual(['CUSTOM', 'NONE'])
  for (const id of ['ChatconnectPermission', 'ChatsendPermission', 'ChatAuthorizerPermission']) {
    expect(plain(entry(of(id)?.properties, 'Principal'))).toBe('apigateway.amazonaws.com')
  }
})

test('a topic that goes through a queue calls the queue, not the function', async () => {
  const template = fn(`      Events:
        Made: {Type: SNS, Properties: {Topic: !Ref Topic, SqsSubscription: true}}
        Given: {Type: SNS, Properties: {Topic: !Ref Topic, SqsSubscription: {QueueArn: !GetAtt Queue.Arn, QueueUrl: !Ref Queue}}}
`)
  const rest = `  Topic: {Type: "AWS::SNS::Topic"}\n  Queue: {Type: "AWS::SQS::Queue"}\n`
  const { model, diagnostics } = await modelOf({ 'a.yaml': header + template + rest })
  expect(diagnostics).toEqual([])
  const lines = summary(model).lines
  expect(lines).toContain('resource FnMadeQueuePolicy on ${FnMadeQueue} joined')
  expect(lines).toContain('resource FnGivenQueuePolicy on ${Queue} joined')
  expect(lines).toContainEqual(expect.stringContaining('AWSLambdaSQSQueueExecutionRole'))
  expect(lines.filter((line) => line.includes('Permission '))).toEqual([])
})

describe('what a role needs to read from brokers', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:s'
  const document = async (type: string, more: string) => {
    const template = fn(`      Events: {E: {Type: ${type}, Properties: {SourceAccessConfigurations: [${more}]}}}\n`)
    const { model } = await modelOf({ 'a.yaml': header + template })
    const policy = model.policies.find(({ kind }) => kind === 'inline')
    return policy?.document.statements.map(({ data }) => plain(data) as { Action: unknown; Resource: unknown })
  }
  test.each([
    ['MQ', `{Type: BASIC_AUTH, URI: "${secret}"}`],
    ['MSK', `{Type: CLIENT_CERTIFICATE_TLS_AUTH, URI: "${secret}"}`],
    ['DocumentDB', `{Type: BASIC_AUTH, URI: "${secret}"}`],
    ['SelfManagedKafka', `{Type: SASL_SCRAM_512_AUTH, URI: "${secret}"}`],
  ])('%s', async (type, configuration) => {
    const statements = await document(type, configuration)
    expect(statements?.[0]).toMatchObject({ Action: 'secretsmanager:GetSecretValue', Resource: secret })
  })

  test('a network to be in', async () => {
    const [statement] = (await document('SelfManagedKafka', '{Type: VPC_SUBNET, URI: "subnet:subnet-1"}')) ?? []
    expect(statement?.Action).toContain('ec2:CreateNetworkInterface')
  })

  test('nothing without either', async () => {
    expect(await document('MSK', '{Type: VIRTUAL_HOST, URI: /}')).toBeUndefined()
  })
})

test('a type that SAM has and this does not know is said', async () => {
  const { diagnostics } = await resourcesOf('Resources:\n  X: {Type: "AWS::Serverless::Something", Properties: {}}\n')
  expect(diagnostics).toMatchObject([{ kind: 'unknown-serverless-type' }])
})

test('a GraphQL API has a role for its log and for each data source that names none', async () => {
  const template = `
Resources:
  Graph:
    Type: AWS::Serverless::GraphQLApi
    Properties:
      DataSources:
        DynamoDb:
          Orders: {TableName: !Ref Table, TableArn: !GetAtt Table.Arn, Permissions: [Read]}
          Given: {TableName: !Ref Table, TableArn: !GetAtt Table.Arn, ServiceRoleArn: arn:aws:iam::123456789012:role/r}
        Lambda:
          Price: {FunctionArn: !GetAtt Fn.Arn}
  Quiet: {Type: "AWS::Serverless::GraphQLApi", Properties: {Logging: false}}
  Table: {Type: "AWS::Serverless::SimpleTable"}
  Fn: {Type: "AWS::Lambda::Function", Properties: {Role: arn:aws:iam::123456789012:role/r}}
`
  const { model, diagnostics } = await modelOf({ 'a.yaml': header + template })
  expect(diagnostics).toEqual([])
  expect(model.roles.map(({ resource }) => resource.address)).toEqual([
    'GraphCloudWatchRole',
    'GraphOrdersRole',
    'GraphPriceRole',
  ])
  const inline = model.policies.filter(({ kind }) => kind === 'inline')
  const shown = inline.map(
    ({ document }) => plain(document.statements[0]?.data) as { Action: string[]; Resource: string[] },
  )
  expect(shown[0]?.Action).toContain('dynamodb:GetItem')
  expect(inline[0]?.document.statements).toHaveLength(1)
  expect(shown[1]).toMatchObject({ Resource: ['${Fn.Arn}', '${Fn.Arn}:*'] })
})
