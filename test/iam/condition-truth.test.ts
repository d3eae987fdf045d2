import { evaluateCondition } from '../../src/iam/condition'
import { absent, context, type KeyState, open, present } from '../../src/iam/context'
import type { Condition } from '../../src/model/policy'
import type { Answer } from '../../src/model/value'
import { allow, statements } from './build'

/**
 * Operators by present / absent / open keys, from
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function evaluate(operator: string, values: unknown, state: KeyState): Answer {
  const document = statements(allow('s3:*', '*', { [operator]: { 'aws:TestKey': values } }))
  const condition = document.statements[0]?.conditions[0] as Condition
  return evaluateCondition(condition, true, context({ 'aws:TestKey': state })).answer
}

const Y = 'yes'
const N = 'no'
const U = 'unknown'

/** operator, policy values, a value that matches, one that does not; then with: match, other, absent, open. */
const operators: readonly (readonly [string, unknown, string, string, Answer, Answer, Answer, Answer])[] = [
  ['StringEquals', 'a', 'a', 'A', Y, N, N, U],
  ['StringEquals', ['x', 'a'], 'a', 'b', Y, N, N, U],
  ['StringNotEquals', 'a', 'a', 'b', N, Y, Y, U],
  ['StringNotEquals', ['x', 'a'], 'a', 'b', N, Y, Y, U],
  ['StringEqualsIgnoreCase', 'Abc', 'aBC', 'abd', Y, N, N, U],
  ['StringNotEqualsIgnoreCase', 'Abc', 'aBC', 'abd', N, Y, Y, U],
  ['StringLike', 'a*c?', 'abbcd', 'abbc', Y, N, N, U],
  ['StringNotLike', 'a*c?', 'abbcd', 'abbc', N, Y, Y, U],
  ['StringEquals', 'a*', 'a*', 'ab', Y, N, N, U],
  [
    'ArnEquals',
    'arn:aws:sns:*:111122223333:t*',
    'arn:aws:sns:eu-west-1:111122223333:topic',
    'arn:aws:sns:eu-west-1:2:topic',
    Y,
    N,
    N,
    U,
  ],
  [
    'ArnLike',
    'arn:aws:sns:*:111122223333:t*',
    'arn:aws:sns:eu-west-1:111122223333:topic',
    'arn:aws:sqs:eu-west-1:111122223333:topic',
    Y,
    N,
    N,
    U,
  ],
  ['ArnNotEquals', 'arn:aws:sns:*:1:t', 'arn:aws:sns:x:1:t', 'arn:aws:sns:x:2:t', N, Y, Y, U],
  ['ArnNotLike', 'arn:aws:sns:*:1:t', 'arn:aws:sns:x:1:t', 'arn:aws:sns:x:2:t', N, Y, Y, U],
  ['NumericEquals', '10', '10.0', '11', Y, N, N, U],
  ['NumericNotEquals', '10', '10', '11', N, Y, Y, U],
  ['NumericLessThan', '10', '9', '10', Y, N, N, U],
  ['NumericLessThanEquals', '10', '10', '11', Y, N, N, U],
  ['NumericGreaterThan', '10', '11', '10', Y, N, N, U],
  ['NumericGreaterThanEquals', '10', '10', '9', Y, N, N, U],
  ['DateEquals', '2026-01-01T00:00:00Z', '2026-01-01', '2026-01-02', Y, N, N, U],
  ['DateNotEquals', '2026-01-01', '2026-01-01', '2026-01-02', N, Y, Y, U],
  ['DateLessThan', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', Y, N, N, U],
  ['DateLessThanEquals', '2026-01-01', '1767225600', '2026-01-02', Y, N, N, U],
  ['DateGreaterThan', '2026-01-01', '2026-01-02', '2026-01-01', Y, N, N, U],
  ['DateGreaterThanEquals', '2026-01-01', '2026-01-01', '2025-12-31', Y, N, N, U],
  ['Bool', 'true', 'true', 'false', Y, N, N, U],
  ['Bool', true, 'TRUE', 'false', Y, N, N, U],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', 'QmluYXJ6', Y, N, N, U],
  ['IpAddress', '203.0.113.0/24', '203.0.113.7', '203.0.114.7', Y, N, N, U],
  ['IpAddress', '0.0.0.0/0', '198.51.100.1', '2001:db8::1', Y, N, N, U],
  ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678::1', '2001:db8:1234:5679::1', Y, N, N, U],
  ['NotIpAddress', '203.0.113.0/24', '203.0.113.7', '203.0.114.7', N, Y, Y, U],
]

describe('operators by the state of the key', () => {
  test.each(operators)('%s %j', (operator, values, match, other, whenMatch, whenOther, whenAbsent, whenOpen) => {
    expect(evaluate(operator, values, present(match))).toBe(whenMatch)
    expect(evaluate(operator, values, present(other))).toBe(whenOther)
    expect(evaluate(operator, values, absent)).toBe(whenAbsent)
    expect(evaluate(operator, values, open)).toBe(whenOpen)
  })

  test.each(operators)(
    '%sIfExists %j holds on a missing key',
    (operator, values, match, other, whenMatch, whenOther) => {
      const name = `${operator}IfExists`
      expect(evaluate(name, values, absent)).toBe('yes')
      expect(evaluate(name, values, present(match))).toBe(whenMatch)
      expect(evaluate(name, values, present(other))).toBe(whenOther)
      expect(evaluate(name, values, open)).toBe('unknown')
    },
  )

  test.each(operators)(
    'ForAllValues and ForAnyValue of %s %j',
    (operator, values, match, other, whenMatch, whenOther) => {
      expect(evaluate(`ForAllValues:${operator}`, values, absent)).toBe('yes')
      expect(evaluate(`ForAllValues:${operator}`, values, present())).toBe('yes')
      expect(evaluate(`ForAllValues:${operator}`, values, present(match))).toBe(whenMatch)
      expect(evaluate(`ForAllValues:${operator}`, values, present(match, other))).toBe('no')
      expect(evaluate(`ForAnyValue:${operator}`, values, absent)).toBe('no')
      expect(evaluate(`ForAnyValue:${operator}`, values, present())).toBe('no')
      expect(evaluate(`ForAnyValue:${operator}`, values, present(other))).toBe(whenOther)
      expect(evaluate(`ForAnyValue:${operator}`, values, present(match, other))).toBe('yes')
      expect(evaluate(`ForAnyValue:${operator}IfExists`, values, absent)).toBe('unknown')
    },
  )
})

describe('Null', () => {
  test.each([
    ['true', present('x'), N],
    ['true', present(), N],
    ['true', absent, Y],
    ['true', open, U],
    ['false', present('x'), Y],
    ['false', absent, N],
    ['false', open, U],
  ] as const)('Null %s', (value, state, expected) => {
    expect(evaluate('Null', value, state)).toBe(expected)
  })
})

describe('values that decide whatever the key is', () => {
  const there: KeyState = { kind: 'present' }
  test.each([
    ['StringLike', '*', there, Y],
    ['StringNotLike', '*', there, N],
    ['StringLikeIfExists', '*', open, Y],
    ['ForAllValues:StringLike', '*', open, Y],
    ['Bool', ['true', 'false'], there, Y],
    ['BoolIfExists', ['true', 'false'], open, Y],
    ['Bool', 'yes', open, N],
    ['NumericLessThan', 'many', open, N],
    ['IpAddress', ['0.0.0.0/0', '::/0'], there, Y],
    ['IpAddress', ['0.0.0.0/0'], there, U],
    ['StringEquals', [], there, N],
    ['StringNotEquals', [], there, Y],
    ['StringSortOf', 'a', present('a'), U],
  ] as const)('%s %j', (operator, values, state, expected) => {
    expect(evaluate(operator, values, state)).toBe(expected)
  })
})

describe('policy variables', () => {
  const key = (version: string | undefined, value: string, states: Record<string, KeyState>): Answer => {
    const document = statements(allow('s3:*', '*', { StringEquals: { 'aws:TestKey': value } }))
    const condition = document.statements[0]?.conditions[0] as Condition
    return evaluateCondition(condition, version === '2012-10-17', context(states)).answer
  }

  test('stand for the value of the request', () => {
    const states = { 'aws:TestKey': present('team-a'), 'aws:PrincipalTag/team': present('a') }
    expect(key('2012-10-17', 'team-${aws:PrincipalTag/team}', states)).toBe('yes')
    expect(key('2012-10-17', 'team-${AWS:PrincipalTag/TEAM}', states)).toBe('yes')
  })

  test('are literal text in version 2008-10-17 and without a version', () => {
    const states = { 'aws:TestKey': present('alice'), 'aws:username': present('alice') }
    expect(key('2008-10-17', '${aws:username}', states)).toBe('no')
    expect(key(undefined, '${aws:username}', { 'aws:TestKey': present('${aws:username}') })).toBe('yes')
  })

  test('take their default when the request has no such key, and match nothing without one', () => {
    const states = { 'aws:TestKey': present('dev'), 'aws:PrincipalTag/stage': absent }
    expect(key('2012-10-17', "${aws:PrincipalTag/stage, 'dev'}", states)).toBe('yes')
    expect(key('2012-10-17', '${aws:PrincipalTag/stage}', states)).toBe('no')
  })

  test('cannot be told when the key is open', () => {
    expect(key('2012-10-17', '${aws:username}', { 'aws:TestKey': present('alice') })).toBe('unknown')
  })

  test('escape wildcards', () => {
    expect(evaluate('StringLike', 'a${*}b', present('a*b'))).toBe('yes')
    expect(evaluate('StringLike', 'a${*}b', present('axb'))).toBe('no')
  })
})
