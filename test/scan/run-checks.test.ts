import { type AnyCheck, defineCheck } from '../../checks/check'
import { emptyModel } from '../../src/model/iam'
import type { Resource } from '../../src/model/resource'
import { SourceFile } from '../../src/model/source'
import { sameEverywhere } from '../../src/scan/directory-rules'
import { everyCheck, trustNobody } from '../../src/scan/options'
import { filterFindings, runChecks as run } from '../../src/scan/run-checks'
import { isSelected } from '../../src/scan/select-checks'

const source = new SourceFile('main.tf', 'first\nsecond\nthird\n')

function resource(address: string, start = 0, more: Partial<Resource> = {}): Resource {
  const span = { source, start, end: start + 5 }
  return {
    ...{ address, type: 'aws_iam_role', canonicalType: 'AWS::IAM::Role', framework: 'terraform', name: address },
    ...{ scope: '.', span, body: span, moduleCalls: [], trace: [], guards: [] },
    properties: { kind: 'object', entries: [], span },
    ...more,
  }
}

const basics = {
  title: 'A test',
  severity: 'high',
  confidence: 'high',
  tags: ['tests'],
  maps: {},
  since: '0.1.0',
} as const

const says: AnyCheck = defineCheck({
  ...basics,
  id: 'says',
  on: 'resource',
  *run(one) {
    yield { at: one.span, resource: one, message: `Role '${one.name}' is open.`, subjects: [one.name] }
  },
})

const context = (...resources: Resource[]) => ({
  model: { ...emptyModel(), resources },
  today: '2026-01-15',
})

const everywhere = (selection: Partial<typeof everyCheck> = {}) =>
  sameEverywhere({ selection: { ...everyCheck, ...selection }, trust: trustNobody }, [], [])

const runChecks = (checks: readonly AnyCheck[], subjects: ReturnType<typeof context>, rules = everywhere()) =>
  run(checks, subjects, rules)

test('instances that say the same at the same place are one finding', () => {
  const { findings } = runChecks(
    [says],
    context(resource('aws_iam_role.r["b"]'), resource('aws_iam_role.r["a"]'), resource('aws_iam_role.s', 6)),
  )
  expect(findings.map((finding) => finding.instances)).toEqual([
    ['aws_iam_role.r["a"]', 'aws_iam_role.r["b"]'],
    ['aws_iam_role.s'],
  ])
})

test('reports that differ in what they say stay apart', () => {
  const twice: AnyCheck = defineCheck({
    ...basics,
    id: 'twice',
    on: 'resource',
    *run(one) {
      yield { at: one.span, resource: one, message: 'It may read.' }
      yield { at: one.span, resource: one, message: 'It may write.' }
    },
  })
  expect(runChecks([twice], context(resource('a'))).findings).toHaveLength(2)
})

test('a check that throws is one diagnostic, and the others still run', () => {
  const throws: AnyCheck = defineCheck({
    ...basics,
    id: 'throws',
    on: 'model',
    // biome-ignore lint/correctness/useYield: it throws before it could yield
    *run() {
      throw new Error('boom')
    },
  })
  const { findings, diagnostics } = runChecks([throws, says], context(resource('a')))
  expect(findings.map((finding) => finding.check)).toEqual(['says'])
  expect(diagnostics).toMatchObject([{ level: 'error', kind: 'internal-error' }])
  expect(diagnostics[0]?.message).toContain('boom')
})

test('resource checks see the types that they want', () => {
  const typed = { ...says, resourceTypes: ['AWS::IAM::User'] } as AnyCheck
  expect(runChecks([typed], context(resource('a'))).findings).toEqual([])
})

test('findings are in the order of their places', () => {
  const { findings } = runChecks([{ ...says, id: 'z-says' }, says], context(resource('b', 6), resource('a', 0)))
  expect(findings.map((finding) => `${finding.at.start} ${finding.check}`)).toEqual([
    '0 says',
    '0 z-says',
    '6 says',
    '6 z-says',
  ])
})

test('the configuration overrides severity, and little is left out below the bounds', () => {
  const { findings } = runChecks([says], context(resource('a')), everywhere({ severities: { says: 'note' } }))
  expect(findings[0]?.severity).toBe('note')
  expect(filterFindings(findings, everywhere())).toEqual([])
  expect(filterFindings(findings, everywhere({ minimumSeverity: 'note' }))).toHaveLength(1)
})

describe('fingerprints', () => {
  const fingerprints = (...resources: Resource[]): string[] =>
    runChecks([says], context(...resources)).findings.map((one) => one.fingerprint)

  test('outlive moved lines, renamed files and instance keys', () => {
    const moved = new SourceFile('renamed.tf', 'x\n\n\nfirst')
    const there = resource('aws_iam_role.r[3]', 0, { name: 'r', span: { source: moved, start: 4, end: 9 } })
    expect(fingerprints(there)).toEqual(fingerprints(resource('aws_iam_role.r[0]', 0, { name: 'r' })))
  })

  test('differ by resource, check and what is said', () => {
    const all = [
      ...fingerprints(resource('a')),
      ...fingerprints(resource('b')),
      ...fingerprints(resource('a', 0, { name: 'x' })),
    ]
    expect(new Set(all).size).toBe(3)
  })

  test('tell twins apart, the same way in every run', () => {
    const twins = fingerprints(resource('a', 0), resource('a', 6))
    expect(new Set(twins).size).toBe(2)
    expect(fingerprints(resource('a', 6), resource('a', 0))).toEqual(twins)
    expect(fingerprints(resource('a', 6))[0]).toBe(twins[0])
  })
})

test('a finding in a template stands on the line of the construct, and on the property where that is known', () => {
  const app = new SourceFile('lib/app.ts', 'new Role()\nrole.policy = x\n')
  const made = { source: app, start: 0, end: 10 }
  const set = { source: app, start: 11, end: 26 }
  const value = { source, start: 0, end: 5 }
  const one = resource('Role1', 0, { framework: 'cdk', trace: [made] })
  expect(runChecks([says], context(one)).findings[0]).toMatchObject({ at: made, related: [{ span: one.span }] })
  const name = {
    kind: 'text',
    parts: [{ kind: 'chunk', text: 'Policies', span: value, exact: true }],
    span: value,
  } as const
  const two = resource('Role2', 0, {
    framework: 'cdk',
    trace: [made],
    propertyTraces: new Map([['Policies', [set]]]),
    properties: { kind: 'object', entries: [{ key: name, value: { kind: 'null', span: value } }], span: value },
  })
  expect(runChecks([says], context(two)).findings[0]?.at).toEqual(set)
})

describe('selection', () => {
  const optional: AnyCheck = { ...says, id: 'rare', optional: true, aliases: ['old-rare'] }
  const ids = (selection: Partial<typeof everyCheck>): string[] =>
    [says, optional].filter((check) => isSelected(check, { ...everyCheck, ...selection })).map((check) => check.id)

  test.each([
    [{}, ['says']],
    [{ only: ['rare'] }, ['rare']],
    [{ only: ['old-rare'] }, ['rare']],
    [{ only: ['tests'] }, ['says']],
    [{ enable: ['rare'] }, ['says', 'rare']],
    [{ skip: ['says'] }, []],
    [{ skip: ['tests'], enable: ['rare'] }, []],
  ])('%j', (selection, expected) => {
    expect(ids(selection)).toEqual(expected)
  })
})
