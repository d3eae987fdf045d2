import { parseCloudFormation } from '../../../parsers/cloudformation'
import { recogniseTemplate, templateOfTemplates } from '../../../parsers/cloudformation/recognise'
import { readYaml } from '../../../parsers/located/yaml'
import { defaultParseSettings } from '../../../parsers/parser'
import { SourceFile } from '../../../src/model/source'
import { treeOf } from './evaluate'

async function isTemplate(text: string): Promise<boolean> {
  const { documents } = await readYaml(new SourceFile('a.yaml', text))
  return documents.some(recogniseTemplate)
}

test.each([
  ['a resource of AWS', 'Resources: {A: {Type: "AWS::S3::Bucket"}}', true],
  ['a custom resource', 'Resources: {A: {Type: "Custom::Thing"}}', true],
  ['a third party resource', 'Resources: {A: {Type: "Datadog::Monitors::Monitor"}}', true],
  ['a module', 'Resources: {A: {Type: "My::S3::Bucket::MODULE"}}', true],
  ['a version and resources', 'AWSTemplateFormatVersion: 2010-09-09\nResources: {}', true],
  ['a loop', 'Resources: {"Fn::ForEach::X": [A, [b], {}]}', true],
  ['a conformance pack', 'Resources: {A: {Type: "AWS::Config::ConfigRule"}}', false],
  [
    'config rules in a template',
    'AWSTemplateFormatVersion: 2010-09-09\nResources: {A: {Type: "AWS::Config::ConfigRule"}}',
    true,
  ],
  ["Guard's tests", '- name: x\n  input: {Resources: {A: {Type: "AWS::S3::Bucket"}}}', false],
  ['Kubernetes', 'apiVersion: v1\nkind: Pod\nResources: {A: {Type: "AWS::S3::Bucket"}}', false],
  ['a workflow', 'on: push\njobs: {a: {steps: []}}', false],
  ['other resources', 'Resources: {A: {type: thing}}', false],
  ['a list', '[]', false],
])('%s', async (_, text, expected) => {
  expect(await isTemplate(text)).toBe(expected)
})

test('a template of templates is named, a dynamic reference is none', () => {
  expect(templateOfTemplates('a: 1\nb: {{ cookiecutter.x }}')).toMatch(/line 2/)
  expect(templateOfTemplates('{%- if x %}')).toMatch(/template of templates/)
  expect(templateOfTemplates('a: "{{resolve:ssm:x}}"')).toBeUndefined()
})

test('each file is parsed, or failed with an error', async () => {
  const texts = {
    'good.yaml': 'Resources: {U: {Type: "AWS::IAM::User"}}',
    'bad.yaml': 'Resources:\n  A: b: c\n',
    'bad.json': '{"Resources": {"A": {"Type": "AWS::S3::Bucket",}, }',
    'jinja.yaml': 'Resources:\n  A:\n    Type: {{ type }}-x\n',
    'loose.json': '{"Resources": {"L": {"Type": "AWS::IAM::User",},}}',
  }
  const files = [...Object.keys(texts), 'gone.yaml']
  const parsed = await parseCloudFormation({ kind: 'cloudformation', files }, treeOf(texts), defaultParseSettings)
  expect(parsed.parsed).toEqual(['good.yaml', 'loose.json'])
  expect(parsed.failed).toEqual(['bad.yaml', 'bad.json', 'jinja.yaml', 'gone.yaml'])
  expect(parsed.diagnostics.map((one) => [one.level, one.kind, one.file])).toEqual([
    ['error', 'yaml-syntax', 'bad.yaml'],
    ['error', 'json-syntax', 'bad.json'],
    ['error', 'template-of-templates', 'jinja.yaml'],
    ['error', 'unreadable', 'gone.yaml'],
  ])
  expect(parsed.model.users).toHaveLength(2)
})
