import { execFileSync } from 'node:child_process'
import { inlineUserPolicy, Workspace } from '../scan/workspace'
import { run } from './session'

let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
})

afterEach(() => workspace.remove())

const skipping = inlineUserPolicy.replace('"own" {', '$&\n  #checkov:skip=CKV_AWS_40:break-glass')
const migrated = inlineUserPolicy.replace('"own" {', '$&\n  # iamgate:ignore inline-user-policy -- break-glass')

test('shows a diff that git applies, and changes nothing', async () => {
  workspace.write({ 'main.tf': skipping })
  const { code, stdout, stderr } = await run(workspace, ['migrate'])
  expect(code).toBe(0)
  expect(workspace.read('main.tf')).toBe(skipping)
  expect(stderr).toContain('Would rewrite 1 ignore in 1 file; --write does it.')
  execFileSync('git', ['apply', '-'], { cwd: workspace.root, input: stdout, stdio: 'pipe' })
  expect(workspace.read('main.tf')).toBe(migrated)
})

test('writes with --write, and then has nothing more to do', async () => {
  workspace.write({ 'main.tf': `\ufeff${skipping}` })
  expect(await run(workspace, ['migrate', '--write'])).toMatchObject({ code: 0, stdout: '' })
  expect(workspace.read('main.tf')).toBe(`\ufeff${migrated}`)
  const again = await run(workspace, ['migrate', '--write'])
  expect(again.stderr).toContain('Rewrote 0 ignores in 0 files.')
  const scan = await run(workspace, ['scan', '--verbose', '--fail-on', 'none'])
  expect(scan.stdout).toContain('break-glass')
})

test('counts what stays, and lists it with --verbose', async () => {
  const text = skipping.replace(
    'break-glass',
    'x\n  #checkov:skip=CKV_AWS_144:no IAM\n  #checkov:skip=CKV_AWS_356:unused',
  )
  workspace.write({ 'main.tf': `#checkov:skip=CKV_AWS_356:nowhere\n${text}` })
  const brief = await run(workspace, ['migrate'])
  expect(brief.stderr).toContain(
    '1 ignore stays: iamgate has no check that says the same (checkov:skip=CKV_AWS_144 1).',
  )
  expect(brief.stderr).toContain('1 ignore stays: there is nothing here that iamgate would report')
  expect(brief.stderr).toContain('main.tf:1: checkov:skip=CKV_AWS_356 stands in no block.')
  const verbose = await run(workspace, ['migrate', '--verbose'])
  expect(verbose.stderr).toContain('\n  main.tf:8: checkov:skip=CKV_AWS_144\n')
})

test('takes only the scanners that the configuration honours', async () => {
  workspace.write({ 'main.tf': skipping, '.iamgate.yml': 'honour-ignores-of: trivy\n' })
  expect((await run(workspace, ['migrate'])).stderr).toContain('Would rewrite 0 ignores')
  const flag = await run(workspace, ['migrate', '--honour-ignores-of', 'checkov'])
  expect(flag.stderr).toContain('Would rewrite 1 ignore')
})

test('a scanner that nobody knows is an error with a suggestion', async () => {
  workspace.write({ 'main.tf': skipping, '.iamgate.yml': 'honour-ignores-of: [checkov, cdk-nag]\n' })
  const { code, stderr } = await run(workspace, ['scan'])
  expect(code).toBe(2)
  expect(stderr).toContain('honour-ignores-of cannot be cdk-nag. Did you mean cdk_nag?')
  workspace.write({ '.iamgate.yml': '' })
  expect((await run(workspace, ['scan', '--honour-ignores-of', 'tfsecs'])).stderr).toContain('Did you mean tfsec?')
})

test('proposes a configuration for what other settings ignore everywhere', async () => {
  workspace.write({ 'main.tf': inlineUserPolicy, '.checkov.yaml': 'skip-check: [CKV_AWS_18]\n' })
  expect((await run(workspace, ['migrate'])).stderr).toContain(
    'ignore:\n  - check: s3-access-logging-off\n    reason: "checkov CKV_AWS_18, .checkov.yaml:1"\n',
  )
})

test('what could not be read makes the exit code 2', async () => {
  workspace.write({ 'main.tf': skipping, 'broken.tf': 'resource "a" {{{\n' })
  const { code, stderr } = await run(workspace, ['migrate', '--write'])
  expect(code).toBe(2)
  expect(stderr).toContain('broken.tf')
})

test('what neighbours ignore is in every report, with their own words', async () => {
  workspace.write({ 'main.tf': skipping, '.iamgate.yml': 'honour-ignores-of: checkov\n' })
  const { stdout, code } = await run(workspace, ['scan', '--check', 'inline-user-policy', '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout).suppressed[0].suppression).toEqual({
    reason: 'break-glass (checkov:skip=CKV_AWS_40)',
    file: 'main.tf',
    line: 6,
  })
  const sarif = await run(workspace, ['scan', '--format', 'sarif', '--include-suppressed', '--fail-on', 'none'])
  expect(sarif.stdout).toContain('"justification":"break-glass (checkov:skip=CKV_AWS_40)"')
})
