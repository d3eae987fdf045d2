import fc from 'fast-check'
import { load } from 'js-yaml'
import type { Value } from '../../../../../parsers/terraform/evaluate/value'
import { isMapping, isSequence, keyName, numberText } from '../../../../../parsers/terraform/evaluate/value'
import type { Outcome } from './environment'
import { evaluator } from './environment'

/** Laws that hold for whatever value: what one function writes, another one and other programs read back. */

/** A JSON value as an expression; JSON strings are HCL strings but for `${` and `%{`. */
function asExpression(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asExpression).join(', ')}]`
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, each]) => `(${asExpression(key)}) = ${asExpression(each)}`)
      .join(', ')}}`
  if (typeof value !== 'string') return String(value)
  const escaped = [...value].map((character) => {
    if (character === '"' || character === '\\') return `\\${character}`
    const point = character.codePointAt(0) as number
    return point < 0x20 || point > 0x7e ? `\\U${point.toString(16).padStart(8, '0')}` : character
  })
  return `"${escaped.join('').replaceAll('${', '$${').replaceAll('%{', '%%{')}"`
}

function toJson(value: Value): unknown {
  if (isSequence(value)) return value.items.map(toJson)
  if (isMapping(value))
    return Object.fromEntries([...value.entries.values()].map((entry) => [keyName(entry.key), toJson(entry.value)]))
  if (value.kind === 'string') return value.parts.map((part) => (part.kind === 'chunk' ? part.text : '')).join('')
  if (value.kind === 'number') return Number(numberText(value.value))
  if (value.kind === 'bool') return value.value
  if (value.kind === 'null') return null
  throw new Error(`not known: ${value.kind}`)
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((each) => each.normalize('NFC'))
const lines = fc
  .array(fc.oneof(text, fc.constantFrom('\n', ' ', '  ', '- a', '"', '\t', '#', ': ')))
  .map((all) => all.join(''))
const number = fc.oneof(
  fc.integer(),
  fc.integer({ min: -1000, max: 1000 }).map((each) => each / 8),
)
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    lines,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(
      lines.filter((key) => key !== '__proto__'),
      tie('json'),
      { maxKeys: 4 },
    ),
  ),
}))

describe('laws of functions', () => {
  let run: (expression: string) => Outcome
  beforeAll(async () => {
    run = await evaluator()
  })

  const evaluated = (expression: string): unknown => {
    const outcome = run(expression)
    if ('error' in outcome) throw new Error(`${expression}: ${outcome.error.detail}`)
    return toJson(outcome.value)
  }

  test('JSON is read back by every reader of JSON', () => {
    fc.assert(
      fc.property(json, (value) => {
        const written = evaluated(`jsonencode(${asExpression(value)})`) as string
        expect(JSON.parse(written)).toEqual(value)
        expect(evaluated(`jsondecode(${asExpression(written)})`)).toEqual(value)
        expect(evaluated(`jsondecode(jsonencode(${asExpression(value)}))`)).toEqual(value)
      }),
    )
  })

  test('YAML is read back, here and by js-yaml', () => {
    fc.assert(
      // Inside a list: readers disagree about the indentation indicator of a block that is the whole document.
      fc.property(fc.array(json, { maxLength: 3 }), (value) => {
        const written = evaluated(`yamlencode(${asExpression(value)})`) as string
        expect(load(written)).toEqual(value)
        expect(evaluated(`yamldecode(${asExpression(written)})`)).toEqual(value)
      }),
    )
  })

  test('what is split can be joined', () => {
    fc.assert(
      fc.property(lines, fc.string({ minLength: 1, maxLength: 2 }), (value, by) => {
        const separator = asExpression(by)
        expect(evaluated(`join(${separator}, split(${separator}, ${asExpression(value)}))`)).toBe(value)
        expect(evaluated(`split(${separator}, ${asExpression(value)})`)).toEqual(value.split(by))
      }),
    )
  })

  test('text is replaced as JavaScript replaces it', () => {
    fc.assert(
      fc.property(lines, fc.string({ minLength: 1, maxLength: 2 }), text, (value, search, other) => {
        fc.pre(!/^\/.*\/$/s.test(search))
        const call = `replace(${[value, search, other].map(asExpression).join(', ')})`
        expect(evaluated(call)).toBe(value.split(search).join(other))
      }),
    )
  })

  test('base64, cuts and halves lose nothing', () => {
    fc.assert(
      fc.property(lines, fc.nat(10), (value, at) => {
        const given = asExpression(value)
        expect(evaluated(`base64decode(base64encode(${given}))`)).toBe(value)
        expect(evaluated(`textdecodebase64(textencodebase64(${given}, "UTF-16LE"), "UTF-16LE")`)).toBe(value)
        const halves = `"\${substr(${given}, 0, ${at})}\${substr(${given}, ${at}, -1)}"`
        if (at > 0) expect(evaluated(halves)).toBe(value)
      }),
    )
  })

  test('sorting is by code point, and sets have no order of their own', () => {
    fc.assert(
      fc.property(fc.array(text), (items) => {
        const sorted = [...items].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        expect(evaluated(`sort(${asExpression(items)})`)).toEqual(sorted)
        expect(evaluated(`toset(${asExpression(items)})`)).toEqual([...new Set(sorted)])
        expect(evaluated(`distinct(${asExpression(items)})`)).toEqual([...new Set(items)])
      }),
    )
  })

  test('subnets cover their network without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(0xffffff), (bits, base) => {
        const network = `10.${(base >> 8) & 255}.${base & 255}.0/24`
        const all = Array.from({ length: 2 ** bits }, (_, at) => evaluated(`cidrsubnet("${network}", ${bits}, ${at})`))
        expect(evaluated(`cidrsubnets("${network}", ${all.map(() => bits).join(', ')})`)).toEqual(all)
      }),
      { numRuns: 20 },
    )
  })
})
