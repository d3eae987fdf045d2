import fc from 'fast-check'
import { SourceFile } from '../../src/model/source'
import { directivesOf, globPattern, isDate, readDirective, selects } from '../../src/scan/directive'

test('reads checks, selectors, end and reason', () => {
  expect(readDirective('iamgate:ignore a-b(x:*, y), c exp:2027-03-31 -- break-glass -- see SEC-12')).toEqual({
    targets: [
      { check: 'a-b', selectors: ['x:*', 'y'] },
      { check: 'c', selectors: [] },
    ],
    expires: '2027-03-31',
    reason: 'break-glass -- see SEC-12',
  })
})

test('an ignored action never hides the next one', () => {
  const target = { check: 'wildcard-resource', selectors: ['s3:ListAllMyBuckets'] }
  expect(selects(target, ['s3:ListAllMyBuckets'])).toBe(true)
  expect(selects(target, ['s3:listallmybuckets', 'my-policy'])).toBe(true)
  expect(selects(target, ['s3:ListAllMyBuckets', 's3:DeleteObject'])).toBe(false)
  expect(selects(target, ['my-policy'])).toBe(false)
})

test('finds the place of a comment', () => {
  const source = new SourceFile('a.tf', 'x = 1 # iamgate:ignore a -- b  \ny = 2')
  const [directive] = directivesOf(source)
  expect(directive && source.text.slice(directive.start, directive.end)).toBe('iamgate:ignore a -- b')
  expect(directive?.line).toBe(1)
})

test('a glob means the same as its characters, one by one', () => {
  const matches = (glob: string, text: string): boolean => {
    if (glob === '') return text === ''
    if (glob[0] === '*') return matches(glob.slice(1), text) || (text !== '' && matches(glob, text.slice(1)))
    return text !== '' && (glob[0] === '?' || glob[0] === text[0]) && matches(glob.slice(1), text.slice(1))
  }
  const word = fc.string({ unit: fc.constantFrom('a', '.', '*', '?', '[', '-'), maxLength: 7 })
  fc.assert(fc.property(word, word, (glob, text) => expect(globPattern(glob).test(text)).toBe(matches(glob, text))))
})

test('a day exists or not', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), (date) => {
      expect(isDate(date.toISOString().slice(0, 10))).toBe(true)
    }),
  )
  for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', 'x', '']) expect(isDate(text)).toBe(false)
})

test('never throws, whatever a comment says', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void readDirective(`iamgate:ignore ${text}`)))
})
