import { parseJsonText } from '../../parsers/policy-json'
import { emptyModel } from '../../src/model/iam'
import { type ChoiceData, text } from '../../src/model/value'
import { modelJson } from '../../src/report/model'
import { plainData } from '../../src/report/plain-data'
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

describe('modelJson', () => {
  it('is of version 1, with every list there, when nothing is', () => {
    expect(JSON.parse(modelJson(emptyModel()))).toEqual({
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
