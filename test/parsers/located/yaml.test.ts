import fc from 'fast-check'
import { dump, load } from 'js-yaml'
import { readYaml } from '../../../parsers/located/yaml'
import { SourceFile } from '../../../src/model/source'
import type { Data } from '../../../src/model/value'
import { entry } from '../../../src/model/value'
import { plain } from '../cloudformation/evaluate'

const read = (text: string) => readYaml(new SourceFile('a.yaml', text))
const valueIn = async (text: string) => plain((await read(text)).documents[0])

/** Every exact chunk must stand in the file as it is. */
function expectExact(data: Data): void {
  if (data.kind === 'text') {
    for (const part of data.parts) {
      if (part.kind === 'hole' || !part.exact) continue
      expect(part.span.source.text.slice(part.span.start, part.span.end)).toBe(part.text)
    }
  } else if (data.kind === 'list') data.items.forEach(expectExact)
  else if (data.kind === 'object') for (const one of data.entries) expectExact(one.value)
}

describe('scalars are typed as CloudFormation types them', () => {
  test.each([
    ['a: 2012-10-17', '2012-10-17'],
    ['a: 012345678901', '012345678901'],
    ['a: 123456789012', 123456789012],
    ['a: "true"', 'true'],
    ['a: true', true],
    ['a: No', false],
    ['a: on', true],
    ['a: oN', 'oN'],
    ['a: y', 'y'],
    ['a: ~', null],
    ['a:', null],
    ['a: null', null],
    ["a: ''", ''],
    ['a: !!str 12', '12'],
    ['a: 1.10', 1.1],
    ['a: 1e3', '1e3'],
    ['a: 0x10', '0x10'],
  ])('%s', async (text, expected) => {
    expect(await valueIn(text)).toEqual({ a: expected })
  })

  test('a key stays text', async () => {
    expect(await valueIn('on: 1\n12: 2\nyes: 3')).toEqual({ on: 1, 12: 2, yes: 3 })
  })
})

describe('short forms become functions', () => {
  test.each([
    ['!Ref A', { Ref: 'A' }],
    ['!Condition A', { Condition: 'A' }],
    ['!Sub "${A}"', { 'Fn::Sub': '${A}' }],
    ['!GetAtt A.B', { 'Fn::GetAtt': 'A.B' }],
    ['!Join [",", [a, !Ref B]]', { 'Fn::Join': [',', ['a', { Ref: 'B' }]] }],
    ['!Base64\n    Fn::Sub: x', { 'Fn::Base64': { 'Fn::Sub': 'x' } }],
  ])('%s', async (text, expected) => {
    expect(await valueIn(`a: ${text}`)).toEqual({ a: expected })
  })

  test('the key of a short form is its tag', async () => {
    const { documents } = await read('a: !Sub "x"')
    const value = entry(documents[0], 'a')
    const key = value?.kind === 'object' ? value.entries[0]?.key : undefined
    expect(key?.span.source.text.slice(key.span.start, key.span.end)).toBe('!Sub')
  })
})

describe('what YAML 1.2 forbids and CloudFormation takes', () => {
  test('a quoted text whose last line is indented less than its key', async () => {
    const text = 'a:\n    b: !Sub \'{\n      "x": "${Y}"\n  }\'\n    c: 1\n'
    expect(await valueIn(text)).toEqual({ a: { b: { 'Fn::Sub': '{ "x": "${Y}" }' }, c: 1 } })
  })

  test('a quoted text closed at the first column', async () => {
    expect(await valueIn('a:\n  b: "x\ny\n\nz"\n  c: 1')).toEqual({ a: { b: 'x y\nz', c: 1 } })
  })

  test('a flow collection closed at the column of its parent', async () => {
    expect(await valueIn('a:\n  - {\n    b: 1, # one\n    c: [\n    x\n  ]\n  }\nd: 2')).toEqual({
      a: [{ b: 1, c: ['x'] }],
      d: 2,
    })
  })

  test('duplicate keys: the last counts', async () => {
    const { documents } = await read('a: 1\nb: 2\na: 3')
    expect(plain(entry(documents[0], 'a'))).toBe(3)
  })

  test('a byte order mark, CRLF, tabs that separate', async () => {
    expect(await valueIn('\ufeffa:\t1\r\nb: |\r\n  x\r\n  y\r\nc: "p\r\n  q"\r\n')).toEqual({
      a: 1,
      b: 'x\ny\n',
      c: 'p q',
    })
  })
})

test('a tab between a key and a flow collection', async () => {
  expect(await valueIn('a:\n  b:\t{c: [1]}\n  d: \t[2]\n')).toEqual({ a: { b: { c: [1] }, d: [2] } })
})

test('anchors, aliases and merge keys', async () => {
  const text = 'base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\nboth: {<<: [*b, {z: 4}]}\nsame: *b'
  expect(await valueIn(text)).toEqual({
    base: { x: 1, y: 2 },
    own: { y: 3, x: 1 },
    both: { x: 1, y: 2, z: 4 },
    same: { x: 1, y: 2 },
  })
})

test('several documents', async () => {
  const { documents } = await read('a: 1\n---\nb: 2\n...\n---\nc: &x 3\n')
  expect(documents.map(plain)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }])
})

test('a block scalar keeps the place of every line', async () => {
  const text = 'policy: |\n  {\n    "Action": "s3:*"\n  }\n'
  const { documents } = await read(text)
  const value = entry(documents[0], 'policy')
  if (value?.kind !== 'text') throw new Error('no text')
  const chunk = value.parts.find((part) => part.kind === 'chunk' && part.text.includes('s3:*'))
  const at = chunk?.kind === 'chunk' && chunk.exact ? chunk.span.start + chunk.text.indexOf('s3:*') : -1
  expect(value.span.source.positionAt(at)).toEqual({ line: 3, column: 16 })
})

describe('bad and hostile input gives a problem with a place', () => {
  const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]']
  for (let level = 1; level < 12; level++)
    bomb.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(',')}]`,
    )
  test.each([
    ['an alias bomb', bomb.join('\n'), 'limit', /aliases written out/],
    ['10,000 deep', '['.repeat(10000) + ']'.repeat(10000), 'limit', /deep/],
    ['10,000 deep in blocks', '- '.repeat(10000), 'limit', /deep/],
    ['too long', 'a'.repeat(17 * 1024 * 1024), 'limit', /characters/],
    ['a bare star', 'Statement:\n  Action: *\n  Resource: "x"', 'syntax', /write "\*" in quotes/],
    ['a bare star in a list', 'Action:\n  - *\n', 'syntax', /write "\*" in quotes/],
    ['a star with a text', 'Resource: *foo', 'syntax', /needs quotes/],
    ['broken nesting', 'a: b: c', 'syntax', /not YAML/],
    ['an open quote', 'a: "x', 'syntax', /not YAML/],
    ['a null byte', 'a: \0', 'syntax', /null byte/],
    ['cookiecutter', 'a: {{ cookiecutter.name }}-x', 'syntax', /template of templates/],
  ])('%s', async (_, text, kind, message) => {
    const { documents, problems } = await read(text)
    expect(documents).toEqual([])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ kind, fatal: true, message: expect.stringMatching(message) })
  })

  test('the place is that of the mistake', async () => {
    const { problems } = await read('a: 1\nb:\n  Action: *\n')
    const at = problems[0]?.span
    expect(at?.source.positionAt(at.start).line).toBe(3)
  })

  test('a million keys', async () => {
    const { problems } = await read(Array.from({ length: 1_000_000 }, (_, index) => `k${index}: 1`).join('\n'))
    expect(problems[0]?.kind).toBe('limit')
  })
})

const anyText = fc.string({ unit: fc.constantFrom(...'ab :#-{}[],"\'|>\n\t\\!&*%@`?é😀$'), maxLength: 30 })
const scalar = fc.oneof(anyText, fc.integer(), fc.boolean(), fc.constant(null))
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value')), fc.dictionary(anyText, tie('value'))),
})).value

test('whatever js-yaml writes is read as js-yaml reads it', async () => {
  await fc.assert(
    fc.asyncProperty(anyValue, fc.boolean(), fc.integer({ min: 1, max: 80 }), async (value, flow, lineWidth) => {
      const text = dump(value, { flowLevel: flow ? 0 : -1, lineWidth })
      const { documents, problems } = await read(text)
      expect(problems).toEqual([])
      expect(plain(documents[0])).toEqual(load(text))
      for (const data of documents) expectExact(data)
    }),
  )
})

test('nothing makes the reader throw', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      const { documents, problems } = await read(text)
      for (const problem of problems) expect(problem.span.start).toBeLessThanOrEqual(text.length)
      for (const data of documents) expectExact(data)
    }),
  )
})
