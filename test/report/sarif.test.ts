import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import type { Log } from 'sarif'
import { SourceFile } from '../../src/model/source'
import { sarifReport } from '../../src/report/sarif'
import { action, file, findingAt, hostileResult, resourceAt, resultOf } from './result'

const schema = JSON.parse(readFileSync(join(__dirname, '../../fixtures/report/sarif-2.1.0.schema.json'), 'utf8'))
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats(ajv)
const validate = ajv.compile(schema)

const options = { version: '1.2.3', pages: { 'wildcard-action': '## Why\n\nIt is [too](x) much.\n\n## How to fix\n' } }

function report(...args: Parameters<typeof sarifReport>): { log: Log; run: Log['runs'][0] } {
  const text = sarifReport(...args)
  expect(text.split('\n')).toHaveLength(2)
  const log = JSON.parse(text) as Log
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  expect(log.runs).toHaveLength(1)
  return { log, run: log.runs[0] as Log['runs'][0] }
}

test('a finding has all that code scanning wants', () => {
  const { run } = report(resultOf([findingAt(action)]), { ...options, category: 'infra' })
  expect(run.automationDetails).toEqual({ id: 'iamgate/infra/' })
  expect(run.columnKind).toBe('utf16CodeUnits')
  expect(run.tool.driver.rules).toMatchObject([
    {
      id: 'wildcard-action',
      name: 'WildcardAction',
      fullDescription: { text: 'It is too much.' },
      help: { markdown: options.pages['wildcard-action'] },
      properties: {
        'security-severity': '8.0',
        precision: 'very-high',
        tags: ['security', 'least-privilege', 'cis:1.16'],
      },
    },
  ])
  expect(run.results).toMatchObject([
    {
      ruleId: 'wildcard-action',
      ruleIndex: 0,
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'infra/main.tf', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 33, endLine: 2, endColumn: 39 },
          },
        },
      ],
      partialFingerprints: { 'iamgate/v1': 'a'.repeat(64) },
    },
  ])
  expect(JSON.stringify(run)).not.toContain('primaryLocationLineHash')
})

test('all rules are there without any finding', () => {
  const { run } = report(resultOf([]), options)
  expect(run.tool.driver.rules).toHaveLength(1)
  expect(run.results).toEqual([])
})

test('a path from a directory below is one from the root, percent-encoded', () => {
  const source = new SourceFile('../módulos/a b#1.tf', 'x')
  const { run } = report(resultOf([findingAt({ source, start: 0, end: 1 })]), { ...options, prefix: 'infra/prod' })
  expect(run.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
    'infra/m%C3%B3dulos/a%20b%231.tf',
  )
})

test('a finding inside a fetched module stands on the block that calls it', () => {
  const source = new SourceFile('.terraform/modules/m/main.tf', 'x')
  const span = { source, start: 0, end: 1 }
  const finding = findingAt(span, { resource: resourceAt(span, { moduleCalls: [action, span] }) })
  const { run } = report(resultOf([finding]), options)
  const [result] = run.results ?? []
  expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('infra/main.tf')
  expect(result?.relatedLocations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('.terraform/modules/m/main.tf')
})

test('suppressed and absent findings are left out, unless suppressed ones are asked for', () => {
  const suppressed = { ...findingAt(action), suppression: { reason: 'accepted', file: 'x', line: 1 } }
  const result = resultOf([findingAt(action, { state: 'absent' })], { suppressed: [suppressed] })
  expect(report(result, options).run.results).toEqual([])
  const { run } = report(result, { ...options, includeSuppressed: true })
  expect(run.results?.[0]?.suppressions).toMatchObject([{ kind: 'inSource', justification: 'accepted' }])
})

test('fixes are edits of files', () => {
  const fix = { description: 'Narrow it.', edits: [{ span: action, replacement: '"s3:GetObject"' }] }
  const { run } = report(resultOf([findingAt(action, { fix })]), options)
  expect(run.results?.[0]?.fixes).toMatchObject([
    {
      artifactChanges: [
        { replacements: [{ deletedRegion: { startLine: 2 }, insertedContent: { text: '"s3:GetObject"' } }] },
      ],
    },
  ])
})

test('above 25,000 results the gravest are kept, and the run says so', () => {
  const many = Array.from({ length: 25_001 }, (_, index) =>
    findingAt(action, { severity: index === 25_000 ? 'critical' : 'low' }),
  )
  const { run } = report(resultOf(many), options)
  expect(run.results).toHaveLength(25_000)
  expect(run.results?.[0]?.properties?.severity).toBe('critical')
  expect(JSON.stringify(run.invocations)).toContain('1 of the least grave findings')
})

test('above 10 MB compressed the gravest are kept, and the run says so', () => {
  // Random text does not compress.
  const many = Array.from({ length: 12_000 }, (_, index) =>
    findingAt(action, { severity: index % 4 === 0 ? 'critical' : 'low', message: randomBytes(900).toString('base64') }),
  )
  const text = sarifReport(resultOf(many), options)
  expect(gzipSync(JSON.stringify(many.map(({ message }) => message))).length).toBeGreaterThan(10_000_000)
  expect(gzipSync(text).length).toBeLessThanOrEqual(10_000_000)
  const results: { properties: { severity: string } }[] = JSON.parse(text).runs[0].results
  expect(results.length).toBeGreaterThan(8_000)
  expect(results.filter(({ properties }) => properties.severity === 'critical')).toHaveLength(3_000)
  expect(text).toContain(`${many.length - results.length} of the least grave findings were left out`)
})

test('more remarks about the scan than anybody reads are cut, the gravest kept', () => {
  const remark = (level: 'error' | 'note') => ({ level, kind: 'limit', message: 'odd', file: file.path })
  const diagnostics = [...Array.from({ length: 2_000 }, () => remark('note')), remark('error')]
  const [invocation] = report(resultOf([], { diagnostics }), options).run.invocations ?? []
  const told = invocation?.toolExecutionNotifications ?? []
  expect([told.length, told[0]?.level, told.at(-1)?.message.text]).toEqual([
    1_001,
    'error',
    expect.stringMatching(/^1001 more remarks/),
  ])
})

test('what failed makes the run unsuccessful, with its place', () => {
  const diagnostics = [
    { level: 'error' as const, kind: 'hcl-syntax', message: 'is broken', file: file.path, span: action },
  ]
  const { run } = report(resultOf([], { diagnostics }), options)
  expect(run.invocations?.[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ descriptor: { id: 'hcl-syntax' } }],
  })
})

test('hostile names are valid', () => {
  report(hostileResult, { ...options, includeSuppressed: true })
})
