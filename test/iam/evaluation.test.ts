import { openRequest } from '../../src/iam/context'
import { type Evaluation, evaluate, type Requester } from '../../src/iam/evaluation'
import { allow, deny, statements } from './build'

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
const here = '111122223333'
const there = '444455556666'
const user: Requester = { kind: 'user', arn: `arn:aws:iam::${here}:user/alice`, account: here }
const session: Requester = {
  kind: 'session',
  arn: `arn:aws:iam::${here}:role/app`,
  sessionArn: `arn:aws:sts::${here}:assumed-role/app/one`,
  account: here,
}

const literal = (text: string) => ({ exact: text, wide: text, holes: [], variables: [] })
const get = allow('s3:GetObject')
const to = (principal: unknown, more: object = {}): ReturnType<typeof statements> =>
  statements({ Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: '*', ...more })

function ask(more: Partial<Evaluation>): string {
  return evaluate({
    requester: user,
    action: 's3:GetObject',
    resource: literal('arn:aws:s3:::data/a'),
    resourceAccount: here,
    request: openRequest(),
    identity: [],
    ...more,
  }).answer
}

const aws = (arn: string) => ({ AWS: arn })

describe('one account', () => {
  test.each<[string, Partial<Evaluation>, string]>([
    ['nothing', {}, 'no'],
    ['an identity policy', { identity: [statements(get)] }, 'yes'],
    ['for another action', { identity: [statements(allow('s3:PutObject'))] }, 'no'],
    ['a Deny wins', { identity: [statements(get), statements(deny('s3:*'))] }, 'no'],
    ['a boundary that allows it', { identity: [statements(get)], boundary: statements(allow('s3:*')) }, 'yes'],
    ['a boundary that is silent', { identity: [statements(get)], boundary: statements(allow('ec2:*')) }, 'no'],
    ['a boundary alone gives nothing', { boundary: statements(allow('*')) }, 'no'],
    ['a resource policy alone, for the user', { resourcePolicy: to(aws(user.arn)) }, 'yes'],
    ['a resource policy alone, for everyone', { resourcePolicy: to('*') }, 'yes'],
    ['a resource policy for the account delegates', { resourcePolicy: to(aws(here)) }, 'no'],
    ['a resource policy denies', { identity: [statements(get)], resourcePolicy: to('*', { Effect: 'Deny' }) }, 'no'],
    [
      'for a user the boundary does not cap it',
      { resourcePolicy: to(aws(user.arn)), boundary: statements(allow('ec2:*')) },
      'yes',
    ],
    ['but a Deny in it does', { resourcePolicy: to(aws(user.arn)), boundary: statements(deny('s3:*')) }, 'no'],
    [
      'for a role the boundary caps it',
      { requester: session, resourcePolicy: to(aws(session.arn)), boundary: statements(allow('ec2:*')) },
      'no',
    ],
    [
      'for a session it does not',
      {
        requester: session,
        resourcePolicy: to(aws(session.sessionArn as string)),
        boundary: statements(allow('ec2:*')),
      },
      'yes',
    ],
    [
      'a session policy narrows',
      { requester: session, identity: [statements(get)], session: [statements(allow('ec2:*'))] },
      'no',
    ],
    [
      'a session policy that allows it',
      { requester: session, identity: [statements(get)], session: [statements(get)] },
      'yes',
    ],
    [
      'the root user may do everything',
      { requester: { kind: 'root', arn: `arn:aws:iam::${here}:root`, account: here } },
      'yes',
    ],
    [
      'a service needs the resource’s policy',
      {
        requester: { kind: 'service', arn: 'logs.amazonaws.com', account: '' },
        resourcePolicy: to({ Service: 'logs.amazonaws.com' }),
      },
      'yes',
    ],
    [
      'another service does not get in',
      {
        requester: { kind: 'service', arn: 'sns.amazonaws.com', account: '' },
        resourcePolicy: to({ Service: 'logs.amazonaws.com' }),
      },
      'no',
    ],
    [
      'a condition on the request stays open',
      { identity: [statements(allow('s3:GetObject', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }))] },
      'unknown',
    ],
  ])('%s', (_, more, expected) => {
    expect(ask(more)).toBe(expected)
  })
})

describe('across accounts', () => {
  const abroad = { resourceAccount: there }
  test.each<[string, Partial<Evaluation>, string]>([
    ['an identity policy alone', { ...abroad, identity: [statements(get)] }, 'no'],
    ['a resource policy alone', { ...abroad, resourcePolicy: to(aws(user.arn)) }, 'no'],
    ['both, by name', { ...abroad, identity: [statements(get)], resourcePolicy: to(aws(user.arn)) }, 'yes'],
    [
      'both, by account',
      { ...abroad, identity: [statements(get)], resourcePolicy: to(aws(`arn:aws:iam::${here}:root`)) },
      'yes',
    ],
    ['both, everyone', { ...abroad, identity: [statements(get)], resourcePolicy: to('*') }, 'yes'],
    [
      'the policy names another account',
      { ...abroad, identity: [statements(get)], resourcePolicy: to(aws('777788889999')) },
      'no',
    ],
    [
      'within the boundary only',
      {
        ...abroad,
        identity: [statements(get)],
        resourcePolicy: to(aws(user.arn)),
        boundary: statements(allow('ec2:*')),
      },
      'no',
    ],
  ])('%s', (_, more, expected) => {
    expect(ask(more)).toBe(expected)
  })
})

describe('keys and roles decide themselves', () => {
  const key = {
    action: 'kms:Decrypt',
    resource: literal('arn:aws:kms:eu-west-1:111122223333:key/1'),
    resourceKind: 'deciding' as const,
  }
  const keyPolicy = (principal: unknown) =>
    statements({ Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*' })
  const own = [statements(allow('kms:Decrypt'))]
  test.each<[string, Partial<Evaluation>, string]>([
    ['an identity policy without the key’s', { ...key, identity: own }, 'no'],
    [
      'the root statement delegates',
      { ...key, identity: own, resourcePolicy: keyPolicy(aws(`arn:aws:iam::${here}:root`)) },
      'yes',
    ],
    ['and gives nothing by itself', { ...key, resourcePolicy: keyPolicy(aws(`arn:aws:iam::${here}:root`)) }, 'no'],
    ['the key’s policy names him', { ...key, resourcePolicy: keyPolicy(aws(user.arn)) }, 'yes'],
    [
      'the key’s policy names somebody else',
      { ...key, identity: own, resourcePolicy: keyPolicy(aws(`arn:aws:iam::${here}:user/bob`)) },
      'no',
    ],
  ])('%s', (_, more, expected) => {
    expect(ask(more)).toBe(expected)
  })
})

describe('the organization', () => {
  const full = [statements(allow('*'))]
  const base = { identity: [statements(get)] }
  test.each<[string, Partial<Evaluation>, string]>([
    ['full access at every level', { ...base, serviceControl: [full, full, full] }, 'yes'],
    ['a level that does not allow it', { ...base, serviceControl: [full, [statements(allow('ec2:*'))], full] }, 'no'],
    ['a Deny at some level', { ...base, serviceControl: [full, [...full, statements(deny('s3:GetObject'))]] }, 'no'],
    ['an SCP gives nothing', { serviceControl: [full] }, 'no'],
    [
      'the root user is bound',
      {
        requester: { kind: 'root', arn: `arn:aws:iam::${here}:root`, account: here },
        serviceControl: [[...full, statements(deny('*'))]],
      },
      'no',
    ],
    [
      'service-linked roles are not',
      { ...base, requester: { ...session, serviceLinked: true }, serviceControl: [[...full, statements(deny('*'))]] },
      'yes',
    ],
    ['an RCP denies', { ...base, resourceControl: [[...full, statements({ ...deny('s3:*'), Principal: '*' })]] }, 'no'],
    [
      'an RCP does not bear on services that it does not cover',
      {
        identity: [statements(allow('ec2:RunInstances'))],
        action: 'ec2:RunInstances',
        resourceControl: [[...full, statements(deny('ec2:*'))]],
      },
      'yes',
    ],
  ])('%s', (_, more, expected) => {
    expect(ask(more)).toBe(expected)
  })
})

describe('NotPrincipal under Deny', () => {
  const spare = (...arns: readonly string[]) =>
    statements({ Effect: 'Deny', NotPrincipal: { AWS: arns }, Action: 's3:*', Resource: '*' })
  const identity = [statements(get)]
  test('spares whom it lists', () => {
    expect(ask({ identity, resourcePolicy: spare(user.arn, `arn:aws:iam::${here}:root`) })).toBe('yes')
  })
  test('does not spare others of an account that it lists', () => {
    expect(ask({ identity, resourcePolicy: spare(`arn:aws:iam::${here}:user/bob`, `arn:aws:iam::${here}:root`) })).toBe(
      'no',
    )
  })
})

test('tells which statements did it', () => {
  const { causes } = evaluate({
    requester: user,
    action: 's3:GetObject',
    resource: literal('arn:aws:s3:::data/a'),
    resourceAccount: here,
    request: openRequest(),
    identity: [statements(get, deny('s3:*', 'arn:aws:s3:::data/*'))],
  })
  expect(causes.map(({ layer, statement }) => `${layer} ${statement.effect}`)).toEqual([
    'identity Allow',
    'identity Deny',
  ])
})
