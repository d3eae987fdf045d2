import { consoleReport } from '../../src/report/console'
import { action, file, findingAt, hostileResult, resourceAt, resultOf, spanOf } from './result'

const options = { version: '1.2.3' }

test('shows what, where, the characters, what to do, and what was covered', () => {
  const calls = [spanOf(file, 'resource "aws_iam_policy" "all" {')]
  const finding = findingAt(action, {
    confidence: 'medium',
    state: 'new',
    instances: ['aws_iam_policy.all[0]', 'aws_iam_policy.all[1]'],
    resource: resourceAt(action, { moduleCalls: calls, constructPath: 'Stack/Policy' }),
    related: [{ span: action, message: 'carried by' }],
  })
  expect(consoleReport(resultOf([finding]), options)).toBe(`infra/main.tf

  HIGH     wildcard-action (medium confidence) new
    Policy 'all' allows every action of s3.
    → List the actions.

    1 │ resource "aws_iam_policy" "all" {
    2 │   policy = jsonencode({ Action = "s3:*" })
      │                                  ~~~~~~
    3 │ }

    at         infra/main.tf:2:33  aws_iam_policy.all, 2 instances
    construct  Stack/Policy
    called by  infra/main.tf:1:1  resource "aws_iam_policy" "all"
    see        infra/main.tf:2:33  carried by

1 finding  1 high  (1 new)
Covered  3 files: 1 parsed, 1 failed, 1 not ours · 1 resource
         3 policies: 1 resolved, 1 partly, 1 not · 1 check
`)
})

test('several checks at one place stand over one piece of code, the gravest first', () => {
  const whole = spanOf(file, 'policy = jsonencode({ Action = "s3:*" })')
  const elsewhere = spanOf(file, 'resource "aws_iam_policy" "all" {')
  const findings = [
    findingAt(elsewhere, { check: 'unused-policy', severity: 'low', message: 'Nobody has it.' }),
    findingAt(whole, { check: 'admin-access', severity: 'low', message: 'Everything.' }),
    findingAt(action, { severity: 'critical', related: [{ span: whole, message: 'here' }] }),
    findingAt(action, { check: 'b', related: [{ span: elsewhere, message: 'here' }] }),
  ]
  const report = consoleReport(resultOf(findings), { ...options, quiet: true })
  expect(report).toMatch(/wildcard-action.*HIGH {5}b.*admin-access.*~~~~.*unused-policy.*~~~~/s)
  expect(report.match(/ {4}at {9}infra\/main.tf:2:33, 2:2 {2}aws_iam_policy.all$/gm)).toHaveLength(1)
  expect(report.match(/see .*/g)).toEqual(['see        infra/main.tf:2:2, 1:1  here'])
})

test('text and code fit the terminal; a long list of instances shows whole when asked for', () => {
  const instances = Array.from({ length: 40 }, (_, at) => `aws_iam_policy.all["${at}"]`)
  const finding = findingAt(action, { message: 'many words '.repeat(40).trim(), instances })
  const report = (verbose: boolean) => consoleReport(resultOf([finding]), { ...options, width: 60, verbose })
  expect(
    Math.max(
      ...report(true)
        .split('\n')
        .slice(0, -4)
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(60)
  expect(report(true)).toContain('all["39"]')
  expect(report(false)).toMatch(/aws_iam_policy\.all, 40\s+instances/)
  expect(report(false)).not.toContain('all["39"]')
})

test('colours when it may', () => {
  expect(consoleReport(resultOf([findingAt(action)]), { ...options, colors: true })).toContain('\x1b[31m')
})

test('nothing found still says what was covered; quiet says nothing', () => {
  expect(consoleReport(resultOf([]), options)).toMatch(/^No findings\nCovered {2}3 files/)
  expect(consoleReport(resultOf([]), { ...options, quiet: true })).toBe('')
})

test('nothing from the input moves the cursor, and verbose lists the rest', () => {
  const report = consoleReport(hostileResult, { ...options, verbose: true })
  expect(report).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
  expect(report).toContain('Ignored')
  expect(report).toContain('Unresolved')
  expect(report).toContain('error a b/')
})
