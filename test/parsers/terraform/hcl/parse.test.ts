import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Expression, ParsedFile, TemplateExpression } from '../../../../parsers/terraform/hcl/ast'
import { comments, parseHcl } from '../../../../parsers/terraform/hcl/parse'
import { SourceFile, type Span } from '../../../../src/model/source'

const read = (text: string): ParsedFile => parseHcl(new SourceFile('main.tf', text))
const fixture = (name: string): ParsedFile =>
  read(readFileSync(join(__dirname, '../../../../fixtures/hcl/broken', name), 'utf8'))
const cut = (span: Span): string => span.source.text.slice(span.start, span.end)
const expressionOf = (text: string): Expression => {
  const file = read(`a = ${text}\n`)
  expect(file.problems).toEqual([])
  return file.body.attributes[0]!.expression
}
const problemsOf = (file: ParsedFile): string[] =>
  file.problems.map(({ message, span }) => `${span.source.positionAt(span.start).line}: ${message}`)
const blocksOf = (file: ParsedFile): string[] =>
  file.body.blocks.map((block) => [block.type, ...block.labels.map((label) => label.value)].join('.'))

describe('places', () => {
  test('a block has a header from its type to its last label, and a span to its brace', () => {
    const file = read('\nresource "aws_iam_user" u {\n  name = "a" # why\n}\n')
    const block = file.body.blocks[0]!
    expect(cut(block.header)).toBe('resource "aws_iam_user" u')
    expect(cut(block.span)).toBe('resource "aws_iam_user" u {\n  name = "a" # why\n}')
    expect(block.labels.map((label) => cut(label.span))).toEqual(['"aws_iam_user"', 'u'])
    const attribute = block.body.attributes[0]!
    expect([cut(attribute.span), cut(attribute.nameSpan), cut(attribute.expression.span)]).toEqual([
      'name = "a"',
      'name',
      'a',
    ])
  })

  test.each([
    'a.b[0].c',
    'f(1, "x")',
    'p::f(a)',
    '[for v in x : v if v]',
    '{ a = 1 }',
    'a ? b : c',
    'a[*].b',
    'a.*.b',
    '-a',
    '"x" == "y"',
    '(a)',
    '"x" ? "y" : "z"',
  ])('%s covers all that was written', (text) => {
    expect(cut(expressionOf(text).span)).toBe(text)
  })

  test('literal characters count one for one, escapes are chunks of their own', () => {
    const value = expressionOf('"a\\nb$${c}${d}e"') as TemplateExpression
    expect(
      value.parts.map((part) => (part.kind === 'chunk' ? [part.text, cut(part.span), part.exact] : cut(part.span))),
    ).toEqual([
      ['a', 'a', true],
      ['\n', '\\n', false],
      ['b', 'b', true],
      ['${', '$${', false],
      ['c}', 'c}', true],
      '${d}',
      ['e', 'e', true],
    ])
    expect([cut(value.span), cut(value.outer)]).toEqual(['a\\nb$${c}${d}e', '"a\\nb$${c}${d}e"'])
  })

  test('the lines of an indented heredoc point at their characters', () => {
    const value = expressionOf('<<-EOT\n    one\n      two ${x}\n  EOT') as TemplateExpression
    expect(value.heredoc).toBe(true)
    expect(value.parts.map((part) => [part.kind === 'chunk' && part.text, cut(part.span)])).toEqual([
      ['one\n', 'one\n'],
      ['  two ', '  two '],
      [false, '${x}'],
      ['\n', '\n'],
    ])
    expect(cut(value.outer)).toBe('<<-EOT\n    one\n      two ${x}\n  EOT')
  })

  test('a heredoc without indentation to remove is one chunk', () => {
    const value = expressionOf('<<EOT\n{\n  "a": "b"\n}\nEOT') as TemplateExpression
    expect(value.parts).toHaveLength(1)
    expect(value.parts[0]).toMatchObject({ kind: 'chunk', text: '{\n  "a": "b"\n}\n', exact: true })
  })

  test('a bare name as a key is its text, in parentheses it is the variable', () => {
    const value = expressionOf('{ name = 1, (name) = 2, null = 3 }')
    if (value.kind !== 'object') throw new Error(value.kind)
    expect(value.items.map(({ key }) => key.kind)).toEqual(['template', 'parentheses', 'template'])
  })

  test('a byte order mark is no character of the file', () => {
    const file = read('\ufeffa = 1')
    expect(file.problems).toEqual([])
    expect(cut(file.body.attributes[0]!.nameSpan)).toBe('a')
  })
})

test('comments of three kinds are found once, and nothing in strings is one', () => {
  const source = new SourceFile(
    'main.tf',
    '# a\nx = [ // b\r\n  1, /* c\n */ 2]\ny = "# no" # d\nz = { # e\n  for k in x : k => k }\nw = <<E\n# no\nE\n# f',
  )
  expect(comments(source).map((comment) => comment.text)).toEqual(['# a', '// b', '/* c\n */', '# d', '# e', '# f'])
  for (const comment of comments(source)) expect(cut(comment.span)).toBe(comment.text)
})

describe('what is broken is reported, the rest is kept', () => {
  test('a block that is not closed', () => {
    const file = fixture('unclosed-block.tf')
    expect(problemsOf(file)).toEqual(['5: The closing brace of this block is missing, or one of a block in it.'])
    expect(blocksOf(file)).toEqual([
      'resource.aws_iam_user.kept_before',
      'resource.aws_iam_user.unclosed',
      'resource.aws_iam_user.kept_after',
      'output.kept_last',
    ])
  })

  test('an attribute stays as invalid, so that it is not taken for unset', () => {
    const file = fixture('attribute.tf')
    expect(file.problems.map(({ span }) => span.source.positionAt(span.start).line)).toEqual([2, 5])
    expect(blocksOf(file)).toEqual(['resource.aws_iam_user.a', 'resource.aws_iam_user.b'])
    const kinds = file.body.blocks[0]!.body.attributes.map(({ name, expression }) => [name, expression.kind])
    expect(kinds).toEqual([
      ['name', 'invalid'],
      ['path', 'template'],
      ['tags', 'invalid'],
      ['force_destroy', 'literal'],
    ])
  })

  test.each([
    ['header.tf', 1, ['resource.aws_iam_user.b']],
    ['list.tf', 1, ['data.aws_iam_policy_document.a', 'locals']],
    ['heredoc.tf', 1, ['locals', 'output.kept']],
    ['extra-brace.tf', 1, ['locals', 'output.kept']],
    ['single-line.tf', 5, ['output.kept']],
    ['conflict-markers.tf', 4, ['resource.aws_iam_user.a', 'resource.aws_iam_user.b']],
  ])('%s', (name, problems, blocks) => {
    const file = fixture(name)
    expect(file.problems).toHaveLength(problems)
    expect(blocksOf(file)).toEqual(blocks)
  })

  test('every character that HCL does not have is reported on its own line', () => {
    const file = fixture('characters.tf')
    expect(file.problems.map(({ span }) => span.source.positionAt(span.start).line)).toEqual(
      Array.from({ length: 17 }, (_, index) => index + 2),
    )
    expect(file.body.blocks[0]!.body.attributes.at(-1)).toMatchObject({ name: 'kept', expression: { value: 1 } })
  })

  test('a text that is no HCL at all ends after some problems', () => {
    const file = read('<html>\n'.repeat(5000))
    expect(file.problems.length).toBeGreaterThan(0)
    expect(file.problems.length).toBeLessThanOrEqual(40)
  })
})

describe('bounds', () => {
  test('a file of duplicates has some problems, not thousands', () => {
    expect(read('a = 1\n'.repeat(5000)).problems.length).toBeLessThanOrEqual(40)
  })

  test.each([
    ['lists', '['.repeat(100_000)],
    ['parentheses', '('.repeat(100_000)],
    ['objects', '{a='.repeat(100_000)],
    ['templates', '"${'.repeat(100_000)],
    ['signs', '-'.repeat(100_000)],
    ['conditionals', 'a?'.repeat(100_000)],
    ['steps', `a${'.b'.repeat(100_000)}`],
    ['splats', `a${'[*]'.repeat(100_000)}`],
    ['operators', `1${'+1'.repeat(100_000)}`],
    ['heredocs', '<<E\n${'.repeat(50_000)],
    ['directives', `"${'%{ if a }'.repeat(50_000)}"`],
  ])('%s nested without end are a problem of ours', (_, text) => {
    const { problems } = read(`a = ${text}\n`)
    expect(problems[0]).toMatchObject({ limit: true })
  })

  test('blocks nested without end are a problem of ours', () => {
    expect(read('a {\n'.repeat(50_000)).problems.some((problem) => problem.limit)).toBe(true)
  })

  test('two hundred lists in each other are not too many', () => {
    const { problems } = read(`a = ${'['.repeat(150)}${']'.repeat(150)}\n`)
    expect(problems).toEqual([])
  })
})
