import { parseExpressionText, parseTemplate } from '../../../../parsers/terraform/hcl/template'
import { SourceFile, type Span } from '../../../../src/model/source'

const cut = (span: Span): string => span.source.text.slice(span.start, span.end)

test('a template file is read whole, quotes and backslashes being plain characters', () => {
  const source = new SourceFile('user.tftpl', '{"a\\n": "${name}"}\n%{ if on ~}\n  yes\n%{ endif ~}\n$')
  const { template, problems } = parseTemplate(source)
  expect(problems).toEqual([])
  expect(template.parts.map((part) => (part.kind === 'chunk' ? part.text : cut(part.span)))).toEqual([
    '{"a\\n": "',
    '${name}',
    '"}\n',
    '%{ if on ~}\n  yes\n%{ endif ~}',
    '$',
  ])
})

test('an empty template has no parts', () => {
  expect(parseTemplate(new SourceFile('empty.tftpl', '')).template.parts).toEqual([])
})

test('a template that cannot be read is one unknown part with a problem at its place', () => {
  const { template, problems } = parseTemplate(new SourceFile('bad.tftpl', 'a\nb ${x y} c'))
  expect(template.parts).toMatchObject([{ kind: 'interpolation', expression: { kind: 'invalid' } }])
  expect(problems.map(({ span }) => cut(span))).toEqual(['${x y'])
})

test('a text out of another file is placed by a shift, or character by character', () => {
  const source = new SourceFile('main.tf.json', '{"a": "x${b.c}", "d": "\\"${e}"}')
  const shifted = parseTemplate(source, 'x${b.c}', { shift: 7 }).template
  expect(shifted.parts.map((part) => cut(part.span))).toEqual(['x', '${b.c}'])
  const mapped = parseTemplate(source, '"${e}', { shift: 0, offsets: [23, 25, 26, 27, 28, 29] }).template
  expect(mapped.parts.map((part) => [cut(part.span), part.kind === 'chunk' && part.exact])).toEqual([
    ['\\"', false],
    ['${e}', false],
  ])
})

test('an expression alone is the whole text', () => {
  const source = new SourceFile('plan.json', 'aws_iam_role.a["x"].arn')
  expect(parseExpressionText(source).expression).toMatchObject({ kind: 'attribute', name: 'arn' })
  expect(parseExpressionText(source, 'a b', { shift: 0 })).toMatchObject({
    expression: { kind: 'invalid' },
    problems: [{ message: 'Nothing more is expected after this expression.' }],
  })
})

test('one line of strip markers is read in one pass', () => {
  const { template, problems } = parseTemplate(new SourceFile('long.tftpl', ' ${~ x ~} '.repeat(60_000)))
  expect(problems).toEqual([])
  expect(template.parts.filter((part) => part.kind === 'chunk')).toEqual([])
})
