import { adminDocument, isAdmin } from '../../src/iam/admin'
import {
  type ActionInfo,
  actionDetails,
  allActions,
  dataVersion,
  findAction,
  globalKeys,
  managedPolicyNames,
  resourceTypes,
} from '../../src/iam/data'
import { managedDocument } from '../../src/iam/managed'
import { neverApplies } from '../../src/iam/never'
import { normalService, parsePrincipal } from '../../src/iam/principal'
import { scopableActions, unfitActions, wholeKind } from '../../src/iam/resource-fit'
import { replacementOf } from '../../src/iam/deprecated-policies'
import { asPattern, asValue, contains, matches, overlaps, patternOf } from '../../src/iam/text'
import { resourcePatterns } from '../../src/iam/statement'
import type { Statement } from '../../src/model/policy'
import { SourceFile, span } from '../../src/model/source'
import { type Hole, type Text, type TextPart, text } from '../../src/model/value'
import { allow, deny, ModelBuilder, statements } from './build'

const at = span(new SourceFile('holes.tf', ''))
const hole = (expression: string, more: Partial<Hole> = {}): Hole => ({
  kind: 'hole',
  expression,
  why: 'variable-without-value',
  span: at,
  ...more,
})
const symbol = (address: string, pattern?: string): Hole =>
  hole(`${address}.arn`, {
    why: 'resource-attribute',
    symbol: { id: `.|${address}.arn`, address, attribute: 'arn', type: address.split('.')[0] as string },
    ...(pattern === undefined ? {} : { pattern }),
  })

/** A text of literal pieces and holes. */
function made(...pieces: readonly (string | Hole)[]): Text {
  const parts = pieces.map(
    (piece): TextPart => (typeof piece === 'string' ? { kind: 'chunk', text: piece, span: at, exact: true } : piece),
  )
  return { kind: 'text', parts, span: at }
}

const pattern = (...pieces: readonly (string | Hole)[]) => patternOf(made(...pieces), asPattern)
const value = (...pieces: readonly (string | Hole)[]) => patternOf(made(...pieces), asValue)

describe('texts with holes', () => {
  const bucket = symbol('aws_s3_bucket.logs', 'arn:*:s3:::*')
  const other = symbol('aws_s3_bucket.other', 'arn:*:s3:::*')
  const unknown = hole('var.name')

  test('a symbol is equal to itself and to nothing else for certain', () => {
    expect(matches(pattern(bucket, '/*'), value(bucket, '/a'))).toBe('yes')
    expect(matches(pattern(bucket), value(other))).toBe('unknown')
    expect(contains(pattern(bucket, '/*'), pattern(bucket, '/logs/*'))).toBe('yes')
  })

  test('a wildcard takes any hole, a hole is no wildcard', () => {
    expect(matches(pattern('*'), value(unknown))).toBe('yes')
    expect(matches(pattern(unknown), value('x'))).toBe('unknown')
    expect(contains(pattern(unknown), pattern('*'))).toBe('no')
    expect(matches(pattern('a?'), value('a', unknown))).toBe('unknown')
  })

  test('what is known around a hole decides', () => {
    expect(matches(pattern('arn:aws:s3:::', unknown, '/x'), value('arn:aws:s3:::a/y'))).toBe('no')
    expect(matches(pattern('arn:aws:s3:::', unknown, '/x'), value('arn:aws:s3:::a/x'))).toBe('unknown')
    expect(overlaps(pattern('arn:aws:sqs:*'), pattern('arn:aws:s3:::', unknown))).toBe('no')
  })

  test('a hole with a known form', () => {
    expect(matches(pattern('arn:aws:s3:::*'), value(bucket))).toBe('yes')
    expect(matches(pattern('arn:aws:sqs:*'), value(bucket))).toBe('no')
    expect(matches(pattern('arn:aws:s3:::logs-*'), value(bucket))).toBe('unknown')
  })

  test('a partition that nobody knows is the one that others spell out', () => {
    const partition = hole('AWS::Partition', { why: 'pseudo-parameter' })
    expect(matches(pattern('arn:', partition, ':s3:::a'), value('arn:aws:s3:::a'))).toBe('yes')
  })

  test('the same variable in one file is the same text', () => {
    expect(matches(pattern('a-', hole('var.name')), value('a-', hole('var.name')))).toBe('yes')
    expect(matches(pattern('a-', hole('each.value')), value('a-', hole('each.value')))).toBe('unknown')
  })

  test('a policy variable is one text, escapes are characters', () => {
    expect(matches(pattern('home/${aws:username}/*'), value('home/alice/x'))).toBe('unknown')
    expect(matches(pattern('home/${*}'), value('home/*'))).toBe('yes')
    expect(matches(pattern('home/${*}'), value('home/x'))).toBe('no')
    expect(
      matches(patternOf(made('home/${aws:username}'), { wildcards: true, variables: false }), value('home/alice')),
    ).toBe('no')
  })
})

describe('principals', () => {
  const zone = { accounts: ['111122223333'], organizations: [], trustedAccounts: [], oidcSubjects: [] }
  const parse = (type: string, ...pieces: readonly (string | Hole)[]) => {
    const { kind, account, own } = parsePrincipal({ type, value: made(...pieces) }, zone)
    return [kind, account, own]
  }

  test.each([
    ['AWS', '*', ['everyone', undefined, 'no']],
    ['*', '*', ['everyone', undefined, 'no']],
    ['AWS', '111122223333', ['account', '111122223333', 'yes']],
    ['AWS', 'arn:aws:iam::444455556666:root', ['account', '444455556666', 'no']],
    ['AWS', 'arn:aws:iam::111122223333:role/path/x', ['identity', '111122223333', 'yes']],
    ['AWS', 'arn:aws:sts::444455556666:assumed-role/r/session', ['identity', '444455556666', 'no']],
    ['AWS', 'AIDACKCEVSQ6C2EXAMPLE', ['unique-id', undefined, 'unknown']],
    ['AWS', 'alice', ['unknown', undefined, 'unknown']],
    ['Service', 'ec2.amazonaws.com', ['service', undefined, 'no']],
    ['Federated', 'arn:aws:iam::111122223333:oidc-provider/x', ['federated', undefined, 'no']],
    ['Nonsense', 'x', ['unknown', undefined, 'unknown']],
  ])('%s %s', (type, written, expected) => {
    expect(parse(type, written)).toEqual(expected)
  })

  test('the account of the code itself', () => {
    expect(parse('AWS', 'arn:aws:iam::', hole('data.aws_caller_identity.current.account_id'), ':root')).toEqual([
      'account',
      undefined,
      'yes',
    ])
    expect(parse('AWS', hole('AWS::AccountId', { why: 'pseudo-parameter' }))).toEqual(['account', undefined, 'yes'])
    expect(parse('AWS', 'arn:aws:iam::', hole('var.account'), ':root')).toEqual(['account', undefined, 'unknown'])
    expect(parse('AWS', symbol('aws_iam_role.x'))).toEqual(['identity', undefined, 'yes'])
  })

  test('services in any spelling', () => {
    expect(normalService('EC2.amazonaws.com.cn')).toBe('ec2.amazonaws.com')
    expect(normalService('logs.eu-west-1.amazonaws.com')).toBe('logs.amazonaws.com')
  })

  test('what AWS has put in the place of a managed policy', () => {
    expect(replacementOf('service-role/AmazonEC2RoleforSSM')).toBe('AmazonSSMManagedInstanceCore')
    expect(replacementOf('toString')).toBeUndefined()
  })
})

describe('full access', () => {
  const all = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `${letter}*`)
  test.each([
    ['a star', [allow('*')], true],
    ['two stars', [allow('*:*')], true],
    ['letter by letter', [allow(all)], true],
    ['letter by letter, in two statements', [allow(all.slice(0, 13)), allow(all.slice(13))], true],
    ['NotAction of little', [{ Effect: 'Allow', NotAction: 'aws-portal:*', Resource: '*' }], true],
    ['a Deny of something else', [allow('*'), deny('organizations:*')], true],
    ['NotAction of IAM', [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }], false],
    ['a Deny of IAM', [allow('*'), deny('iam:*')], false],
    ['on one resource', [allow('*', 'arn:aws:s3:::a')], false],
    ['with a condition', [allow('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })], false],
    ['one service', [allow('iam:*')], false],
    ['half the letters', [allow(all.slice(0, 13))], false],
    ['a Deny of everything', [allow('*'), deny('*')], false],
  ])('%s', (_, list, expected) => {
    expect(adminDocument(statements(...list)) !== undefined).toBe(expected)
  })

  test('over all that somebody has, within the boundary', () => {
    const builder = new ModelBuilder()
    const split = builder.user('split', allow(all.slice(0, 13)))
    builder.managed('rest', [allow(all.slice(13))], split)
    const bound = builder.user('bound', allow('*'))
    builder.boundary(bound, allow('s3:*'))
    const aws = builder.user('aws')
    builder.attachAws('AdministratorAccess', aws)
    const model = builder.done()
    expect([split, bound, aws].map((user) => isAdmin(user, model) !== undefined)).toEqual([true, false, true])
    expect(isAdmin(split, model)?.statements).toHaveLength(2)
  })

  test('of AWS’s own policies only the administrators', () => {
    const names = managedPolicyNames().filter((name) => {
      const document = managedDocument(name)
      return document && adminDocument(document)
    })
    expect(names).toContain('AdministratorAccess')
    expect(names.filter((name) => !/Administrator|Amplify|ElasticBeanstalk/.test(name))).toEqual([])
  })
})

describe('resources and actions', () => {
  const first = (one: object): Statement => statements(one).statements[0] as Statement
  const scopable = (one: object): string[] =>
    scopableActions(first(one)).map(({ service, name }) => `${service}:${name}`)

  test('which actions could be scoped', () => {
    expect(scopable(allow(['s3:GetObject', 's3:ListAllMyBuckets', 'ec2:DescribeInstances']))).toEqual(['s3:GetObject'])
    expect(scopable(allow('ec2:Describe*'))).not.toContain('ec2:DescribeInstances')
    expect(scopable(deny('s3:GetObject'))).toEqual([])
    expect(scopable(allow('cloudwatch:PutMetricData'))).toEqual([])
  })

  test.each([
    ['s3:GetObject', 'arn:aws:s3:::*', true],
    ['s3:GetObject', 'arn:aws:s3:::*/*', true],
    ['s3:GetObject', 'arn:aws:s3:::a/*', false],
    ['s3:GetObject', 'arn:aws:s3:::a*', false],
    ['s3:ListAllMyBuckets', 'arn:aws:s3:::*', false],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:*', true],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:*', true],
    ['secretsmanager:GetSecretValue', 'arn:aws-us-gov:secretsmanager:*:*:*', true],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:app-*', false],
    ['ssm:GetParameter', 'arn:aws:ssm:*:*:parameter/*', true],
    ['ssm:GetParameter', 'arn:aws:ssm:*::parameter/aws/service/*', false],
    ['kms:Decrypt', 'arn:aws:kms:*:*:alias/*', false],
    ['iam:AttachRolePolicy', 'arn:aws:iam::*:role/*', true],
    ['iam:AttachRolePolicy', 'arn:aws:iam::*:role/app/*', false],
    ['iam:AttachRolePolicy', '*', true],
  ])('%s on %s leaves none out: %s', (action, on, answer) => {
    const patterns = resourcePatterns(first(allow(action, on)), true)
    const info = findAction(action) as ActionInfo
    expect(wholeKind(patterns, info) !== undefined).toBe(answer)
  })

  test('which actions no listed resource is meant for', () => {
    const unfit = (action: string | string[], on: string | string[]): string[] => {
      const document = statements(allow(action, on))
      return unfitActions(document.statements[0] as Statement, document).map(({ name }) => name)
    }
    expect(unfit(['s3:GetObject', 's3:ListBucket'], 'arn:aws:s3:::a')).toEqual(['GetObject'])
    expect(unfit(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::a', 'arn:aws:s3:::a/*'])).toEqual([])
    expect(unfit('s3:ListAllMyBuckets', 'arn:aws:s3:::a')).toEqual(['ListAllMyBuckets'])
    expect(unfit('ec2:DescribeInstances', '*')).toEqual([])
    expect(unfit('cloudwatch:PutMetricData', 'arn:aws:cloudwatch:eu-west-1:111122223333:dataset/d')).toEqual([])
  })

  test.each([
    [
      'a condition that no request meets',
      allow('s3:*', '*', { Bool: { 'aws:SecureTransport': 'yes' } }),
      'condition-never-holds',
    ],
    [
      'a date that has passed',
      allow('s3:*', '*', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }),
      'condition-never-holds',
    ],
    [
      'two that contradict',
      allow('s3:*', '*', { StringEquals: { 'aws:RequestedRegion': 'a' }, StringLike: { 'aws:RequestedRegion': 'b*' } }),
      'conditions-contradict',
    ],
    [
      'absent and equal',
      allow('s3:*', '*', { Null: { 'aws:SourceVpc': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
      'conditions-contradict',
    ],
    ['a resource of another kind', allow('s3:ListBucket', 'arn:aws:sqs:*:*:q'), 'resource-does-not-fit'],
    ['NotAction of everything', { Effect: 'Allow', NotAction: '*', Resource: '*' }, 'actions-cancel-out'],
    [
      'an ordinary one',
      allow('s3:*', '*', { StringEquals: { 'aws:RequestedRegion': 'a' }, StringLike: { 'aws:RequestedRegion': 'a*' } }),
      undefined,
    ],
    [
      'absent, or equal if there',
      allow('s3:*', '*', { Null: { 'aws:SourceVpc': 'true' }, StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }),
      undefined,
    ],
    ['an action that is newer than the tables', allow('s3:GetTomorrow', 'arn:aws:s3:::a'), undefined],
  ])('never applies: %s', (_, one, expected) => {
    expect(neverApplies(first(one), statements(one))?.why).toBe(expected)
  })
})

describe('the tables', () => {
  test('have what AWS has', () => {
    expect(allActions().length).toBeGreaterThan(20_000)
    expect(dataVersion()).toMatch(/^20\d\d-\d\d-\d\d$/)
    expect(findAction('IAM:PASSROLE')).toMatchObject({
      service: 'iam',
      name: 'PassRole',
      level: 'W',
      wildcardOnly: false,
    })
    expect(findAction('iam:PutRolePolicy')?.level).toBe('P')
    expect(findAction('s3:ListAllMyBuckets')).toMatchObject({ level: 'L', wildcardOnly: true })
    expect(findAction('iam:NoSuchThing')).toBeUndefined()
    expect(findAction('constructor')).toBeUndefined()
  })

  test('know resource types, keys and what else an action needs', () => {
    const details = actionDetails(
      findAction('iam:PassRole') ?? (allActions()[0] as ReturnType<typeof allActions>[number]),
    )
    expect(details.resourceTypes).toEqual([
      { name: 'role', arn: 'arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}' },
    ])
    expect(details.conditionKeys.map(({ name }) => name)).toContain('iam:PassedToService')
    expect(resourceTypes('s3').map(({ name }) => name)).toContain('bucket')
    expect(resourceTypes('nosuch')).toEqual([])
    expect(globalKeys().find(({ name }) => name === 'aws:MultiFactorAuthPresent')).toMatchObject({
      type: 'Bool',
      category: 'session',
    })
  })

  test('every managed policy reads', () => {
    for (const name of managedPolicyNames())
      expect([name, managedDocument(name)?.statements.length ?? 0]).not.toEqual([name, 0])
    expect(text('', at).parts).toEqual([])
  })
})
