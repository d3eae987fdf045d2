import { truncateSync } from 'node:fs'
import { inlineUserPolicy, Workspace } from '../scan/workspace'
import { run } from './session'

let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
})

afterEach(() => workspace.remove())

const finding = 'inline-user-policy'
const only = ['--check', finding]
const clean = 'variable "x" {}\n'

describe('exit codes', () => {
  test('0 without findings', async () => {
    workspace.write({ 'main.tf': clean })
    expect(await run(workspace, ['scan'])).toMatchObject({ code: 0, stderr: '' })
  })

  test('1 from --fail-on upward, 0 below it, whatever the format', async () => {
    workspace.write({ 'main.tf': inlineUserPolicy })
    for (const format of ['console', 'json', 'sarif', 'markdown', 'html', 'junit', 'gitlab', 'github']) {
      expect([format, (await run(workspace, ['scan', ...only, '-f', format])).code]).toEqual([format, 1])
      const lenient = await run(workspace, ['scan', ...only, '-f', format, '--fail-on', 'none'])
      expect([format, lenient.code]).toEqual([format, 0])
    }
    expect((await run(workspace, ['scan', ...only, '--fail-on', 'critical'])).code).toBe(0)
  })

  test('2 for what could not be scanned, and everything else is scanned all the same', async () => {
    workspace.write({ 'main.tf': inlineUserPolicy, 'broken.tf': 'resource "a" {\n  x = [1,\n' })
    const session = await run(workspace, ['scan', ...only])
    expect(session.code).toBe(2)
    expect(session.stdout).toContain(finding)
    expect(session.stdout).toMatch(/error broken\.tf:\d+:\d+: /)
  })
})

describe('bad input', () => {
  test.each([
    ['a broken .tf', { 'x.tf': 'resource "aws_iam_user" "u" {\n  name = \n' }, /x\.tf:\d+:\d+/],
    ['broken YAML', { 'x.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A: [\n' }, /x\.yaml:\d+:\d+/],
    ['broken JSON', { 'x.json': '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {' }, /x\.json:\d+:\d+/],
    ['a binary file', { 'x.tf': Buffer.from([0, 159, 146, 150]) }, /x\.tf/],
  ])('%s is a diagnostic with a place, and the rest is scanned', async (_, files, place) => {
    workspace.write({ ...(files as Record<string, string>), 'sound/main.tf': inlineUserPolicy })
    const { code, stdout } = await run(workspace, ['scan', '-f', 'json'])
    const report = JSON.parse(stdout)
    expect(code).toBe(2)
    expect(report.findings.map((one: { check: string }) => one.check)).toContain(finding)
    const errors = report.diagnostics.filter((one: { level: string }) => one.level === 'error')
    const places = errors.map((one: { file: string; start?: { line: number; column: number } }) =>
      one.start ? `${one.file}:${one.start.line}:${one.start.column}` : one.file,
    )
    expect(places.join('\n')).toMatch(place)
    expect(report.coverage.files).toMatchObject({ found: 2, parsed: 1, failed: 1, skipped: 0 })
  })

  test('a file of 200 MB', async () => {
    workspace.write({ 'huge.tf': '', 'main.tf': inlineUserPolicy })
    truncateSync(workspace.path('huge.tf'), 200_000_000)
    const { code, stdout } = await run(workspace, ['scan', ...only])
    expect(code).toBe(2)
    expect(stdout).toContain('error huge.tf: has 200 MB')
    expect(stdout).toContain(finding)
  })

  test('a 0-byte file is sound, and a loop of links ends', async () => {
    workspace.write({ 'empty.tf': '', 'main.tf': inlineUserPolicy }).link('.', 'a').link('loop', 'loop')
    const { code, stdout } = await run(workspace, ['scan', ...only])
    expect(code).toBe(1)
    expect(stdout).toContain('2 parsed, 0 failed')
  })

  test('a directory without anything to scan', async () => {
    workspace.write({ 'README.md': 'hello' })
    const { code, stdout } = await run(workspace, ['scan'])
    expect(code).toBe(2)
    expect(stdout).toContain('nothing to scan')
  })

  test('a path that is not there', async () => {
    const { code, stdout } = await run(workspace, ['scan', 'missing'])
    expect(code).toBe(2)
    expect(stdout).toContain('there is no missing to scan')
  })

  test('names cannot repaint the terminal', async () => {
    workspace.write({ 'a\x1b[2Jb.tf': inlineUserPolicy })
    expect((await run(workspace, ['scan', ...only])).stdout).not.toContain('\x1b')
  })
})

describe('output', () => {
  beforeEach(() => void workspace.write({ 'main.tf': inlineUserPolicy }))

  test('machine output is alone on standard output; troubles are on standard error', async () => {
    workspace.write({ 'broken.tf': 'x = [' })
    const { stdout, stderr } = await run(workspace, ['scan', '-f', 'json', '--timings'])
    expect(JSON.parse(stdout).version).toBe(1)
    expect(stderr).toContain('iamgate: error: broken.tf:1:')
    expect(stderr).toContain('total')
  })

  test('several formats in one run', async () => {
    const args = ['-f', 'console', '-f', 'sarif=out.sarif', '--format', 'json=out.json']
    const { stdout } = await run(workspace, ['scan', ...only, ...args])
    expect(stdout).toContain(finding)
    expect(JSON.parse(workspace.read('out.sarif')).runs[0].results).toHaveLength(1)
    expect(JSON.parse(workspace.read('out.json')).findings).toHaveLength(1)
    expect((await run(workspace, ['scan', '-f', 'json', '-o', 'o.json'])).stdout).toBe('')
    expect(JSON.parse(workspace.read('o.json')).version).toBe(1)
  })

  test('is the same in two runs', async () => {
    for (const format of ['console', 'json', 'sarif']) {
      const args = ['scan', '-f', format]
      expect((await run(workspace, args)).stdout).toBe((await run(workspace, args)).stdout)
    }
  })

  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ TERM: 'dumb' }, true, false],
  ])('colours with %j on a terminal: %s', async (environment, isTerminal, expected) => {
    const { stdout } = await run(workspace, ['scan'], environment as Record<string, string>, isTerminal)
    expect(stdout.includes('\x1b[')).toBe(expected)
    expect(
      (await run(workspace, ['scan', '--no-color'], environment as Record<string, string>, true)).stdout,
    ).not.toContain('\x1b[')
  })

  test('a file that cannot be written is an error', async () => {
    const { code, stderr } = await run(workspace, ['scan', '-f', 'json=missing/out.json'])
    expect([code, stderr.includes('cannot write')]).toEqual([2, true])
  })
})

describe('settings', () => {
  beforeEach(() => void workspace.write({ 'main.tf': inlineUserPolicy }))

  test('the configuration is found, and --show-config says where values come from', async () => {
    workspace.write({ '.iamgate.yml': 'fail-on: critical\n' })
    expect((await run(workspace, ['scan', ...only])).code).toBe(0)
    const { stdout } = await run(workspace, ['scan', '--show-config', '--min-severity', 'high'], {
      IAMGATE_EXCLUDE: 'x',
    })
    expect(stdout).toContain('fail-on: critical  # .iamgate.yml')
    expect(stdout).toContain('min-severity: high  # --min-severity')
    expect(stdout).toContain('exclude: x  # IAMGATE_EXCLUDE')
    expect(stdout).toContain('min-confidence: medium  # default')
  })

  test('a wrong configuration ends the scan, with its place', async () => {
    workspace.write({ '.iamgate.yml': 'fail-on: low\nchekcs: {}\n' })
    const { code, stderr, stdout } = await run(workspace, ['scan'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe('iamgate: .iamgate.yml:2:1: there is no chekcs. Did you mean checks?\n')
  })

  test('paths of a configuration above are meant from where it stands', async () => {
    workspace.git('init', '-q')
    workspace.write({
      'main.tf': '',
      'infra/prod/main.tf': inlineUserPolicy,
      'infra/prod/old/main.tf': inlineUserPolicy,
      'infra/accepted/main.tf': inlineUserPolicy,
      '.github/.iamgate.yml':
        "paths: [infra]\nexclude: [/infra/prod/old]\nignore: [{ check: inline-user-policy, reason: x, paths: ['infra/accepted/*'] }]\n",
    })
    const below = { root: workspace.path('infra/prod') } as Workspace
    const report = JSON.parse((await run(below, ['scan', ...only, '-f', 'json'])).stdout)
    expect(report.findings.map((one: { file: string }) => one.file)).toEqual(['main.tf'])
    expect(report.suppressed.map((one: { file: string }) => one.file)).toEqual(['../accepted/main.tf'])
  })

  test('a variable file that is not there is an error', async () => {
    const { code, stderr } = await run(workspace, ['scan', '--var-file', 'missing.tfvars'])
    expect([code, stderr]).toEqual([2, 'iamgate: there is no variable file missing.tfvars\n'])
  })

  test('--config names one', async () => {
    workspace.write({ 'other.yml': 'checks: { inline-user-policy: off }\n' })
    const { stdout } = await run(workspace, ['scan', '--config', 'other.yml', '-f', 'json'])
    expect(stdout).not.toContain(`"check": "${finding}"`)
    expect((await run(workspace, ['scan', '--config', 'missing.yml'])).code).toBe(2)
  })

  test('paths outside the working directory can be named', async () => {
    const other = new Workspace().write({ 'main.tf': inlineUserPolicy })
    const { code, stdout } = await run(workspace, ['scan', other.root, ...only])
    expect(code).toBe(1)
    expect(stdout).toContain('main.tf')
    other.remove()
  })
})

describe('what is known already', () => {
  const second = inlineUserPolicy.replaceAll('alice', 'bob').replaceAll('"own"', '"other"')

  test('a baseline lets only new findings fail', async () => {
    workspace.write({ 'main.tf': inlineUserPolicy })
    expect((await run(workspace, ['baseline', 'create', ...only])).code).toBe(0)
    expect((await run(workspace, ['baseline', 'create'])).code).toBe(2)
    const args = ['scan', ...only, '--baseline', '.iamgate-baseline.json']
    expect((await run(workspace, args)).code).toBe(0)
    workspace.write({ 'main.tf': `# moved\n${second}`, 'renamed.tf': inlineUserPolicy })
    const session = await run(workspace, [...args, '-f', 'json'])
    const states = JSON.parse(session.stdout).findings.map((one: { state: string; file: string }) => [
      one.file,
      one.state,
    ])
    expect([session.code, states]).toEqual([
      1,
      [
        ['main.tf', 'new'],
        ['renamed.tf', 'unchanged'],
      ],
    ])
    expect((await run(workspace, ['baseline', 'update', ...only])).code).toBe(0)
    expect((await run(workspace, args)).code).toBe(0)
    workspace.write({ 'renamed.tf': '' })
    expect((await run(workspace, args)).stdout).toContain('1 of 2 entries are no longer found')
    await run(workspace, ['baseline', 'prune', ...only])
    expect(JSON.parse(workspace.read('.iamgate-baseline.json')).findings).toHaveLength(1)
  })

  test('a baseline that is missing or broken is an error', async () => {
    workspace.write({ 'main.tf': '', 'broken.json': '{' })
    for (const file of ['missing.json', 'broken.json']) {
      expect((await run(workspace, ['scan', '--baseline', file])).code).toBe(2)
    }
  })

  test('--base lets only new findings fail, and touches no checkout', async () => {
    workspace.git('init', '-q', '-b', 'main')
    workspace
      .write({ 'main.tf': inlineUserPolicy, 'gone.tf': second.replaceAll('bob', 'carol').replaceAll('other', 'third') })
      .commit('base')
    workspace.git('switch', '-q', '-c', 'feature')
    workspace.write({ 'main.tf': `${second}\n${inlineUserPolicy}`, 'gone.tf': '' }).commit('feature')
    workspace.write({ 'uncommitted.txt': 'x' })
    const session = await run(workspace, ['scan', ...only, '--base', 'main', '-f', 'json'])
    const states = JSON.parse(session.stdout).findings.map((one: { resource: { address: string }; state: string }) => [
      one.resource.address,
      one.state,
    ])
    expect(session.code).toBe(1)
    expect(states).toEqual([
      ['aws_iam_user_policy.other', 'new'],
      ['aws_iam_user_policy.own', 'unchanged'],
      ['aws_iam_user_policy.third', 'absent'],
    ])
    expect(workspace.git('status', '--porcelain')).toBe('?? uncommitted.txt')
    expect((await run(workspace, ['scan', ...only, '--base', 'HEAD'])).code).toBe(0)
  })

  test('a base that is not there says what to fetch', async () => {
    workspace.git('init', '-q', '-b', 'main')
    workspace.write({ 'main.tf': '' }).commit('base')
    const { code, stderr } = await run(workspace, ['scan', '--base', 'origin/main'])
    expect(code).toBe(2)
    expect(stderr).toContain('fetch-depth: 0')
    expect(stderr.split('\n')).toHaveLength(2)
  })
})
