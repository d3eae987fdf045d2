import { parseJsonText, parsePolicy } from '../../parsers/policy-json'
import { emptyModel } from '../../src/model/iam'
import { type ChoiceData, text } from '../../src/model/value'
import { readRecord } from '../../src/model/recorded/record'
import { modelJson } from '../../src/report/model'
import { plainData, plainDocument } from '../../src/report/plain-data'
import { textOf } from '../parsers/policy/policy-text'

describe('plainData', () => {
  it('shows data as it would reach AWS, with its holes', () => {
    const { data } = parseJsonText(
      textOf('{"a": ["x", 1, true, null], "b": "${var.b}-x", "c": ${var.c}, ${var.more} }'),
    )
    expect(plainData(data)).toEqual({
      a: ['x', 1, true, null],
      b: '${var.b}-x',
      c: '${var.c}',
      '${var.more}': null,
    })
  })

  it('shows both branches of a choice, and leaves out what is not there', () => {
    const { span } = textOf('')
    const choice = (whenFalse?: ReturnType<typeof text>): ChoiceData => ({
      kind: 'choice',
      condition: 'var.x',
      whenTrue: text('a', span),
      whenFalse,
      span,
    })
    expect(plainData(choice(text('b', span)))).toEqual({ '${var.x}': { true: 'a', false: 'b' } })
    expect(plainData(choice())).toEqual({ '${var.x}': { true: 'a' } })
  })

  it('keeps a key that JavaScript reads as a prototype', () => {
    const { data } = parseJsonText(textOf('{"__proto__": {"a": 1}}'))
    expect(JSON.stringify(plainData(data))).toBe('{"__proto__":{"a":1}}')
  })
})

describe('plainDocument', () => {
  const { span } = textOf('')
  const json = (content: string) => parseJsonText(textOf(content)).data
  const statement = (action: string) => json(`{"Effect": "Allow", "Action": "${action}"}`)

  it('lists every statement that there may be', () => {
    const choice: ChoiceData = {
      kind: 'choice',
      condition: 'var.x',
      whenTrue: statement('b'),
      whenFalse: undefined,
      span,
    }
    const hole = { kind: 'hole', expression: 'var.more', why: 'variable-without-value', span } as const
    const items = [statement('a'), choice, { kind: 'unknown', hole, span, many: true } as const]
    const document = parsePolicy({
      kind: 'object',
      entries: [
        { key: text('Version', span), value: text('2012-10-17', span) },
        { key: text('Statement', span), value: { kind: 'list', items, span } },
      ],
      span,
    })
    expect(plainDocument(document)).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'a' }, { Effect: 'Allow', Action: 'b' }, '${var.more}'],
    })
  })

  it('shows what is no policy as it is', () => {
    expect(plainDocument(parsePolicy(textOf('{"Rules": [1]}')))).toEqual({ Rules: [1] })
    expect(plainDocument(parsePolicy(textOf('no policy')))).toBe('no policy')
  })
})

describe('modelJson', () => {
  it('is of version 1, with every list there, when nothing is', () => {
    const { record, ...report } = JSON.parse(modelJson(emptyModel(), []))
    expect(readRecord(record)).toEqual({ model: emptyModel(), unread: [] })
    expect(report).toEqual({
      kind: 'iamgate-model',
      version: 1,
      principals: [],
      policies: [],
      attachments: [],
      memberships: [],
      accessKeys: [],
      loginProfiles: [],
      instanceProfiles: [],
      passwordPolicies: [],
      identityProviders: [],
      accountAssignments: [],
    })
  })
})
