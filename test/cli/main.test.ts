import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { checks } from '../../checks/index'
import { commands } from '../../src/cli/commands/index'
import { version } from '../../src/cli/version'
import { inlineUserPolicy, Workspace } from '../scan/workspace'
import { run } from './session'

const root = join(__dirname, '..', '..')
let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
})

afterEach(() => workspace.remove())

test.each([
  [['scna'], 'there is no command scna. Did you mean scan?'],
  [['infra/'], 'To scan a path: iamgate scan infra/'],
  [['--versoin'], 'Did you mean --version?'],
  [['scan', '--formt', 'json'], 'There is no flag --formt. Did you mean --format?'],
  [['scan', '-x'], 'There is no flag -x.'],
  [['scan', '--format'], '--format needs a value.'],
  [['scan', '--quiet=yes'], '--quiet takes no value.'],
  [['scan', '--format', 'jsno'], 'there is no format jsno. Did you mean json?'],
  [['scan', '--format', 'json', '--format', 'sarif'], 'only one format can go to standard output'],
  [['scan', '--format', 'json=a', '-o', 'b'], 'there is none'],
  [['scan', '--fail-on', 'a', '--fail-on', 'b'], '--fail-on is given more than once.'],
  [['scan', '--fail-on', 'hgih'], 'Did you mean high?'],
  [['scan', '--check', 'inline-user-polcy'], 'Did you mean inline-user-policy?'],
  [['explain'], 'explain takes one check'],
  [['explain', 'inline-user-polcy'], 'Did you mean inline-user-policy?'],
  [['checks', '--format', 'xml'], 'console or json'],
  [['baseline', 'craete'], 'baseline needs one of'],
  [['model', '-f', 'xml'], 'console or json'],
  [['who-can'], 'an action is missing'],
  [['who-can', 'GetObject'], 'is no action'],
  [['who-can', 's3:GetObject', '-f', 'xml'], 'console or json'],
  [['can'], 'can needs a principal and an action'],
])('%j is bad usage, and says what is meant', async (args, message) => {
  const { code, stdout, stderr } = await run(workspace, args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('    at ')
})

test('--version, --help and help of each command', async () => {
  expect(await run(workspace, ['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  expect((await run(workspace, ['--version', '--verbose'])).stdout).toMatch(/AWS data of \d{4}-\d{2}-\d{2}/)
  const overview = (await run(workspace, ['--help'])).stdout
  for (const name of Object.keys(commands)) {
    expect(overview).toContain(`iamgate ${name}`)
    const help = await run(workspace, [name, '--help'])
    expect(help.code).toBe(0)
    expect(help.stdout).toMatch(new RegExp(`^iamgate ${name}`))
    expect(await run(workspace, ['help', name])).toEqual(help)
    for (const line of help.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(130)
  }
  expect((await run(workspace, [])).code).toBe(2)
})

test('checks lists every check, and explain shows the page of each', async () => {
  const { stdout } = await run(workspace, ['checks'])
  expect(stdout.trimEnd().split('\n')).toHaveLength(checks.length)
  const list = JSON.parse((await run(workspace, ['checks', '-f', 'json'])).stdout)
  expect(list.checks.map((check: { id: string }) => check.id)).toEqual(checks.map((check) => check.id))
  for (const check of checks) expect((await run(workspace, ['explain', check.id])).stdout).toContain('## Why')
})

test('init writes a configuration once', async () => {
  workspace.write({ 'main.tf': '' })
  expect((await run(workspace, ['init'])).code).toBe(0)
  expect((await run(workspace, ['init'])).code).toBe(2)
  expect((await run(workspace, ['scan'])).code).toBe(0)
})

test('init suggests what the code names, and stays a comment whatever is named', async () => {
  workspace.write({
    'main.tf':
      'locals { a = ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/x", "repo:acme/app:*"] }\n',
    "env/it's.tfvars": '',
    'env/terraform.tfvars': '',
    'app.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources: {}\n',
  })
  const { code, stderr } = await run(workspace, ['init'])
  expect(code).toBe(0)
  expect(stderr).toContain('Found cloudformation, terraform.')
  const text = workspace.read('.iamgate.yml')
  expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([])
  expect(text).toContain("#     - '111122223333' # 2 times, first in main.tf")
  expect(text).toContain("#     - 'repo:acme/app:*' # in main.tf")
  expect(text).toContain("#   - 'env/it''s.tfvars'\n")
  expect(text).not.toContain('terraform.tfvars')
  const open = text.replace(/^# (?!yaml-language|Found|[A-Z])/gm, '')
  workspace.write({ '.iamgate.yml': open, 'environments/production.tfvars': '', 'parameters.json': '{}' })
  expect((await run(workspace, ['scan', '--show-config'])).stderr).toBe('')
})

test('model shows who carries what', async () => {
  workspace.write({ 'main.tf': inlineUserPolicy })
  const { code, stdout } = await run(workspace, ['model'])
  expect(code).toBe(0)
  expect(stdout).toContain('user alice  aws_iam_user.alice  main.tf:1:1')
  expect(stdout).toMatch(/carries {4}own {2}\(inline, 1 statement, resolved\)/)
  const report = JSON.parse((await run(workspace, ['model', '-f', 'json'])).stdout)
  expect(report).toMatchObject({ version: 1, principals: [{ address: 'aws_iam_user.alice' }] })
})

describe('questions', () => {
  test('who-can names the principals and the statements', async () => {
    workspace.write({ 'main.tf': inlineUserPolicy })
    const session = await run(workspace, ['who-can', 's3:GetObject'])
    expect(session).toMatchObject({ code: 0, stderr: '' })
    expect(session.stdout).toContain('can user alice  aws_iam_user.alice')
    expect(session.stdout).toContain('main.tf:10')
    const json = JSON.parse(
      (await run(workspace, ['who-can', 's3:GetObject', 'arn:aws:s3:::logs/x', '.', '-f', 'json'])).stdout,
    )
    expect(json.principals).toMatchObject([{ answer: 'yes', principal: { address: 'aws_iam_user.alice' } }])
    expect((await run(workspace, ['who-can', 's3:DeleteObject', '.'])).stdout).toContain('0 principals of 1 can')
  })

  test('can answers for one principal', async () => {
    workspace.write({ 'main.tf': inlineUserPolicy })
    expect((await run(workspace, ['can', 'alice', 's3:GetObject', 'arn:aws:s3:::logs/x'])).stdout).toContain(
      'user alice can do',
    )
    expect((await run(workspace, ['can', 'aws_iam_user.alice', 's3:PutObject'])).stdout).toContain(
      'user alice cannot do',
    )
    const unknown = await run(workspace, ['can', 'alcie', 's3:GetObject'])
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean alice?')])
  })

  test('can answers for several principals of one name in one document', async () => {
    workspace.write({ 'a/main.tf': inlineUserPolicy, 'b/main.tf': inlineUserPolicy })
    const { stdout } = await run(workspace, ['can', 'alice', 's3:GetObject', '-f', 'json'])
    const principal = { address: 'aws_iam_user.alice', kind: 'user', name: 'alice' }
    expect(JSON.parse(stdout).principals).toMatchObject([
      { principal, answer: 'yes', reasons: [{ file: 'a/main.tf' }] },
      { principal, answer: 'yes', reasons: [{ file: 'b/main.tf' }] },
    ])
  })
})

describe('as a process', () => {
  const runner = join(root, 'scripts', 'run.cjs')
  const entry = join(root, 'src', 'cli', 'entry.ts')

  test('--version loads nothing else', () => {
    const listing = `process.on('exit', () => console.error(Object.keys(require.cache).filter((f) => f.endsWith('.ts')).join()))`
    workspace.write({ 'list.cjs': listing })
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['-r', workspace.path('list.cjs'), runner, entry, '--version'],
      {
        encoding: 'utf8',
      },
    )
    expect(stdout).toBe(`${version}\n`)
    expect(
      stderr
        .trim()
        .split(',')
        .map((file) => file.replace(root, '')),
    ).toEqual(['/src/cli/entry.ts', '/src/cli/version.ts'])
  })

  test('a reader that goes away ends it quietly', () => {
    workspace.write(
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`d${index}/main.tf`, inlineUserPolicy])),
    )
    const command = `"${process.execPath}" "${runner}" "${entry}" scan -f json | head -c 10`
    const output = execFileSync('sh', ['-c', command], { cwd: workspace.root, encoding: 'utf8', stdio: 'pipe' })
    expect(output).toHaveLength(10)
  })
})
