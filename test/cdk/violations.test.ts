import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JsonFinding, violationsOf } from '../../src/cdk/violations'

const directory = mkdtempSync(join(tmpdir(), 'iamgate-violations-'))
const template = join(directory, 'S.template.json')
const other = join(directory, 'T.template.json')
const lines = [
  '{"Resources": {',
  '  "Alice": {"Type": "AWS::IAM::User", "Properties": {',
  '    "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]',
  '  }},',
  '  "Bob": {"Type": "AWS::IAM::User"}',
  '}}',
]

beforeAll(() => {
  writeFileSync(template, lines.join('\n'))
  writeFileSync(other, lines.join('\n'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function place(file: string, line: number, text: string) {
  return { file, start: { line, column: (lines[line - 1] as string).indexOf(text) + 1 } }
}

function finding(over: Partial<JsonFinding> = {}): JsonFinding {
  return {
    ...place('app.ts', 1, '{'),
    check: 'user-attached-policy',
    severity: 'medium',
    confidence: 'high',
    message: 'Alice has it all.',
    resource: { address: 'Alice' },
    instances: ['Alice'],
    related: [{ ...place('S.template.json', 3, 'arn:'), message: 'in the synthesised template' }],
    ...over,
  }
}

const everything = () => true
const asked = [template, other]

test('a finding on a source line is the resource of its template line, down to the property', () => {
  expect(violationsOf([finding()], directory, asked, everything)).toEqual([
    {
      ruleName: 'user-attached-policy',
      description: 'Alice has it all.',
      severity: 'warning',
      ruleMetadata: { severity: 'medium', confidence: 'high' },
      violatingResources: [
        { resourceLogicalId: 'Alice', templatePath: template, locations: ['Properties.ManagedPolicyArns.0'] },
      ],
    },
  ])
})

test('a finding in the template itself', () => {
  const [violation] = violationsOf(
    [finding({ ...place('S.template.json', 2, 'Alice'), related: [] })],
    directory,
    asked,
    everything,
  )
  expect(violation?.violatingResources).toEqual([{ resourceLogicalId: 'Alice', templatePath: template, locations: [] }])
})

test('a related place in another resource is not a violating resource', () => {
  const bob = { ...place('S.template.json', 5, 'Bob'), message: 'a member' }
  const [violation] = violationsOf([finding({ related: [bob, ...finding().related] })], directory, asked, everything)
  expect(violation?.violatingResources.map((resource) => resource.resourceLogicalId)).toEqual(['Alice'])
})

test('the same said of two stacks is one violation', () => {
  const second = finding({ related: [{ ...place('T.template.json', 3, 'arn:'), message: '' }] })
  const violations = violationsOf([finding(), second], directory, asked, everything)
  expect(violations.map((violation) => violation.violatingResources.map((one) => one.templatePath))).toEqual([asked])
})

test('stacks that were not asked about are left out', () => {
  expect(violationsOf([finding()], directory, [other], (path) => path === other)).toEqual([])
})

test('a finding that lies in no template is not lost', () => {
  const [violation] = violationsOf([finding({ related: [] })], directory, asked, everything)
  expect(violation?.violatingResources).toEqual(
    asked.map((templatePath) => ({ resourceLogicalId: 'Alice', templatePath, locations: [] })),
  )
})

test.each([
  ['critical', 'error'],
  ['high', 'error'],
  ['medium', 'warning'],
  ['low', 'info'],
  ['note', 'info'],
])('%s is an %s of the CDK', (severity, expected) => {
  expect(violationsOf([finding({ severity })], directory, asked, everything)[0]?.severity).toBe(expected)
})

test('a template that has gone is no exception', () => {
  const gone = finding({ related: [{ file: 'gone.json', start: { line: 1, column: 1 }, message: '' }] })
  expect(violationsOf([gone], directory, ['/nowhere.json'], everything)).toEqual([])
})
