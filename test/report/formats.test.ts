import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { commandData, commandProperty, html, markdownCode, mermaid, plain, uri, xml } from '../../src/report/escape'
import { formatNames, formats } from '../../src/report/formats'
import { githubReport } from '../../src/report/github'
import { gitlabReport } from '../../src/report/gitlab'
import { htmlReport } from '../../src/report/html'
import { jsonReport } from '../../src/report/json'
import { junitReport } from '../../src/report/junit'
import { markdownReport } from '../../src/report/markdown'
import { action, file, findingAt, hostile, hostileResult, resultOf, spanOf } from './result'

const options = { version: '1.2.3' }

test('JSON is version 1 of the contract', () => {
  const finding = findingAt(action, { state: 'new', definedIn: 'data.x', related: [{ span: action, message: 'here' }] })
  const result = resultOf([finding], {
    suppressed: [{ ...findingAt(action), suppression: { reason: 'r', expires: '2030-01-01', file: 'x', line: 3 } }],
    unresolved: [{ address: 'a', file: file.path, at: action, expression: 'var.x', why: 'variable-without-value' }],
    diagnostics: [{ level: 'warning', kind: 'k', message: 'm', file: 'x' }],
  })
  const place = { file: 'infra/main.tf', start: { line: 2, column: 33 }, end: { line: 2, column: 39 } }
  const shown = {
    check: 'wildcard-action',
    severity: 'high',
    confidence: 'high',
    message: "Policy 'all' allows every action of s3.",
    resource: { address: 'aws_iam_policy.all', type: 'aws_iam_policy', framework: 'terraform', name: 'all' },
    ...place,
    instances: ['aws_iam_policy.all'],
    related: [],
    fingerprint: 'a'.repeat(64),
    fix: { description: 'List the actions.' },
  }
  expect(JSON.parse(jsonReport(result, options))).toEqual({
    version: 1,
    tool: { name: 'iamgate', version: '1.2.3' },
    coverage: result.coverage,
    findings: [
      {
        ...shown,
        resource: { ...shown.resource, definedIn: 'data.x' },
        related: [{ ...place, message: 'here' }],
        state: 'new',
      },
    ],
    suppressed: [{ ...shown, suppression: { reason: 'r', expires: '2030-01-01', file: 'x', line: 3 } }],
    unresolved: [
      { address: 'a', file: 'infra/main.tf', start: place.start, expression: 'var.x', why: 'variable-without-value' },
    ],
    diagnostics: [{ level: 'warning', kind: 'k', message: 'm', file: 'x' }],
  })
})

test('GitLab wants these fields, and a fingerprint without lines', () => {
  expect(JSON.parse(gitlabReport(resultOf([findingAt(action)]), { ...options, prefix: 'x' }))).toEqual([
    {
      description: "Policy 'all' allows every action of s3.",
      check_name: 'wildcard-action',
      fingerprint: 'a'.repeat(64),
      severity: 'critical',
      location: { path: 'x/infra/main.tf', lines: { begin: 2, end: 2 } },
    },
  ])
})

test('GitHub gets one command for each finding, and none for what was there before', () => {
  const findings = [
    findingAt(action, { severity: 'critical', state: 'unchanged' }),
    findingAt(action, { severity: 'low', state: 'new' }),
  ]
  expect(githubReport(resultOf(findings), options)).toBe(
    "::notice file=infra/main.tf,line=2,endLine=2,col=33,endColumn=39,title=iamgate%3A wildcard-action (low)::Policy 'all' allows every action of s3.%0AList the actions.\n",
  )
})

test('GitHub gets what is new on lines of the diff first, however grave the rest is', () => {
  const moved = spanOf(file, 'aws_iam_policy')
  const findings = [
    findingAt(moved, { severity: 'critical', state: 'new' }),
    findingAt(action, { severity: 'low', state: 'new' }),
  ]
  const isChanged = (path: string, line: number): boolean => path === 'x/infra/main.tf' && line === 2
  const shown = githubReport(resultOf(findings), { ...options, prefix: 'x', isChanged }).match(/^::\w+/gm)
  expect(shown).toEqual(['::notice', '::error'])
  expect(githubReport(resultOf(findings), options).match(/^::\w+/gm)).toEqual(['::error', '::notice'])
})

test('a hostile name cannot start a workflow command of its own', () => {
  const lines = githubReport(hostileResult, options).trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) (?:[a-zA-Z]+=[^,:]*,?)+::/)
})

test('JUnit tells failures, errors and passes', () => {
  const diagnostics = [{ level: 'error' as const, kind: 'k', message: 'm', file: 'x' }]
  const report = junitReport(resultOf([findingAt(action)], { diagnostics }), options)
  expect(report).toContain('<testsuites name="iamgate" tests="2" failures="1" errors="1" skipped="0">')
  expect(report).toContain('<failure type="high"')
  const known = junitReport(resultOf([findingAt(action, { state: 'unchanged' })]), options)
  expect(known).toContain('tests="1" failures="0" errors="0" skipped="1"')
  expect(known).not.toContain('<failure')
  expect(junitReport(resultOf([]), options)).toContain('<testcase classname="wildcard-action" name="wildcard-action"/>')
})

test('Markdown has a row for each finding, gravest first, and stays within bounds', () => {
  const report = markdownReport(
    resultOf([findingAt(action, { severity: 'low' }), findingAt(action, { severity: 'critical' })]),
    options,
  )
  expect(report.indexOf('critical')).toBeLessThan(report.indexOf('🔵 low'))
  const many = Array.from({ length: 30_000 }, () => findingAt(action, { message: 'x'.repeat(3000) }))
  expect(markdownReport(resultOf(many), options).length).toBeLessThan(250_000)
})

test('Markdown says what was cut, folds what is minor or was there before, and always ends with what was covered', () => {
  const many = Array.from({ length: 300 }, () => findingAt(action))
  const minor = [
    findingAt(action, { severity: 'low' }),
    findingAt(action, { state: 'unchanged', severity: 'critical' }),
  ]
  const diagnostics = Array.from({ length: 60 }, () => ({
    level: 'error' as const,
    kind: 'k',
    message: 'm',
    file: 'x',
  }))
  const report = markdownReport(resultOf([...many, ...minor], { diagnostics }), options)
  expect(report).toContain('_And 100 high more: see the full report._')
  expect(report).toContain('<summary>1 low</summary>\n\n_And 1 low more')
  expect(report).toContain('- _and 10 more_')
  expect(report).toMatch(/<sub>Covered: 3 files .*<\/sub>\n$/)
  const few = markdownReport(resultOf(minor), options)
  expect(few).toMatch(/<summary>1 low<\/summary>\n\n\| .*<\/details>.*<summary>1 finding that was there before/s)
})

test('Markdown keeps strangers from markup, mentions and cells', () => {
  const report = markdownReport(hostileResult, options)
  expect(report).not.toContain('<script')
  expect(report).not.toMatch(/@octocat/)
  const row = report.split('\n').find((line) => line.includes('high |')) ?? ''
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(5)
})

test('HTML runs nothing of strangers and loads nothing', () => {
  const report = htmlReport(hostileResult, options)
  expect(report.match(/<script/g)).toHaveLength(1)
  expect(report).toContain("default-src 'none'")
  expect(report).not.toMatch(/<(?:link|img|iframe)\b|src=/)
  expect(report).toContain('<mark>')
})

test('HTML has filters, the prose of a check once, and what could not be read', () => {
  const findings = [findingAt(action), findingAt(action, { severity: 'critical', state: 'new' })]
  const diagnostics = [{ level: 'error' as const, kind: 'k', message: 'could not be read', file: 'x.tf' }]
  const pages = { 'wildcard-action': '## Why\n\nBecause `*` is all.\n', other: '## Never shown' }
  const report = htmlReport(resultOf(findings, { diagnostics }), { ...options, pages })
  expect(report.indexOf('data-severity="critical"')).toBeLessThan(report.indexOf('data-severity="high"'))
  expect(report.match(/<h3>Why<\/h3>\s*<p>Because <code>\*<\/code> is all/g)).toHaveLength(1)
  expect(report).not.toContain('Never shown')
  expect(report).toContain('name="check" value="wildcard-action"')
  expect(report).toContain('name="file" value="infra/main.tf"')
  expect(report).toContain('name="state" value="new"')
  expect(report).toMatch(/<details class="panel" open><summary>About the scan: 1 remark/)
})

test('the only script that the HTML page may run is its own', () => {
  const report = htmlReport(hostileResult, options)
  const own = /<script>(.*?)<\/script>/s.exec(report)?.[1] ?? ''
  expect(report).toContain(`script-src 'sha256-${createHash('sha256').update(own).digest('base64')}'`)
})

test('every format takes a hostile result, twice the same', async () => {
  for (const name of formatNames) {
    const report = await formats[name]()
    expect(report(hostileResult, options)).toBe(report(hostileResult, options))
    expect(report(resultOf([]), options)).not.toContain('undefined')
  }
})

test('escapes hold for any text', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(hostile))
  fc.assert(
    fc.property(anything, (text) => {
      expect(plain(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e]/)
      expect(html(text)).not.toMatch(/[<>"']/)
      expect(xml(text)).not.toMatch(/[<>"'\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/)
      expect(commandData(text)).not.toMatch(/[\r\n]/)
      expect(commandProperty(text)).not.toMatch(/[\r\n:,]/)
      expect(mermaid(text)).toMatch(/^(?:[\p{L}\p{N} ]|#\d+;)*$/u)
      expect(markdownCode(text).slice(6, -7)).not.toMatch(/[<>]|(?<!\\)[|`[]|@\w/)
      expect(() => new URL(uri(text), 'https://example.org/')).not.toThrow()
    }),
  )
})
