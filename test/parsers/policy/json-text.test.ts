import fc from 'fast-check'
import { parseJsonText } from '../../../parsers/policy-json'
import { text } from '../../../src/model/value'
import type { Data, Text } from '../../../src/model/value'
import { display, entry } from '../../../src/model/value'
import { textOf, written } from './policy-text'

/** Data without spans, holes as `${expression}`. */
function plain(data: Data | undefined): unknown {
  switch (data?.kind) {
    case 'text':
      return display(data)
    case 'number':
    case 'boolean':
      return data.value
    case 'null':
      return null
    case 'list':
      return data.items.map(plain)
    case 'object': {
      const pairs = data.entries.map(({ key, value }) => [display(key), plain(value)])
      return Object.fromEntries(data.open ? [...pairs, ['open', data.open.map((hole) => hole.expression)]] : pairs)
    }
    case 'unknown':
      return { unknown: data.hole.expression, ...(data.many ? { many: true } : {}) }
    default:
      return undefined
  }
}

const messages = (given: Text) => parseJsonText(given).problems.map((problem) => problem.message)

describe('parseJsonText', () => {
  it('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
        const json = JSON.stringify(value, null, indent)
        const parsed = parseJsonText(textOf(json.replaceAll('$', '\\u0024')))
        expect(parsed.problems).toEqual([])
        expect(JSON.stringify(plain(parsed.data))).toBe(JSON.stringify(JSON.parse(json)))
      }),
    )
  })

  it('never throws, always ends, and complains exactly where JSON.parse does', () => {
    const token = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b', '1', 'true', ' ', 'x', '\\')
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        const json = tokens.join('')
        const given = text(json, textOf(json).span, true)
        let valid = true
        try {
          JSON.parse(json)
        } catch {
          valid = false
        }
        // A key given twice is valid JSON; it is the one thing that is noted beyond it.
        const problems = messages(given).filter((message) => !message.includes('given twice'))
        expect(problems.length === 0).toBe(valid)
      }),
      { numRuns: 3000 },
    )
  })

  it('gives every string the characters between its quotes', () => {
    const { data } = parseJsonText(textOf('{ "Action": ["s3:Get*", "s3:\\u0050ut"], "e": "" }'))
    const actions = entry(data, 'Action')
    if (actions?.kind !== 'list') throw new Error('no list')
    expect(actions.items.map((item) => written(item.span))).toEqual(['s3:Get*', 's3:\\u0050ut'])
    expect(plain(actions)).toEqual(['s3:Get*', 's3:Put'])
    expect(written(actions.span)).toBe('["s3:Get*", "s3:\\u0050ut"]')
    expect(written(entry(data, 'e')!.span)).toBe('""')
  })

  it('keeps holes inside strings and at the places of values', () => {
    const { data, problems } = parseJsonText(
      textOf('{"a": "arn:aws:s3:::${var.b}/*", "c": ${var.list}, "d": 1${var.n}, "${var.key}:sub": [true]}'),
    )
    expect(problems).toEqual([])
    expect(plain(data)).toEqual({
      a: 'arn:aws:s3:::${var.b}/*',
      c: { unknown: 'var.list' },
      d: { unknown: 'var.n' },
      '${var.key}:sub': [true],
    })
  })

  it('takes a hole where members may follow for any number of members', () => {
    const { data, problems } = parseJsonText(textOf('{"a": ["x", ${var.more}], "b": [1 ${var.rest}] ${var.members} }'))
    expect(problems).toEqual([])
    expect(plain(data)).toEqual({
      a: ['x', { unknown: 'var.more', many: true }],
      b: [1, { unknown: 'var.rest', many: true }],
      open: ['var.members'],
    })
  })

  it('takes the idiom of joining with quotes for any number of strings', () => {
    const { data } = parseJsonText(textOf('["${join("\\",\\"", var.arns)}", "${join("-", var.name)}"]'))
    expect(plain(data)).toEqual([{ unknown: 'join("\\",\\"", var.arns)', many: true }, '${join("-", var.name)}'])
  })

  it('reads on after what is no JSON', () => {
    const given = textOf('{"a": 1, "b": , "c": [1,, 2,], d: 3, "a": 4 "e": \'x\'}')
    expect(plain(parseJsonText(given).data)).toEqual({ a: 4, c: [1, 2] })
    expect(messages(given)).toEqual([
      'A JSON value is expected here',
      'A comma too many',
      'A comma too many',
      'A key in double quotes is expected here',
      'The key "a" is given twice: the last one wins',
      'A comma is missing here',
      'A JSON value is expected here',
    ])
  })

  it('gives what is no JSON at all back as it is', () => {
    for (const content of ['', '   ', 'not json', '# policy']) {
      const given = textOf(content)
      expect(parseJsonText(given).data).toBe(given)
      expect(messages(given)).not.toEqual([])
    }
  })

  it('does not follow nesting without bound', () => {
    const { problems } = parseJsonText(textOf('['.repeat(100_000)))
    expect(problems[0]?.message).toContain('nested deeper')
  })

  it.each([
    ['arn:aws:s3:::@/*', 'arn:aws:s3:::@/*'],
    ['arn:aws:s3:::@', 'arn:aws:s3:::@'],
    ['@/*', '@/*'],
    ['@', 'bucket'],
  ])('places %s, interpolated from elsewhere, where a person would change it', (resource, expected) => {
    const outer = textOf(`{"Resource": "${resource}", "Effect": "Allow"}`)
    const elsewhere = textOf('bucket')
    const at = written(outer.span).indexOf('@')
    const part = (start: number, end: number) => ({
      kind: 'chunk' as const,
      text: written({ ...outer.span, start, end }),
      span: { ...outer.span, start, end },
      exact: true,
    })
    const parts = [part(0, at), ...elsewhere.parts, part(at + 1, outer.span.end)]
    const { data } = parseJsonText({ kind: 'text', parts, span: outer.span })
    const value = entry(data, 'Resource')
    expect(plain(value)).toBe(resource.replace('@', 'bucket'))
    expect(written(value!.span)).toBe(expected)
    expect(written(data.span)).toBe(written(outer.span))
  })

  it('counts the braces of an interpolation at the end of a string in', () => {
    const { data } = parseJsonText(textOf('{"a": "x-${var.y}", "b": "${var.z}-x", "c": "${var.z}"}'))
    expect(['a', 'b', 'c'].map((key) => written(entry(data, key)!.span))).toEqual([
      'x-${var.y}',
      '${var.z}-x',
      '${var.z}',
    ])
  })
})
