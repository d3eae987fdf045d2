import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '@cdktf/hcl2json'
import * as fc from 'fast-check'
import { parseHcl } from '../../../../parsers/terraform/hcl/parse'
import { SourceFile } from '../../../../src/model/source'
import { bodyAsJson } from './hcl2json-notation'

/** HashiCorp's own parser is the reference: what it accepts and rejects, and the tree that it makes. */

type Reading = { accepted: true; tree: unknown } | { accepted: false }

async function theirs(text: string): Promise<Reading | 'not a syntax error'> {
  try {
    return { accepted: true, tree: await parse('file.tf', text) }
  } catch (error) {
    // hcl2json works out `!1`, which is no matter of syntax.
    return String(error).includes('parse config') ? { accepted: false } : 'not a syntax error'
  }
}

function ours(text: string): Reading {
  const { body, problems } = parseHcl(new SourceFile('file.tf', text))
  if (problems.length > 0) return { accepted: false }
  return { accepted: true, tree: JSON.parse(JSON.stringify(bodyAsJson(body))) }
}

async function expectAgreement(text: string): Promise<void> {
  const expected = await theirs(text)
  if (expected !== 'not a syntax error') expect(ours(text)).toEqual(expected)
}

const fixtures = join(__dirname, '../../../../fixtures/hcl')

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tf|tfvars|tofu)$/.test(name))
    .map((name) => join(folder, name))
}

test.each(filesIn(join(fixtures, 'valid')))('%s is read as HashiCorp reads it', async (file) => {
  const text = readFileSync(file, 'utf8')
  expect(ours(text)).toEqual({ accepted: true, tree: await parse('file.tf', text) })
})

test.each(filesIn(join(fixtures, 'broken')))('%s is rejected by both', async (file) => {
  const text = readFileSync(file, 'utf8')
  expect(await theirs(text)).toEqual({ accepted: false })
  expect(ours(text)).toEqual({ accepted: false })
})

const name = fc.constantFrom('a', 'b_c', 'd-e', 'größe', 'for_each', 'in', 'null')
const literalText = fc
  .array(
    fc.constantFrom('x', ' ', '$', '%', '$$', '$${', '%%{', '\\n', '\\"', '\\u00e9', 'é', '😀', '#', '//', '}', "'"),
  )
  .map((pieces) => pieces.join(''))

const { expression } = fc.letrec((tie) => {
  const inner = tie('expression') as fc.Arbitrary<string>
  const list = fc.array(inner, { maxLength: 3 })
  const quoted = fc
    .array(
      fc.oneof(
        literalText,
        fc.tuple(inner, fc.boolean()).map(([part, strip]) => (strip ? `\${~ ${part} ~}` : `\${${part}}`)),
      ),
      {
        maxLength: 4,
      },
    )
    .map((pieces) => `"${pieces.join('')}"`)
  const heredoc = fc
    .tuple(
      fc.boolean(),
      fc.array(
        fc.tuple(
          fc.constantFrom('', ' ', '    ', '\t'),
          fc.oneof(
            inner.map((part) => `\${${part}}`),
            fc.constantFrom('x', '', '$', '%{ if a ~}y%{ endif }', '\\n', '$${z}', 'EOTX'),
          ),
        ),
      ),
    )
    .map(
      ([indented, lines]) =>
        `[<<${indented ? '-' : ''}EOT\n${lines.map((line) => `${line.join('')}\n`).join('')}  EOT\n]`,
    )
  const operator = fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '&&', '||')
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      name,
      fc.constantFrom('1', '0', '1.5', '2e3', 'true', 'null'),
      quoted,
      heredoc,
      fc.tuple(inner, operator, inner).map((parts) => parts.join(' ')),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
      inner.map((part) => `(${part})`),
      fc.tuple(name, name).map(([object, step]) => `${object}.${step}`),
      fc.tuple(name, inner).map(([object, key]) => `${object}[${key}]`),
      name.map((object) => `${object}.*.b[0]`),
      name.map((object) => `${object}[*].b.0`),
      list.map((items) => `[${items.join(', ')}]`),
      list.map((items) => `{\n${items.map((item, index) => `k${index} = ${item}\n`).join('')}}`),
      fc.tuple(name, list).map(([callee, args]) => `${callee}(${args.join(',\n')})`),
      fc.tuple(inner, inner).map(([collection, value]) => `[for x, y in ${collection} : ${value} if y]`),
      fc.tuple(inner, inner).map(([collection, value]) => `{for y in ${collection} : y => ${value}...}`),
      name.map((operand) => `-${operand}`),
    ),
  }
})

const item = fc.oneof(
  fc.tuple(name, expression as fc.Arbitrary<string>).map(([key, value]) => `${key} = ${value}\n`),
  fc
    .tuple(name, expression as fc.Arbitrary<string>)
    .map(([key, value]) => `block "${key}" {\n  a = ${value} # why\n}\n`),
  fc.constantFrom('# comment\n', '/* more\n */\n', 'empty {}\n', 'one { a = 1 }\n', '\n', '\r\n'),
)
const file = fc.array(item, { maxLength: 4 }).map((items) => items.join(''))

const snippet = fc.constantFrom(
  ...['"', '{', '}', '[', ']', '(', ')', '\n', ' ', ',', '=', ':', '::', '=>', '...', '.', '*', '#', '//', '/*', '*/'],
  ...[
    '$',
    '%',
    '${',
    '%{',
    '~}',
    '<<EOT\n',
    'EOT\n',
    '\r\n',
    '\r',
    '\\',
    '0',
    '1.5',
    'a',
    '-',
    'for ',
    'in ',
    'if ',
    'null',
  ],
  ...[
    '&&',
    '&',
    '|',
    '?',
    '!',
    '<',
    "'",
    '`',
    ';',
    'é',
    '\u00a0',
    '😀',
    '$${',
    'endif',
    '\t',
    '_',
    '1e',
    '\ufeff',
    'e\u0301',
  ],
)

test('generated files are read as HashiCorp reads them', async () => {
  await fc.assert(fc.asyncProperty(file, expectAgreement), { numRuns: 1500 })
})

test('a character too many or too few is accepted or rejected as HashiCorp does it', async () => {
  const broken = fc.tuple(file, fc.nat(), fc.nat(2), snippet).map(([text, at, removed, added]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + added + text.slice(place + removed)
  })
  await fc.assert(
    fc.asyncProperty(
      broken.filter((text) => !/[\ud800-\udfff]/u.test(text)),
      expectAgreement,
    ),
    { numRuns: 3000 },
  )
})

/** `IAMGATE_HCL_CORPUS=<folder> npx jest test/parsers/terraform/hcl/agreement` compares every file of a folder. */
const corpus = process.env.IAMGATE_HCL_CORPUS
;(corpus ? test : test.skip)(
  'every file of the corpus is read as HashiCorp reads it',
  async () => {
    for (const path of filesIn(corpus as string)) {
      const text = readFileSync(path, 'utf8')
      const expected = await theirs(text)
      if (expected !== 'not a syntax error') expect({ path, ...ours(text) }).toEqual({ path, ...expected })
    }
  },
  600_000,
)
