import * as fc from 'fast-check'
import { joinData } from '../../../../parsers/terraform/plan/join-data'
import { encodedFrom } from '../../../../parsers/policy-json'
import { SourceFile, span } from '../../../../src/model/source'
import type { Data, Hole, Text, TextPart } from '../../../../src/model/value'
import { display, entry, literal, text } from '../../../../src/model/value'

const plan = new SourceFile('plan.json', 'p'.repeat(400))
const file = new SourceFile('main.tf', 's'.repeat(400))
const inPlan = (value: string): Text => text(value, span(plan, 0, value.length), true)
const inSource = (value: string, at = 0): Text => text(value, span(file, at, at + value.length), true)
const here = span(file, 300, 310)
const hole = (at: number): Hole => ({
  kind: 'hole',
  expression: 'var.x',
  why: 'variable-without-value',
  span: span(file, at, at + 5),
})
const mixed = (...parts: TextPart[]): Text => ({ kind: 'text', parts, span: span(file, 0, 50) })
const chunk = (value: string, at: number): TextPart => ({
  kind: 'chunk',
  text: value,
  span: span(file, at, at + value.length),
  exact: true,
})
const list = (...items: Data[]): Data => ({ kind: 'list', items, span: span(file, 100, 120) })

test("what is equal is the source's", () => {
  const source = inSource('abc', 7)
  expect(joinData(inPlan('abc'), source, here)).toBe(source)
})

test('holes of the source are filled from the plan, each at its place', () => {
  const source = mixed(chunk('arn:', 1), hole(10), chunk('/x', 20), hole(30))
  const joined = joinData(inPlan('arn:aws:s3/x/y'), source, here) as Text
  expect(literal(joined)).toBe('arn:aws:s3/x/y')
  expect(joined.parts.map((part) => [part.kind === 'chunk' && part.text, part.span.start])).toEqual([
    ['arn:', 1],
    ['aws:s3', 10],
    ['/x', 20],
    ['/y', 30],
  ])
})

test('any plan that the source can become is filled in whole', () => {
  const part = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('a', 'b', '/') })
  fc.assert(
    fc.property(fc.array(fc.tuple(part, fc.boolean()), { minLength: 1, maxLength: 6 }), (pieces) => {
      const source = mixed(...pieces.map(([value, known], index) => (known ? chunk(value, index) : hole(index))))
      const whole = pieces.map(([value]) => value).join('')
      expect(literal(joinData(inPlan(whole), source, here) as Text)).toBe(whole)
    }),
  )
})

test('another text has the value of the plan and the place of the source', () => {
  const joined = joinData(inPlan('new'), inSource('old', 5), here) as Text
  expect([literal(joined), joined.parts[0]!.span]).toEqual(['new', span(file, 5, 8)])
})

test('what the plan does not know comes from the source', () => {
  const unknown: Data = { kind: 'unknown', hole: { ...hole(0), why: 'after-apply' }, span: span(plan, 0, 1) }
  const source = mixed(hole(3))
  expect(joinData(unknown, source, here)).toBe(source)
})

test('what the source lacks stands at the resource', () => {
  expect(joinData(inPlan('default'), undefined, here).span).toBe(here)
})

test('the plan decides a choice of the source', () => {
  const whenFalse = inSource('no', 40)
  const choice: Data = {
    kind: 'choice',
    condition: 'var.on',
    whenTrue: inSource('yes', 30),
    whenFalse,
    span: span(file, 20, 60),
  }
  expect(joinData(inPlan('no'), choice, here)).toBe(whenFalse)
  expect(joinData(inPlan('maybe'), choice, here)).toMatchObject({ parts: [{ text: 'maybe' }], span: choice.span })
})

test('a list that the provider has sorted finds its items', () => {
  const [a, b] = [inSource('a', 10), inSource('b', 20)]
  const joined = joinData({ kind: 'list', items: [inPlan('b'), inPlan('a')], span: span(plan, 0, 1) }, list(a, b), here)
  expect(joined).toMatchObject({ items: [b, a] })
  expect(joined.kind === 'list' && joined.items[0]).toBe(b)
})

test('a policy that AWS gave back in another order keeps the places of what was written', () => {
  const written = '{"Version":"2012-10-17","Statement":[{"Sid":"A","Action":["s3:*"],"Effect":"Allow","Resource":"*"}]}'
  const source = text(written, span(new SourceFile('main.tf', written)), true)
  const given = '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Sid":"A"},"Version":"2012-10-17"}'
  const joined = joinData(inPlan(given), source, here) as Text
  expect(JSON.parse(display(joined))).toEqual(JSON.parse(given))
  const action = entry(entry(encodedFrom(joined)!.data, 'Statement'), 'Action')!
  expect(written.slice(action.span.start, action.span.end)).toBe('s3:*')
})
