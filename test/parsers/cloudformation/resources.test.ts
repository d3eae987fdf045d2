import { readFileSync } from 'node:fs'
import { identityPolicies } from '../../../src/iam/identity'
import type { Role } from '../../../src/model/iam'
import { display, literal, type Text } from '../../../src/model/value'
import { modelOf, summary } from './summary'

const fixture = (name: string) => readFileSync(`fixtures/cloudformation/${name}`, 'utf8')

test('identities, their policies, attachments and credentials', async () => {
  const { model, diagnostics } = await modelOf({ 'a.yaml': fixture('identities.yaml') })
  expect(diagnostics).toEqual([])
  expect(summary(model).lines).toEqual([
    'user Alice alice',
    'group Admins ${Admins}',
    'role Deploy deploy /ci/',
    'role Target ${Target} /',
    'trust Deploy on deploy joined',
    'inline Deploy inline on deploy joined',
    'trust Target on ${Target} joined',
    'inline Shared shared on alice joined',
    'inline Shared shared on ${Admins} joined',
    'inline Shared shared on deploy joined',
    'managed Managed ${Managed}',
    'inline Own own on deploy joined',
    'boundary ${BoundaryArn} to deploy joined',
    'permissions arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess to deploy joined',
    'permissions arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess to deploy joined',
    'permissions ${Managed} joined to alice joined',
    'member alice joined of ${Admins}',
    'member bob of ${Admins}',
    'member alice joined of ${Admins}',
    'key of alice joined',
    'login of alice password ${{{resolve:secretsmanager:alice}}}',
    'profile of deploy',
    'passwords Passwords AWS::IAM::AccountPasswordPolicy',
    'oidc https://token.actions.githubusercontent.com',
  ])
})

test('one document object in every carrier of AWS::IAM::Policy', async () => {
  const { model } = await modelOf({ 'a.yaml': fixture('identities.yaml') })
  const shared = model.policies.filter((policy) => policy.resource.address === 'Shared')
  expect(new Set(shared.map((policy) => policy.document)).size).toBe(1)
})

test('an action in JSON inside a block scalar has its own place', async () => {
  const text = fixture('identities.yaml')
  const { model } = await modelOf({ 'a.yaml': text })
  const inline = model.policies.find((policy) => policy.kind === 'inline' && policy.resource.address === 'Deploy')
  const action = inline?.document.statements[0]?.actions?.items[0]
  expect(action && literal(action)).toBe('iam:PassRole')
  expect(action && text.slice(action.span.start, action.span.end)).toBe('iam:PassRole')
  const target = inline?.document.statements[0]?.resources?.items[0]?.parts[0]
  expect(target).toMatchObject({ kind: 'hole', symbol: { address: 'Target', attribute: 'Arn' } })
  expect(target && text.slice(target.span.start, target.span.end)).toBe('${Target.Arn}')
})

test('a condition becomes a guard, and decides when parameters do', async () => {
  const texts = { 'a.yaml': fixture('identities.yaml') }
  const open = (await modelOf(texts)).model.roles.find((role) => role.resource.address === 'Target')
  expect(open?.resource.guards).toEqual([{ condition: 'WantsAdmin', is: true }])
  const off = await modelOf(texts, { BoundaryArn: 'arn:aws:iam::123456789012:policy/b' })
  expect(off.model.roles.map((role) => role.resource.address)).toEqual(['Deploy'])
  expect(summary(off.model).lines).not.toContainEqual(expect.stringContaining('AdministratorAccess'))
})

test('resource policies, organization policies, permission sets', async () => {
  const { model } = await modelOf({ 'a.yaml': fixture('resource-policies.yaml') })
  expect(summary(model).lines).toEqual([
    'permission-set Admin admin',
    'resource BucketPolicy on ${Bucket} joined',
    'resource Key on ${Key} joined',
    'resource QueuePolicy on ${QueueA} joined',
    'resource QueuePolicy on ${QueueB} joined',
    'resource Invoke on ${Function.Arn} joined',
    'resource Bus',
    'resource OldBus other on default',
    'endpoint Endpoint on ${Endpoint} joined',
    'scp Guard guard',
    'inline Admin on admin joined',
    'permissions arn:aws:iam::aws:policy/AdministratorAccess to admin joined',
    'permissions ours to admin joined',
    'assignment ${Admin.PermissionSetArn} joined',
  ])
})

test('a permission is one statement, as AWS keeps it', async () => {
  const { model } = await modelOf({ 'a.yaml': fixture('resource-policies.yaml') })
  const index = model.policies.findIndex((policy) => policy.resource.address === 'Invoke')
  expect(summary(model).documents[index]).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: '${Function.Arn}',
        Condition: {
          ArnLike: { 'aws:SourceArn': '${Bucket.Arn}' },
          StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' },
        },
      },
    ],
  })
})

test('a name with holes leaves the symbol, so that references join', async () => {
  const text = `
Resources:
  Role: {Type: "AWS::IAM::Role", Properties: {RoleName: !Sub "\${AWS::StackName}-app"}}
  Policy:
    Type: AWS::IAM::Policy
    Properties: {PolicyName: p, PolicyDocument: {Statement: []}, Roles: [!Ref Role]}
`
  const { model } = await modelOf({ 'a.yaml': text })
  expect(model.policies[0]?.carrier?.to).toBe(model.roles[0])
})

test('the ARN of a named role has its pattern', async () => {
  const text = `
Resources:
  Role: {Type: "AWS::IAM::Role", Properties: {RoleName: app, Path: /svc/}}
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: "iam:PassRole", Resource: !GetAtt Role.Arn}]}}
`
  const { model } = await modelOf({ 'a.yaml': text })
  const resource = model.policies[0]?.document.statements[0]?.resources?.items[0]
  expect(resource?.parts[0]).toMatchObject({ kind: 'hole', pattern: 'arn:*:iam::*:role/svc/app' })
})

describe('what a condition chooses one by one', () => {
  const text = `
Parameters: {Extra: {Type: String, Default: ""}}
Conditions: {HasExtra: !Not [!Equals [!Ref Extra, ""]]}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
      PermissionsBoundary: !If [HasExtra, "arn:aws:iam::123456789012:policy/b", !Ref AWS::NoValue]
      ManagedPolicyArns: [!Ref Extra, !If [HasExtra, !Ref Extra, !Ref AWS::NoValue], "arn:aws:iam::aws:policy/ReadOnlyAccess"]
      Policies:
        - !If [HasExtra, {PolicyName: a, PolicyDocument: {Statement: []}}, {PolicyName: b, PolicyDocument: {Statement: []}}]
        - {PolicyName: c, PolicyDocument: {Statement: []}}
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: []}, Roles: [!If [HasExtra, !Ref Role, !Ref AWS::NoValue]]}
`
  const yes = [{ condition: 'HasExtra', is: true }]
  const no = [{ condition: 'HasExtra', is: false }]

  test('has its guards, and an empty ARN attaches nothing', async () => {
    const { model } = await modelOf({ 'a.yaml': text })
    const inline = model.policies.filter((policy) => policy.kind === 'inline')
    expect(inline.map(({ name, guards }) => [name && literal(name), guards])).toEqual([
      ['a', yes],
      ['b', no],
      ['c', undefined],
    ])
    expect(model.attachments.map(({ as, policy, guards }) => [as, display(policy.text), guards])).toEqual([
      ['boundary', 'arn:aws:iam::123456789012:policy/b', yes],
      ['permissions', '${Extra}', yes],
      ['permissions', 'arn:aws:iam::aws:policy/ReadOnlyAccess', undefined],
      ['permissions', '${Managed}', yes],
    ])
  })

  test('is not certain to the engine', async () => {
    const { model } = await modelOf({ 'a.yaml': text })
    const { sources } = identityPolicies(model.roles[0] as Role, model)
    expect(sources.map(({ name, guarded }) => [name, guarded])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
      ['ReadOnlyAccess', false],
      ['Managed', true],
    ])
  })

  test('a boundary that may not be there is one that nobody knows', async () => {
    const boundary = async (parameters?: Record<string, string>) =>
      (await modelOf({ 'a.yaml': text }, parameters)).model.roles[0]?.boundary?.text
    expect((await boundary())?.parts).toMatchObject([{ kind: 'hole' }])
    expect(display((await boundary({ Extra: 'x' })) as Text)).toBe('arn:aws:iam::123456789012:policy/b')
    expect(await boundary({ Extra: '' })).toBeUndefined()
  })
})
