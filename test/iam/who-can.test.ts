import { can, findPrincipals, whoCan } from '../../src/iam/who-can'
import type { Policy } from '../../src/model/iam'
import { canConsole, canJson, whoCanConsole, whoCanJson } from '../../src/report/access'
import { allow, deny, ModelBuilder, policy } from './build'

const object = 'arn:aws:s3:::data/a.csv'

function cast(): ModelBuilder {
  const builder = new ModelBuilder()
  builder.user('alice', allow('s3:GetObject', 'arn:aws:s3:::data/*'))
  builder.user('bob', allow('s3:*'), deny('s3:Get*', 'arn:aws:s3:::data/*'))
  builder.user('carol', allow('s3:GetObject', '*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }))
  const dave = builder.user('dave')
  const readers = builder.group('readers', allow('s3:Get*'))
  builder.member(dave, readers)
  const erin = builder.user('erin', allow('*'))
  builder.boundary(erin, allow('ec2:*'))
  builder.user('frank', allow('s3:GetObject', 'arn:aws:s3:::other/*'))
  builder.role('app', { Service: 'ec2.amazonaws.com' }, allow('s3:GetObject', 'arn:aws:s3:::data/reports/*'))
  return builder
}

test('who can read an object, and who may', () => {
  const answer = whoCan(cast().done(), 's3:GetObject', object)
  expect(answer.principals.map(({ principal, answer }) => `${principal.resource.name} ${answer}`)).toEqual([
    'alice yes',
    'dave yes',
    'carol unknown',
  ])
  expect(answer.asked).toBe(7)
  expect(answer.knownAction).toBe(true)
})

test('who can on any resource', () => {
  const answer = whoCan(cast().done(), 's3:GetObject')
  expect(answer.principals.map(({ principal }) => principal.resource.name)).toEqual([
    'alice',
    'bob',
    'dave',
    'frank',
    'app',
    'carol',
  ])
})

test('why not: a Deny, a boundary, nothing', () => {
  const builder = cast()
  const model = builder.done()
  const [bob] = findPrincipals(model, 'bob')
  const [erin] = findPrincipals(model, 'arn:aws:iam::111122223333:user/erin')
  const [frank] = findPrincipals(model, 'aws_iam_user.frank')
  if (!bob || !erin || !frank) throw new Error('a principal is missing')
  expect(can(model, bob, 's3:GetObject', object)).toMatchObject({ answer: 'no', reasons: [{ kind: 'deny' }] })
  expect(can(model, erin, 's3:GetObject', object)).toMatchObject({
    answer: 'no',
    reasons: [{ kind: 'boundary', policy: 'boundary-erin' }],
  })
  expect(can(model, frank, 's3:GetObject', object)).toMatchObject({ answer: 'no', reasons: [] })
  expect(can(model, bob, 's3:PutObject', object).answer).toBe('yes')
})

test('a role is entered by its trust policy', () => {
  const builder = new ModelBuilder()
  const alice = builder.user('alice', allow('sts:AssumeRole'))
  const bob = builder.user('bob')
  const carol = builder.user('carol', allow('sts:AssumeRole'))
  builder.role('named', { AWS: 'arn:aws:iam::111122223333:user/bob' })
  builder.role('account', { AWS: 'arn:aws:iam::111122223333:root' })
  const model = builder.done()
  model.resources.push(...model.roles.map(({ resource }) => resource))
  const ask = (who: typeof alice, role: string): string =>
    can(model, who, 'sts:AssumeRole', `aws_iam_role.${role}`).answer
  expect([ask(alice, 'named'), ask(bob, 'named')]).toEqual(['no', 'yes'])
  expect([ask(alice, 'account'), ask(bob, 'account'), ask(carol, 'account')]).toEqual(['yes', 'no', 'yes'])
})

describe('a bucket with a policy of its own', () => {
  function bucket(...statements: readonly object[]): ModelBuilder {
    const builder = cast()
    const resource = {
      ...builder.user('template').resource,
      address: 'aws_s3_bucket.data',
      type: 'aws_s3_bucket',
      canonicalType: 'AWS::S3::Bucket',
      name: 'data',
    }
    builder.model.users.pop()
    builder.model.resources.push(resource)
    const document = policy({ Version: '2012-10-17', Statement: statements })
    const own: Policy = {
      kind: 'resource',
      resource,
      name: undefined,
      document,
      protects: {
        type: 'AWS::S3::Bucket',
        reference: { text: { kind: 'text', parts: [], span: document.span }, to: resource },
      },
      use: document.span,
    }
    builder.model.policies.push(own)
    return builder
  }
  const grant = (principal: unknown, more: object = {}): object => ({
    Effect: 'Allow',
    Principal: principal,
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::data/*',
    ...more,
  })

  test('lets in whom it names, and tells of outsiders', () => {
    const model = bucket(
      grant({ AWS: ['arn:aws:iam::111122223333:user/frank', 'arn:aws:iam::777788889999:root'] }),
    ).done()
    const answer = whoCan(model, 's3:GetObject', object, {
      accounts: ['111122223333'],
      organizations: [],
      trustedAccounts: [],
      oidcSubjects: [],
    })
    expect(answer.principals.map(({ principal }) => principal.resource.name)).toContain('frank')
    expect(answer.outside.map(({ principal }) => typeof principal !== 'string' && principal.type)).toContain('AWS')
    expect(whoCanConsole(answer)).toContain('arn:aws:iam::777788889999:root')
  })

  test('denies over everything', () => {
    const model = bucket({ ...grant('*'), Effect: 'Deny' }).done()
    expect(whoCan(model, 's3:GetObject', object).principals).toEqual([])
  })

  test('by its address, the objects in it are meant too', () => {
    const model = bucket(grant({ AWS: '111122223333' })).done()
    const names = whoCan(model, 's3:GetObject', 'aws_s3_bucket.data').principals.map(
      ({ principal, answer }) => `${principal.resource.name} ${answer}`,
    )
    // Whether the reports are meant, nobody can tell.
    expect(names).toEqual(['alice yes', 'dave yes', 'carol unknown', 'app unknown'])
  })
})

test('a policy that nobody knows leaves it open', () => {
  const builder = new ModelBuilder()
  const user = builder.user('alice')
  builder.attachAws('NoSuchPolicyOfAws', user)
  expect(can(builder.done(), user, 's3:GetObject')).toMatchObject({ answer: 'unknown', reasons: [{ kind: 'unknown' }] })
})

test('shown to people and to programs', () => {
  const model = cast().done()
  const answer = whoCan(model, 's3:GetObject', object)
  expect(whoCanConsole(answer)).toContain('can user alice')
  expect(whoCanConsole(answer)).toContain('if aws:SourceIp IpAddress 203.0.113.0/24')
  expect(whoCanConsole(answer)).toContain('2 principals of 7 can s3:GetObject on arn:aws:s3:::data/a.csv, 1 more may.')
  const json = JSON.parse(whoCanJson(answer))
  expect(json.principals[0]).toMatchObject({
    principal: { name: 'alice' },
    answer: 'yes',
    reasons: [{ kind: 'allow', file: 'policy.json' }],
  })
  const [bob] = findPrincipals(model, 'bob')
  if (!bob) throw new Error('no bob')
  const no = can(model, bob, 's3:GetObject', object)
  expect(canConsole(no)).toMatch(
    /^user bob cannot do s3:GetObject on .*\n {2}denied by inline {2}policy\.json:\d+:\d+\n$/,
  )
  expect(JSON.parse(canJson([no]))).toMatchObject({
    version: 1,
    action: 's3:GetObject',
    principals: [{ principal: { name: 'bob' }, answer: 'no' }],
  })
})

test('an action that AWS does not have is said', () => {
  const model = cast().done()
  const answer = whoCan(model, 's3:GetObjectOfTomorrow')
  expect(answer.knownAction).toBe(false)
  expect(whoCanConsole(answer)).toContain('AWS had no action')
})

test('a principal is found by the name that answers show', () => {
  const builder = new ModelBuilder()
  builder.role('host', { Service: 'ec2.amazonaws.com' }, allow('s3:GetObject'))
  const model = builder.done()
  const [host] = model.roles
  if (!host) throw new Error('the role is missing')
  // Its name is not known before it is made: an answer shows the name in code.
  const hole = { kind: 'hole', expression: 'var.name', why: 'variable-without-value', span: host.name.span } as const
  model.roles = [{ ...host, name: { kind: 'text', parts: [hole], span: host.name.span } }]
  expect(findPrincipals(model, 'host').map(({ resource }) => resource.name)).toEqual(['host'])
})

test('branches of a choice that come to the same are one answer', () => {
  const builder = new ModelBuilder()
  builder.user('twin', allow('s3:GetObject', object))
  builder.user('twin', allow('s3:GetObject', object))
  const model = builder.done()
  expect(whoCan(model, 's3:GetObject', object).principals).toHaveLength(1)
  expect(findPrincipals(model, 'twin')).toHaveLength(1)
})
