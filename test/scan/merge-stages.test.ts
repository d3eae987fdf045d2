import type { Finding } from '../../src/model/finding'
import type { Resource } from '../../src/model/resource'
import { SourceFile, type Span, span } from '../../src/model/source'
import { mergeStages } from '../../src/scan/merge-stages'

const app = new SourceFile('lib/shop.ts', 'new Role(this)\nnew Role(that)\n')
const line = (number: number): Span => span(app, number === 1 ? 0 : 15, number === 1 ? 14 : 29)

function finding(stage: string, over: Partial<Finding> = {}, about: Partial<Resource> = {}): Finding {
  const template = span(new SourceFile(`cdk.out/assembly-${stage}/S.template.json`, '{}'))
  const resource: Resource = {
    address: 'Role1234',
    type: 'AWS::IAM::Role',
    canonicalType: 'AWS::IAM::Role',
    framework: 'cdk',
    name: 'Role1234',
    scope: stage,
    span: template,
    body: template,
    constructPath: `${stage}/S/Role`,
    moduleCalls: [],
    trace: [line(1)],
    guards: [],
    properties: { kind: 'object', entries: [], span: template },
    ...about,
  }
  return {
    check: 'admin-access',
    severity: 'high',
    confidence: 'high',
    message: 'It may do everything.',
    resource,
    at: line(1),
    instances: [resource.address],
    related: [{ span: template, message: 'in the synthesised template' }],
    subjects: [stage],
    fingerprint: stage,
    ...over,
  }
}

test('the same stack in two stages is one finding of both constructs and templates', () => {
  const [merged, ...others] = mergeStages([finding('Test'), finding('Live')])
  expect(others).toEqual([])
  expect(merged?.instances).toEqual(['Live/S/Role', 'Role1234'])
  expect(merged?.related.map((place) => place.span.source.path)).toEqual([
    'cdk.out/assembly-Test/S.template.json',
    'cdk.out/assembly-Live/S.template.json',
  ])
  expect(merged?.subjects).toEqual(['Test', 'Live'])
  expect(merged?.fingerprint).toBe('Test')
})

test.each<[string, Finding]>([
  ['another line', finding('Live', { at: line(2) })],
  ['another check', finding('Live', { check: 'public-trust' })],
  ['other words', finding('Live', { message: 'It may do a lot.' })],
  ['another severity', finding('Live', { severity: 'low' })],
  ['another logical id', finding('Live', {}, { address: 'Role5678' })],
  ['no line of source', finding('Live', {}, { trace: [] })],
])('%s stays a finding of its own', (_, other) => {
  expect(mergeStages([finding('Test'), other])).toHaveLength(2)
})

test('a finding that is alone comes back as it is, in its place', () => {
  const findings = [finding('Test'), finding('Live', { check: 'public-trust' })]
  expect(mergeStages(findings)).toEqual(findings)
})
