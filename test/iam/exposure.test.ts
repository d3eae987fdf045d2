import { exposure } from '../../src/iam/exposure'
import type { TrustZone } from '../../src/model/iam'
import { policyWithHoles, statements } from './build'

const zone: TrustZone = {
  accounts: ['111122223333'],
  organizations: ['o-ours123456'],
  trustedAccounts: ['444455556666'],
  oidcSubjects: [],
}
const resource = 'arn:aws:s3:::data/*'

const open = (principal: unknown, condition?: object, more: object = {}): object => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 's3:GetObject',
  Resource: resource,
  ...(condition ? { Condition: condition } : {}),
  ...more,
})

function verdict(...list: readonly object[]): string {
  const [first] = exposure(statements(...list), zone)
  return first ? `${first.verdict}${first.certainty === 'unknown' ? '?' : ''}` : 'nothing'
}

describe('principals', () => {
  test.each([
    ['*', 'public'],
    [{ AWS: '*' }, 'public'],
    [{ AWS: ['arn:aws:iam::111122223333:root', '*'] }, 'public'],
    [{ AWS: '111122223333' }, 'none'],
    [{ AWS: 'arn:aws:iam::111122223333:role/x' }, 'none'],
    [{ AWS: 'arn:aws:iam::444455556666:root' }, 'none'],
    [{ AWS: 'arn:aws:iam::777788889999:root' }, 'cross-account'],
    [{ AWS: '777788889999' }, 'cross-account'],
    [{ AWS: 'arn:aws-cn:iam::777788889999:user/x' }, 'cross-account'],
    [{ Service: 'logs.amazonaws.com' }, 'service'],
    [{ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }, 'service'],
    [{ AWS: 'arn:aws:iam::127311923021:root' }, 'service'],
    [{ CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }, 'cross-account?'],
    [{ Federated: 'cognito-identity.amazonaws.com' }, 'federated'],
    [{ AWS: 'AROAEXAMPLEEXAMPLE12' }, 'none'],
  ])('%j', (principal, expected) => {
    expect(verdict(open(principal))).toBe(expected)
  })

  test('NotPrincipal under Allow is everyone else', () => {
    expect(verdict({ Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 's3:*', Resource: '*' })).toBe(
      'public',
    )
  })

  test('without accounts of its own nobody knows whose an account is', () => {
    const [found] = exposure(statements(open({ AWS: '777788889999' })), { ...zone, accounts: [] })
    expect(found).toMatchObject({ verdict: 'cross-account', certainty: 'unknown', accounts: ['777788889999'] })
  })
})

/** Each on `Principal: *`. Whether it keeps strangers out, and whom it lets in. */
describe('conditions on everyone', () => {
  test.each([
    ['the organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-ours123456' } }, 'organization'],
    ['any organization', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, 'public'],
    ['any organization, a bare star', { StringLike: { 'aws:PrincipalOrgID': '*' } }, 'public'],
    [
      'organization paths',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-ours123456/r-ab12/*'] } },
      'organization',
    ],
    [
      'ForAllValues on a key that may be missing',
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-ours123456' } },
      'public',
    ],
    [
      'IfExists on a key that may be missing',
      { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-ours123456' } },
      'public',
    ],
    ['a negation', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-theirs12345' } }, 'public'],
    ['own account', { StringEquals: { 'aws:PrincipalAccount': '111122223333' } }, 'none'],
    [
      'another account',
      { StringEquals: { 'aws:PrincipalAccount': ['111122223333', '777788889999'] } },
      'cross-account',
    ],
    [
      'a role of another account',
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::777788889999:role/*' } },
      'cross-account',
    ],
    ['a role of that name in any account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } }, 'public'],
    ['the source account', { StringEquals: { 'aws:SourceAccount': '111122223333' } }, 'none'],
    ['the source ARN', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:t' } }, 'none'],
    ['a VPC endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c' } }, 'network'],
    ['any VPC endpoint', { StringLike: { 'aws:SourceVpce': '*' } }, 'public'],
    ['an address range', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.7'] } }, 'network'],
    ['all addresses', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, 'public'],
    ['half of all addresses', { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } }, 'public'],
    ['not an address range', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'public'],
    ['a referer', { StringLike: { 'aws:Referer': 'https://example.com/*' } }, 'public'],
    ['a user agent', { StringEquals: { 'aws:UserAgent': 'secret' } }, 'public'],
    ['secure transport', { Bool: { 'aws:SecureTransport': 'true' } }, 'public'],
    ['tags of the caller', { StringEquals: { 'aws:PrincipalTag/team': 'ours' } }, 'public'],
    ['MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'public'],
    ['only AWS services', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, 'none?'],
    ['a user id', { StringLike: { 'aws:userid': 'AROAOURS1234567890AB:*' } }, 'none?'],
    ['any user id', { StringLike: { 'aws:userid': '*' } }, 'public'],
    [
      'one that restricts and one that does not',
      { StringEquals: { 'aws:PrincipalOrgID': 'o-ours123456' }, Bool: { 'aws:SecureTransport': 'true' } },
      'organization',
    ],
  ])('%s', (_, condition, expected) => {
    expect(verdict(open('*', condition))).toBe(expected)
  })

  test('a Deny of everyone else restricts as well', () => {
    const away = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-ours123456' } },
    }
    expect(verdict(open('*'), away)).toBe('organization')
    expect(verdict(open('*'), { ...away, Action: 's3:PutObject' })).toBe('public')
    expect(
      verdict(open('*'), { ...away, Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-ours123456' } } }),
    ).toBe('organization')
    expect(verdict(open('*'), { ...away, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toBe('public')
  })

  test('a Deny of everyone without condition leaves nothing', () => {
    expect(verdict(open('*'), { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' })).toBe('nothing')
  })
})

describe('values that nobody knows', () => {
  const about = (condition: object, principal: unknown = '*'): string | undefined => {
    const [found] = exposure(policyWithHoles({ Version: '2012-10-17', Statement: open(principal, condition) }), zone)
    return found && `${found.verdict} ${found.certainty}`
  }

  test.each([
    [
      'some organization is one organization',
      { StringEquals: { 'aws:PrincipalOrgID': '${var.organization}' } },
      'organization yes',
    ],
    [
      'some role is one role',
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::${var.account}:role/app-*' } },
      'none unknown',
    ],
    ['some endpoint is one endpoint', { StringEquals: { 'aws:SourceVpce': '${var.endpoint}' } }, 'network yes'],
    ['some addresses may be all', { IpAddress: { 'aws:SourceIp': '${var.range}' } }, 'public unknown'],
    [
      'the account of the code',
      { StringEquals: { 'kms:CallerAccount': '${data.aws_caller_identity.current.account_id}' } },
      'none yes',
    ],
    ['a referer is still the caller’s', { StringEquals: { 'aws:Referer': '${var.secret}' } }, 'public yes'],
  ])('%s', (_, condition, expected) => {
    expect(about(condition)).toBe(expected)
  })

  test('a Deny of all but one endpoint', () => {
    const away = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: resource,
      Condition: { StringNotEquals: { 'aws:SourceVpce': '${var.endpoint}' } },
    }
    const [found] = exposure(policyWithHoles({ Version: '2012-10-17', Statement: [open('*'), away] }), zone)
    expect(found?.verdict).toBe('network')
  })

  test('accounts and identities of AWS’s own services', () => {
    expect(about({}, { AWS: '${data.aws_elb_service_account.main.arn}' })).toBe('service yes')
    expect(about({}, { CanonicalUser: '${aws_cloudfront_origin_access_identity.cdn.s3_canonical_user_id}' })).toBe(
      'service yes',
    )
    expect(about({}, { CanonicalUser: '${data.aws_canonical_user_id.current.id}' })).toBe('none yes')
  })

  test('an account that nobody knows', () => {
    expect(about({}, { AWS: 'arn:aws:iam::${var.account}:root' })).toBe('cross-account unknown')
    expect(about({}, { AWS: 'arn:aws:iam::${data.aws_caller_identity.current.account_id}:root' })).toBe('none yes')
  })
})

test('says which conditions restrict and which remain', () => {
  const condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-ours123456' }, Bool: { 'aws:SecureTransport': 'true' } }
  const [found] = exposure(statements(open('*', condition)), zone)
  expect(found?.organizations).toEqual(['o-ours123456'])
  expect(found?.restrictions.map(({ scope }) => scope)).toEqual(['organization'])
  expect(found?.residual).toHaveLength(1)
})

test('gravest first, one for each statement and verdict', () => {
  const found = exposure(statements(open({ Service: 'sns.amazonaws.com', AWS: '777788889999' }), open('*')), zone)
  expect(found.map(({ verdict }) => verdict)).toEqual(['public', 'cross-account', 'service'])
})
