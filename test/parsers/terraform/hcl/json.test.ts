import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Block, Body } from '../../../../parsers/terraform/hcl/ast'
import { parseTerraformJson } from '../../../../parsers/terraform/hcl/json'
import { SourceFile, type Span } from '../../../../src/model/source'

const path = join(__dirname, '../../../../fixtures/hcl/json/main.tf.json')
const file = parseTerraformJson(new SourceFile('main.tf.json', readFileSync(path, 'utf8')))
const cut = (span: Span): string => span.source.text.slice(span.start, span.end)

function find(body: Body, type: string, ...labels: string[]): Block {
  const found = body.blocks.find((block) => {
    return block.type === type && block.labels.map((label) => label.value).join() === labels.join()
  })
  if (!found) throw new Error(`no ${type} ${labels.join(' ')}`)
  return found
}

const attribute = (block: Block, name: string) => {
  const found = block.body.attributes.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no ${name}`)
  return found
}

test('blocks are found under their labels, in objects and in lists; comments are not', () => {
  expect(file.problems).toEqual([])
  expect(file.body.attributes).toEqual([])
  expect(file.body.blocks.map((block) => [block.type, ...block.labels.map((label) => label.value)].join('.'))).toEqual([
    'terraform',
    'variable.name',
    'locals',
    'locals',
    'resource.aws_iam_role.r',
    'resource.aws_iam_user.u',
    'resource.aws_iam_user.v',
    'data.aws_iam_policy_document.d',
    'module.m',
    'output.o',
  ])
  const role = find(file.body, 'resource', 'aws_iam_role', 'r')
  expect(cut(role.header)).toBe('r')
  expect(role.body.attributes.map(({ name }) => name)).not.toContain('//')
})

test('strings are templates with their places, escapes of JSON and all', () => {
  const local = attribute(file.body.blocks.filter((block) => block.type === 'locals')[1]!, 'b').expression
  if (local.kind !== 'template') throw new Error(local.kind)
  expect(local.parts.map((part) => (part.kind === 'chunk' ? part.text : cut(part.span)))).toEqual([
    'x',
    '${local.a}',
    '\ty',
    '${var.name}',
  ])
  const role = find(file.body, 'resource', 'aws_iam_role', 'r')
  const trust = attribute(role, 'assume_role_policy').expression
  if (trust.kind !== 'template') throw new Error(trust.kind)
  const text = trust.parts.map((part) => (part.kind === 'chunk' ? part.text : '<>')).join('')
  expect(text).toBe('{"Principal":{"AWS":"<>"}}')
  const [interpolation] = trust.parts.filter((part) => part.kind === 'interpolation')
  expect(cut(interpolation!.span)).toBe('${aws_iam_user.u.arn}')
})

test('references and types are expressions, not templates', () => {
  const role = find(file.body, 'resource', 'aws_iam_role', 'r')
  expect(attribute(role, 'depends_on').expression).toMatchObject({
    kind: 'tuple',
    items: [{ kind: 'attribute', name: 'u', object: { kind: 'variable', name: 'aws_iam_user' } }],
  })
  expect(attribute(find(file.body, 'variable', 'name'), 'type').expression).toMatchObject({
    kind: 'call',
    name: 'list',
  })
  expect(attribute(find(file.body, 'module', 'm'), 'providers').expression).toMatchObject({
    items: [{ value: { kind: 'attribute', name: 'west' } }],
  })
})

test("nested blocks that Terraform knows are blocks, a provider's stay attributes", () => {
  const role = find(file.body, 'resource', 'aws_iam_role', 'r')
  expect(role.body.blocks.map((block) => block.type)).toEqual(['lifecycle'])
  expect(attribute(role, 'inline_policy').expression).toMatchObject({ kind: 'tuple', items: [{ kind: 'object' }] })
  const document = find(file.body, 'data', 'aws_iam_policy_document', 'd')
  const dynamic = find(document.body, 'dynamic', 'statement')
  expect(find(dynamic.body, 'content').body.attributes.map(({ name }) => name)).toEqual(['sid'])
})

test.each([
  ['{"a": ', 'the file ends'],
  ['{"resource": 5}', 'must be an object'],
  ['{"locals": {"a": "${b c}"}}', 'closing brace'],
])('%s is a problem', (text, message) => {
  const { problems } = parseTerraformJson(new SourceFile('main.tf.json', text))
  expect(problems[0]?.message).toContain(message)
})

test('a file of brackets is a bound, not a crash', () => {
  const { problems } = parseTerraformJson(new SourceFile('main.tf.json', '['.repeat(100_000)))
  expect(problems).toMatchObject([{ limit: true }])
})

test('values of variables are what they are, whatever their names and strings look like', () => {
  const values = parseTerraformJson(
    new SourceFile('a.auto.tfvars.json', '{"resource": {"a${b}": "${c d}"}, "data": [1]}'),
  )
  expect(values.problems).toEqual([])
  expect(values.body.blocks).toEqual([])
  expect(values.body.attributes.map(({ name }) => name)).toEqual(['resource', 'data'])
  expect(values.body.attributes[0]!.expression).toMatchObject({
    kind: 'object',
    items: [{ key: { parts: [{ text: 'a${b}' }] }, value: { parts: [{ kind: 'chunk', text: '${c d}' }] } }],
  })
  const standard = parseTerraformJson(new SourceFile('main.tf.json', '{"variable": {"v": {"default": "${x"}}}'))
  expect(standard.problems).toEqual([])
})
