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

    1 │ resource "aws_iam_policy" "all" {
    2 │   policy = jsonencode({ Action = "s3:*" })
      │                                  ~~~~~~
    3 │ }

    at         infra/main.tf:2:33  aws_iam_policy.all, 2 instances
    construct  Stack/Policy
    called by  infra/main.tf:1:1  resource "aws_iam_policy" "all"
    see        infra/main.tf:2:33  carried by
    do         List the actions.

1 finding  1 high  (1 new)
Covered  3 files: 1 parsed, 1 failed, 1 not ours · 1 resource
         3 policies: 1 resolved, 1 partly, 1 not · 1 check
`)
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
