import { copyFileSync, cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../cli/session'
import { Workspace } from '../scan/workspace'
import { root } from './fixtures'

let workspace: Workspace
beforeEach(() => {
  workspace = new Workspace()
})
afterEach(() => workspace.remove())

const headOf = (name: string, side: 'base' | 'head'): string => readFileSync(join(root, name, side, 'main.tf'), 'utf8')

function pair(name: string): void {
  workspace.write({ 'old/main.tf': headOf(name, 'base'), 'new/main.tf': headOf(name, 'head') })
}

test('two directories', async () => {
  pair('pass-role-added')
  const { code, stdout } = await run(workspace, ['diff', 'old', 'new'])
  expect(stdout).toBe(readFileSync(join(root, 'pass-role-added', 'expected.txt'), 'utf8'))
  expect(code).toBe(0)
})

test('a gate gives the exit code', async () => {
  pair('pass-role-added')
  const codeOf = async (gate: string): Promise<number> =>
    (await run(workspace, ['diff', 'old', 'new', '--fail-on-access', gate])).code
  expect(await codeOf('broadened')).toBe(1)
  expect(await codeOf('escalation')).toBe(1)
  expect(await codeOf('public')).toBe(0)
  expect(await codeOf('none')).toBe(0)
  expect(await codeOf('everything')).toBe(2)
})

test('JSON and Markdown', async () => {
  pair('bucket-made-public')
  const json = JSON.parse((await run(workspace, ['diff', 'old', 'new', '-f', 'json'])).stdout)
  expect(json).toMatchObject({
    version: 1,
    iamChanged: true,
    accessBroadened: true,
    incomplete: [],
    subjects: [
      {
        kind: 'policy',
        change: 'widened',
        lines: [{ sign: '+', effect: 'broadens', levels: ['read'], file: 'main.tf', start: { line: 10 } }],
      },
    ],
    dangers: [{ kind: 'public', certainty: 'yes' }],
  })
  const { stdout } = await run(workspace, ['diff', 'old', 'new', '-f', 'markdown'])
  expect(stdout).toContain('| Who | What | Access | Level |')
  expect(stdout).toContain('everyone: s3:GetObject on \\$\\{aws')
})

describe('git', () => {
  beforeEach(() => {
    workspace.git('init', '-q', '-b', 'main')
    workspace.write({ 'main.tf': headOf('action-added', 'base') }).commit('base')
  })

  test('a reference and the working directory, from where they parted', async () => {
    workspace.git('switch', '-q', '-c', 'feature')
    workspace.git('switch', '-q', 'main')
    workspace.write({ 'other.tf': headOf('role-added', 'base').replaceAll('app', 'other') }).commit('of others')
    workspace.git('switch', '-q', 'feature')
    workspace.write({ 'main.tf': headOf('action-added', 'head') })
    const { stdout } = await run(workspace, ['diff', 'main'])
    expect(stdout).toContain('+ s3:PutObject on arn:aws:s3:::logs/*')
    expect(stdout).not.toContain('other')
    expect((await run(workspace, ['diff', 'main...feature'])).stdout).toBe('No IAM change.\n')
    expect((await run(workspace, ['diff', 'main..feature'])).stdout).toContain("- role 'other' removed")
  })

  test('two commits, and a directory below the root', async () => {
    workspace.write({ 'infra/main.tf': headOf('action-added', 'base') }).commit('infra')
    workspace.write({ 'infra/main.tf': headOf('action-added', 'head') }).commit('more')
    expect((await run(workspace, ['diff', 'HEAD~1', 'HEAD'])).stdout).toContain('infra/main.tf:1:1')
    const below = { ...workspace, root: workspace.path('infra') } as Workspace
    expect((await run(below, ['diff', 'HEAD~1', 'HEAD'])).stdout).toContain('  main.tf:1:1')
  })

  test('a base without any IAM, and a head without any', async () => {
    workspace.git('rm', '-q', 'main.tf')
    workspace.commit('nothing')
    const came = await run(workspace, ['diff', 'HEAD', 'HEAD~1'])
    expect([came.code, came.stdout]).toEqual([0, expect.stringContaining("+ role 'app' added")])
    const went = await run(workspace, ['diff', 'HEAD~1', 'HEAD'])
    expect([went.code, went.stdout]).toEqual([0, expect.stringContaining("- role 'app' removed")])
  })

  test.each([
    ['nothing', []],
    ['no such reference', ['missing']],
    ['a flag in the place of a reference', ['main', '--', '-x']],
    ['a range to nowhere', ['main...missing']],
    ['one directory', ['.']],
    ['three', ['a', 'b', 'c']],
  ])('%s is bad usage', async (_, words) => {
    const { code, stderr } = await run(workspace, ['diff', ...words])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^iamgate: .+\n$/)])
  })
})

test('modules that are not on disk are said', async () => {
  pair('action-added')
  const call = 'module "role" {\n  source = "terraform-aws-modules/iam/aws//modules/iam-role"\n  version = "6.6.1"\n}\n'
  workspace.write({ 'new/modules.tf': call, 'old/main.tf': headOf('action-added', 'head') })
  const { code, stdout } = await run(workspace, ['diff', 'old', 'new'])
  expect([code, stdout]).toEqual([
    0,
    `1 module is not on disk (terraform init): a change in what modules are given does not show.
No IAM change in what is known.
`,
  ])
  const json = JSON.parse((await run(workspace, ['diff', 'old', 'new', '-f', 'json'])).stdout)
  expect(json).toMatchObject({ missingModules: 1, unresolved: 0 })
})

test('what cannot be read is said, and the exit code tells', async () => {
  pair('action-added')
  workspace.write({ 'old/broken.tf': 'resource "aws_iam_role" "x" {' })
  const { code, stdout, stderr } = await run(workspace, ['diff', 'old', 'new'])
  expect(code).toBe(2)
  expect(stdout).toContain('Not everything of the base could be read')
  expect(stderr).toContain('broken.tf')
})

test('a plan with its own before and after', async () => {
  copyFileSync(join(root, 'plan-update', 'plan.json'), workspace.path('plan.json'))
  const { code, stdout } = await run(workspace, ['diff', 'plan.json'])
  expect([code, stdout]).toEqual([0, readFileSync(join(root, 'plan-update', 'expected.txt'), 'utf8')])
})

describe('a model that was printed', () => {
  const printed = async (...paths: string[]): Promise<string> =>
    (await run(workspace, ['model', '--format', 'json', ...paths])).stdout

  test('takes the place of the code, from wherever it was printed', async () => {
    cpSync(join(root, 'same-directory-renamed', 'base'), workspace.path('repository'), { recursive: true })
    workspace.write({ 'model.json': await printed('repository/infra') })
    expect((await run(workspace, ['diff', 'model.json', 'repository'])).stdout).toBe('No IAM change.\n')
    expect((await run(workspace, ['diff', 'repository/infra', 'model.json'])).stdout).toBe('No IAM change.\n')
    const main = workspace.read('repository/infra/network/main.tf')
    workspace.write({ 'repository/infra/network/main.tf': main.replace('"s3:GetObject"', '"s3:*"') })
    const { code, stdout } = await run(workspace, ['diff', 'model.json', 'repository', '--fail-on-access', 'broadened'])
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('+ s3:* on arn:aws:s3:::${var.bucket}/* (was s3:GetObject)'),
    ])
    expect(stdout).toContain("role 'reader' widened  infra/network/main.tf:11:1")
  })

  test('two of them', async () => {
    pair('pass-role-added')
    workspace.write({ 'old.json': await printed('old'), 'new.json': await printed('new') })
    const { stdout } = await run(workspace, ['diff', 'old.json', 'new.json'])
    expect(stdout.replaceAll('new/', '')).toBe(readFileSync(join(root, 'pass-role-added', 'expected.txt'), 'utf8'))
  })

  test('what could not be read when it was printed makes the difference incomplete', async () => {
    pair('action-added')
    workspace.write({ 'old/broken.tf': 'resource "aws_iam_role" "x" {' })
    workspace.write({ 'model.json': await printed('old') })
    const { code, stdout, stderr } = await run(workspace, ['diff', 'model.json', 'new'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('broken.tf')])
    expect(stdout).toContain('Not everything of the base could be read')
  })

  test('is nothing to scan, nor to be found by a scan', async () => {
    pair('action-added')
    workspace.write({ 'new/model.json': await printed('old') })
    const named = await run(workspace, ['scan', 'new/model.json'])
    expect([named.code, named.stdout]).toEqual([2, expect.stringContaining('is a model that iamgate printed')])
    expect((await run(workspace, ['diff', 'new', 'new'])).stdout).toBe('No IAM change.\n')
    const roles = JSON.parse(await printed('new')).principals
    expect(roles).toHaveLength(1)
  })
})

test('a state has no before', async () => {
  workspace.write({ 'state.json': JSON.stringify({ format_version: '1.0', values: { root_module: {} } }) })
  const { code, stderr } = await run(workspace, ['diff', 'state.json'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('no plan')])
})

test('a scan with a base tells the change in access beside its findings', async () => {
  workspace.git('init', '-q', '-b', 'main')
  workspace.write({ 'main.tf': headOf('action-added', 'base') }).commit('base')
  workspace.write({ 'main.tf': headOf('action-added', 'head') })
  const flags = ['--min-severity', 'critical', '--fail-on', 'none']
  const scan = await run(workspace, ['scan', ...flags, '--base', 'HEAD', '--access-diff', 'json=access.json'])
  expect(scan.code).toBe(0)
  expect(JSON.parse(workspace.read('access.json'))).toMatchObject({ accessBroadened: true })
  expect((await run(workspace, ['scan', ...flags, '--base', 'HEAD', '--fail-on-access', 'broadened'])).code).toBe(1)
  expect((await run(workspace, ['scan', ...flags, '--access-diff', 'json'])).code).toBe(2)
})
