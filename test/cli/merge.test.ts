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

test('of many scans one that had nothing to scan is no error, and all of them are', async () => {
  await twoReports()
  workspace.write({ 'empty/readme.md': 'x' })
  await run(workspace, ['scan', 'empty', '-f', 'json=empty.json'])
  expect((await run(workspace, ['merge', 'a.json', 'empty.json'])).code).toBe(0)
  expect((await run(workspace, ['merge', 'empty.json', 'empty.json'])).code).toBe(2)
})

describe('parts of one scan', () => {
  const arguments_ = ['scan', '.', '--min-severity', 'note', '--fail-on', 'none']

  async function parts(count: number, format: 'json' | 'sarif', category = 'iam'): Promise<string[]> {
    const files = Array.from({ length: count }, (_, index) => `${index + 1}-${count}.${format}`)
    for (const [index, file] of files.entries()) {
      const shard = ['--shard', `${index + 1}/${count}`, '--category', category]
      expect((await run(workspace, [...arguments_, ...shard, '-f', `${format}=out/${file}`])).code).toBe(0)
    }
    return files.map((file) => `out/${file}`)
  }

  beforeEach(() => {
    for (const name of ['alice', 'bob', 'carol'])
      workspace.write({ [`${name}/main.tf`]: inlineUserPolicy.replaceAll('alice', name) })
    workspace.write({ 'out/readme.md': '' })
  })

  test('are the whole in JSON, gate as one, and take a baseline', async () => {
    const whole = JSON.parse((await run(workspace, [...arguments_, '-f', 'json'])).stdout)
    const left = whole.findings.filter(({ check }: { check: string }) => check !== 'user-without-group')
    const files = await parts(2, 'json')
    const merged = JSON.parse((await run(workspace, ['merge', ...files])).stdout)
    expect([merged.findings, merged.shard]).toEqual([left, undefined])
    expect((await run(workspace, ['merge', ...files, '--fail-on', 'low'])).code).toBe(1)
    await run(workspace, ['baseline', 'create', '.', '--min-severity', 'note'])
    const known = await run(workspace, ['merge', ...files, '--fail-on', 'low', '--baseline', '.iamgate-baseline.json'])
    expect(known.code).toBe(0)
    expect(new Set(JSON.parse(known.stdout).findings.map(({ state }: { state: string }) => state))).toEqual(
      new Set(['unchanged']),
    )
  })

  test('are the whole in SARIF', async () => {
    await run(workspace, [...arguments_, '-f', 'sarif=whole.sarif', '--skip-check', 'user-without-group'])
    const files = await parts(3, 'sarif')
    expect((await run(workspace, ['merge', ...files, '-o', 'all.sarif'])).code).toBe(0)
    const [whole, merged] = ['whole.sarif', 'all.sarif'].map((file) => JSON.parse(workspace.read(file)).runs)
    expect(merged).toHaveLength(1)
    const shown = (run: { results: { ruleId: string; locations: object }[] }) =>
      run.results.map(({ ruleId, locations }) => JSON.stringify([ruleId, locations])).sort()
    expect(shown(merged[0])).toEqual(shown(whole[0]))
    expect(merged[0].automationDetails.id).toBe('iamgate/iam/')
    expect(merged[0].properties).toBeUndefined()
    for (const { ruleId, ruleIndex } of merged[0].results)
      expect(merged[0].tool.driver.rules[ruleIndex].id).toBe(ruleId)
    await run(workspace, ['merge', ...files, '--category', 'other', '-o', 'all.sarif'])
    expect(JSON.parse(workspace.read('all.sarif')).runs[0].automationDetails.id).toBe('iamgate/other/')
  })

  test('of which one is missing, doubled, foreign or of another kind are no whole', async () => {
    const [one = '', two = ''] = await parts(2, 'json')
    const [log = '', other = ''] = await parts(2, 'sarif')
    const [third = ''] = await parts(3, 'json')
    await run(workspace, [...arguments_, '-f', 'json=all.json'])
    for (const [files, said] of [
      [[two], 'of 2 parts these are missing: 1'],
      [[one, two, two], 'a part is there twice'],
      [[one, third], 'parts of different scans'],
      [[one, two, 'all.json'], 'some of these are parts'],
      [[log], 'of 2 parts these are missing: 2'],
      [[log, other, one], 'some of these are SARIF'],
      [[log, other, '--fail-on', 'low'], '--fail-on is for JSON'],
    ] as const) {
      const { code, stderr } = await run(workspace, ['merge', ...files])
      expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    }
  })

  test('a part is compared with nothing', async () => {
    workspace.write({ '.iamgate-baseline.json': '{"version": 1, "findings": []}' })
    const shard = ['scan', '.', '--shard', '1/2', '--baseline', '.iamgate-baseline.json']
    expect(await run(workspace, shard)).toMatchObject({ code: 2, stderr: expect.stringContaining('iamgate merge') })
    expect(await run(workspace, ['scan', '.', '--shard', '3/2'])).toMatchObject({ code: 2 })
  })
})

test('many repositories as a table for a job summary, with what strangers wrote made harmless', async () => {
  await twoReports()
  workspace.write({ 'c/main.tf': 'resource "aws_iam_user" "x" {' })
  await run(workspace, ['scan', 'c', '-f', 'json=c.json'])
  const { code, stdout } = await run(workspace, ['merge', 'a.json', 'b.json', 'c.json', '-f', 'markdown'])
  expect(code).toBe(2)
  expect(stdout).toMatch(/^## iamgate: \d+ findings\n/)
  expect(stdout).toMatch(/\n\| <code>a\.json<\/code> \|(?: \d* \|){5}\n/)
  expect(stdout).toContain('### What could not be read\n\n- <code>c.json: c/main.tf</code>: The closing brace')
  workspace.write({ 'a.json': workspace.read('a.json').replaceAll('alice', '</code>|<img src=x>@everyone') })
  const hostile = await run(workspace, ['merge', 'a.json', '-f', 'markdown'])
  expect(hostile.stdout).not.toMatch(/<img|@everyone|<\/code>\|/)
})
