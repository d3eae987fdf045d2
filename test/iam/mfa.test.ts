import { allowedWithoutMfa, assumedWithoutMfa } from '../../src/iam/mfa'
import { allow, deny, ModelBuilder, policy } from './build'

const key = 'aws:MultiFactorAuthPresent'
const age = 'aws:MultiFactorAuthAge'

/** In which of the two worlds without MFA a user may do iam:CreateUser. */
function worlds(...statements: readonly object[]): readonly string[] {
  const builder = new ModelBuilder()
  const user = builder.user('alice', ...statements)
  return allowedWithoutMfa(user, ['iam:CreateUser'], builder.done())[0]?.worlds ?? []
}

const both = ['long-term key', 'session']

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent */
describe('conditions on MFA under Allow', () => {
  test.each([
    ['none', undefined, both],
    ['Bool true', { Bool: { [key]: 'true' } }, []],
    ['Bool true, as a boolean', { Bool: { [key]: true } }, []],
    ['Bool true, in other letters', { Bool: { 'AWS:multifactorauthpresent': 'TRUE' } }, []],
    ['BoolIfExists true lets long-term keys in', { BoolIfExists: { [key]: 'true' } }, ['long-term key']],
    ['Bool false', { Bool: { [key]: 'false' } }, ['session']],
    ['BoolIfExists false', { BoolIfExists: { [key]: 'false' } }, both],
    ['Null false lets a session without MFA in', { Null: { [key]: 'false' } }, ['session']],
    ['Null true', { Null: { [key]: 'true' } }, ['long-term key']],
    ['Null and Bool', { Null: { [key]: 'false' }, Bool: { [key]: 'true' } }, []],
    ['StringEquals true', { StringEquals: { [key]: 'true' } }, []],
    ['StringNotEquals false lets long-term keys in', { StringNotEquals: { [key]: 'false' } }, ['long-term key']],
    ['NumericLessThan age', { NumericLessThan: { [age]: '3600' } }, []],
    ['NumericLessThanIfExists age', { NumericLessThanIfExists: { [age]: '3600' } }, both],
    ['Null age false', { Null: { [age]: 'false' } }, []],
    ['ForAllValues:Bool true lets long-term keys in', { 'ForAllValues:Bool': { [key]: 'true' } }, ['long-term key']],
    ['ForAnyValue:Bool true', { 'ForAnyValue:Bool': { [key]: 'true' } }, []],
    ['another key leaves it open', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, both],
  ])('%s', (_, condition, expected) => {
    expect(worlds(allow('iam:*', '*', condition))).toEqual(expected)
  })
})

describe('conditions on MFA under Deny, beside Allow *', () => {
  test.each([
    ['BoolIfExists false denies both', { BoolIfExists: { [key]: 'false' } }, []],
    ['Bool false misses long-term keys', { Bool: { [key]: 'false' } }, ['long-term key']],
    ['Bool true denies only those with MFA', { Bool: { [key]: 'true' } }, both],
    ['Null true misses sessions', { Null: { [key]: 'true' } }, ['session']],
    ['Null false misses long-term keys', { Null: { [key]: 'false' } }, ['long-term key']],
    ['StringNotEquals true denies both', { StringNotEquals: { [key]: 'true' } }, []],
    ['StringEquals false misses long-term keys', { StringEquals: { [key]: 'false' } }, ['long-term key']],
    ['NumericGreaterThan age misses both', { NumericGreaterThan: { [age]: '3600' } }, both],
    ['NumericGreaterThanIfExists age denies both', { NumericGreaterThanIfExists: { [age]: '3600' } }, []],
    ['Null age true denies both', { Null: { [age]: 'true' } }, []],
    [
      'with a second condition it may not hold',
      { BoolIfExists: { [key]: 'false' }, StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      both,
    ],
  ])('%s', (_, condition, expected) => {
    expect(worlds(allow('*'), deny('*', '*', condition))).toEqual(expected)
  })

  test('a Deny with NotAction spares what it lists', () => {
    const spare = (action: string): object => ({
      Effect: 'Deny',
      NotAction: [action],
      Resource: '*',
      Condition: { BoolIfExists: { [key]: 'false' } },
    })
    expect(worlds(allow('*'), spare('iam:ListUsers'))).toEqual([])
    expect(worlds(allow('*'), spare('iam:Create*'))).toEqual(both)
  })

  test('a Deny on some resources leaves the others', () => {
    const condition = { BoolIfExists: { [key]: 'false' } }
    expect(worlds(allow('iam:*'), deny('iam:*', 'arn:aws:iam::*:user/admin-*', condition))).toEqual(both)
    expect(
      worlds(allow('iam:*', 'arn:aws:iam::*:user/admin-1'), deny('iam:*', 'arn:aws:iam::*:user/admin-*', condition)),
    ).toEqual([])
    const rest = { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:iam::*:user/x', Condition: condition }
    expect(worlds(allow('iam:*', 'arn:aws:iam::*:user/y'), rest)).toEqual([])
    expect(worlds(allow('iam:*'), rest)).toEqual(both)
  })
})

describe('the whole set of a user', () => {
  const enforce = {
    Effect: 'Deny',
    NotAction: 'iam:ListMFADevices',
    Resource: '*',
    Condition: { BoolIfExists: { [key]: 'false' } },
  }

  test('a group grants and another denies', () => {
    const builder = new ModelBuilder()
    const user = builder.user('alice')
    const admins = builder.group('admins')
    builder.attachAws('AdministratorAccess', admins)
    builder.member(user, admins)
    expect(allowedWithoutMfa(user, ['iam:CreateUser'], builder.done())[0]?.worlds).toEqual(both)

    const safer = new ModelBuilder()
    const bob = safer.user('bob')
    const group = safer.group('admins')
    safer.attachAws('AdministratorAccess', group)
    safer.member(bob, group)
    safer.member(bob, safer.group('people', enforce))
    expect(allowedWithoutMfa(bob, ['iam:CreateUser'], safer.done())).toEqual([])
  })

  test('a boundary takes away', () => {
    const builder = new ModelBuilder()
    const user = builder.user('alice', allow('*'))
    builder.boundary(user, allow('s3:*'))
    const found = allowedWithoutMfa(user, ['iam:CreateUser', 's3:DeleteBucket'], builder.done())
    expect(found.map(({ action }) => action)).toEqual(['s3:DeleteBucket'])
  })

  test('names the statements and what remains', () => {
    const builder = new ModelBuilder()
    const user = builder.user('alice', allow('iam:*', '*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }))
    const [found] = allowedWithoutMfa(user, ['iam:CreateUser'], builder.done())
    expect(found?.grants[0]?.keys).toEqual(['aws:SourceIp'])
    expect(found?.grants[0]?.statement.effect).toBe('Allow')
  })
})

describe('trust policies', () => {
  const role = (...statements: readonly object[]) => {
    const builder = new ModelBuilder()
    const built = builder.role('admin', undefined)
    const document = policy({ Version: '2012-10-17', Statement: statements })
    return {
      ...built,
      trust: { kind: 'trust', resource: built.resource, name: undefined, document, use: document.span } as const,
    }
  }
  const trust = (
    condition?: object,
    principal: object | string = { AWS: 'arn:aws:iam::111122223333:root' },
  ): object => ({
    Effect: 'Allow',
    Principal: principal,
    Action: 'sts:AssumeRole',
    ...(condition ? { Condition: condition } : {}),
  })

  test.each([
    ['no condition', [trust()], both],
    ['Bool true', [trust({ Bool: { [key]: 'true' } })], undefined],
    ['BoolIfExists true', [trust({ BoolIfExists: { [key]: 'true' } })], ['long-term key']],
    ['a service has no MFA', [trust(undefined, { Service: 'ec2.amazonaws.com' })], undefined],
    [
      'a Deny that covers everyone',
      [trust(), { ...trust({ BoolIfExists: { [key]: 'false' } }, '*'), Effect: 'Deny' }],
      undefined,
    ],
    [
      'a Deny with Bool',
      [trust(), { ...trust({ Bool: { [key]: 'false' } }, { AWS: '*' }), Effect: 'Deny' }],
      ['long-term key'],
    ],
    [
      'a Deny for somebody else',
      [trust(), { ...trust({ BoolIfExists: { [key]: 'false' } }, { AWS: '444455556666' }), Effect: 'Deny' }],
      both,
    ],
  ])('%s', (_, statements, expected) => {
    expect(assumedWithoutMfa(role(...statements))[0]?.worlds).toEqual(expected)
  })
})
