import { inlineUserPolicy, Workspace } from '../scan/workspace'
import { run } from './session'

let workspace: Workspace
beforeEach(() => {
  workspace = new Workspace()
})
afterEach(() => workspace.remove())

async function twoReports(): Promise<void> {
  workspace.write({ 'a/main.tf': inlineUserPolicy, 'b/main.tf': inlineUserPolicy.replaceAll('alice', 'bob') })
  for (const part of ['a', 'b']) await run(workspace, ['scan', part, '-f', `json=${part}.json`])
}

test('findings of all reports, each with where it is from, and the sums of what was covered', async () => {
  await twoReports()
  const [a, b] = [JSON.parse(workspace.read('a.json')), JSON.parse(workspace.read('b.json'))]
  const { code, stdout } = await run(workspace, ['merge', 'a.json', 'b.json'])
  const merged = JSON.parse(stdout)
  expect(code).toBe(0)
  expect(merged.findings).toEqual([
    ...a.findings.map((finding: object) => ({ ...finding, from: 'a.json' })),
    ...b.findings.map((finding: object) => ({ ...finding, from: 'b.json' })),
  ])
  expect(a.findings.length).toBeGreaterThan(0)
  expect(merged.coverage).toMatchObject({
    files: { found: 2, parsed: 2, failed: 0 },
    resources: a.coverage.resources + b.coverage.resources,
    checks: a.coverage.checks,
  })
})

test('a file as output, and an exit code by severity', async () => {
  await twoReports()
  expect((await run(workspace, ['merge', 'a.json', 'b.json', '-o', 'all.json', '--fail-on', 'low'])).code).toBe(1)
  expect(JSON.parse(workspace.read('all.json')).from).toEqual(['a.json', 'b.json'])
  expect((await run(workspace, ['merge', 'a.json', '-o', 'all.json', '--fail-on', 'critical'])).code).toBe(0)
})

test('a merged report can be merged again', async () => {
  await twoReports()
  await run(workspace, ['merge', 'a.json', '-o', 'all.json'])
  const { code, stdout } = await run(workspace, ['merge', 'all.json', 'b.json'])
  const merged = JSON.parse(stdout)
  expect([code, merged.from]).toEqual([0, ['all.json', 'b.json']])
  expect(new Set(merged.findings.map(({ from }: { from: string }) => from))).toEqual(new Set(['a.json', 'b.json']))
})

test('what one scan could not read, the whole could not', async () => {
  workspace.write({ 'broken.tf': 'resource "aws_iam_user" "x" {' })
  await run(workspace, ['scan', '.', '-f', 'json=a.json'])
  expect((await run(workspace, ['merge', 'a.json'])).code).toBe(2)
})

test.each([
  ['nothing', []],
  ['no such file', ['missing.json']],
  ['no JSON', ['text.json']],
  ['some other JSON', ['other.json']],
  ['half a report', ['half.json']],
  ['an unknown severity', ['half.json', '--fail-on', 'grave']],
])('%s is bad usage', async (_, args) => {
  workspace.write({
    'text.json': 'no',
    'other.json': '{"version": 1}',
    'half.json': '{"version": 1, "tool": {"name": "iamgate"}, "findings": [null]}',
  })
  const { code, stderr } = await run(workspace, ['merge', ...args])
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^iamgate: /)])
})
