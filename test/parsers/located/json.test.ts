import fc from 'fast-check'
import { readJson } from '../../../parsers/located/json'
import { SourceFile } from '../../../src/model/source'
import { entry } from '../../../src/model/value'
import { plain } from '../cloudformation/evaluate'

const read = (text: string) => readJson(new SourceFile('a.json', text))

test('whatever JSON.stringify writes is read back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      const { data, problems } = read(text)
      expect(problems).toEqual([])
      expect(JSON.stringify(plain(data))).toBe(JSON.stringify(JSON.parse(text)))
    }),
  )
})

test('what JSON.parse rejects is a problem, and nothing is thrown', () => {
  const anyText = fc.string({ unit: fc.constantFrom(...'{}[]",:\\ntrue12.-e \n'), maxLength: 20 })
  fc.assert(
    fc.property(anyText, (text) => {
      let valid = true
      try {
        JSON.parse(text)
      } catch {
        valid = false
      }
      const { data, problems } = read(text)
      expect(data !== undefined).toBe(valid)
      expect(problems.length > 0).toBe(!valid)
    }),
  )
})

test('a string is exact but for its escapes', () => {
  const { data } = read('{"a": "x\\ty\\u0041z"}')
  const value = entry(data, 'a')
  expect(value?.kind === 'text' && value.parts).toMatchObject([
    { text: 'x', exact: true, span: { start: 7, end: 8 } },
    { text: '\t', exact: false, span: { start: 8, end: 10 } },
    { text: 'y', exact: true, span: { start: 10, end: 11 } },
    { text: 'A', exact: false, span: { start: 11, end: 17 } },
    { text: 'z', exact: true, span: { start: 17, end: 18 } },
  ])
})

test('a byte order mark and duplicate keys', () => {
  const { data } = read('\ufeff{"a": 1, "a": 2}')
  expect(plain(entry(data, 'a'))).toBe(2)
})

test.each([
  ['too deep', '['.repeat(100000), 'limit', /deep/],
  ['a trailing comma', '{"a": 1,}', 'syntax', /key in double quotes/],
  ['text behind', '{} x', 'syntax', /end of the file/],
  ['nothing', '', 'syntax', /the file ends/],
])('%s', (_, text, kind, message) => {
  expect(read(text).problems).toMatchObject([{ kind, fatal: true, message: expect.stringMatching(message) }])
})

test('more values than the bound', () => {
  const { data, problems } = readJson(new SourceFile('a.json', '[1,2,3,4]'), { nodes: 3 })
  expect(data).toBeUndefined()
  expect(problems[0]?.kind).toBe('limit')
})
