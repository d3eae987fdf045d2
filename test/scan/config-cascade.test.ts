import { checks } from '../../checks/index'
import { SourceFile } from '../../src/model/source'
import { Cascade, counting, countingFor } from '../../src/scan/config/cascade'
import { readConfig } from '../../src/scan/config/load'
import { mergeValues } from '../../src/scan/config/merge'
import { pathPattern } from '../../src/scan/config/path-pattern'
import { checkNamed } from '../../src/scan/select-checks'
import { run } from '../cli/session'
import { inlineUserPolicy, Workspace } from './workspace'

const known = { ids: checks.map((check) => check.id), tags: ['trust', 'credentials'] }
const config = (base: string, text: string) =>
  readConfig(new SourceFile(`${base}/.iamgate.yml`, text), known, { base, prefix: '' })

test.each([
  ['of single values the nearest counts', 'fail-on: low', 'fail-on: high', { 'fail-on': 'high' }],
  [
    'what the nearest leaves out stays',
    'fail-on: low\nmin-severity: note',
    'fail-on: high',
    { 'min-severity': 'note' },
  ],
  [
    'checks merge by id, and of an id by what is said',
    'checks: { user-access-key: low, iam-user: off, inline-user-policy: off }',
    'checks: { user-access-key: on, iam-user: { severity: note } }',
    {
      checks: {
        'user-access-key': { enabled: true, severity: 'low' },
        'iam-user': { enabled: true, severity: 'note' },
        'inline-user-policy': { enabled: false },
      },
    },
  ],
  [
    'whoever is trusted adds up',
    "trust: { accounts: ['111122223333'], organizations: [o-aaaaaaaaaa] }",
    "trust: { accounts: ['111122223333', '444455556666'] }",
    { trust: { accounts: ['111122223333', '444455556666'], organizations: ['o-aaaaaaaaaa'] } },
  ],
  ['variables merge by name', 'var: { a: upper, b: upper }', 'var: { b: lower }', { var: { a: 'upper', b: 'lower' } }],
])('%s', async (_, upper, lower, expected) => {
  const merged = mergeValues([await config('.', upper), await config('a', lower)])
  expect(merged).toMatchObject(expected)
})

test('what a whole scan has one of is not merged, nor what each configuration is asked for by itself', async () => {
  const text = 'paths: [a]\nbaseline: b.json\nframework: terraform\nexclude: [x]\nprotected: [trust]\nroot: true\n'
  expect(mergeValues([await config('.', text)])).toEqual({})
})

test('root: true cuts off what is above, and a protected check what is below', async () => {
  const top = await config('.', 'protected: [inline-user-policy]')
  const middle = await config('a', 'root: true\nprotected: [trust]')
  const inner = await config('a/b', 'fail-on: none')
  const beside = await config('b', 'fail-on: none')
  const cascade = new Cascade([top], [inner, beside, middle])
  const chain = cascade.around('a/b/main.tf')
  const bases = (configs: readonly { base: string }[]) => configs.map(({ base }) => base)
  const countFor = (id: string) => bases(countingFor(chain, checkNamed(checks, id)!))
  expect(bases(chain)).toEqual(['.', 'a', 'a/b'])
  expect(bases(counting(chain))).toEqual(['a', 'a/b'])
  expect(countFor('inline-user-policy')).toEqual(['.'])
  expect(countFor('public-trust')).toEqual(['a'])
  expect(countFor('user-access-key')).toEqual(['a', 'a/b'])
  expect(bases(cascade.around('c/main.tf'))).toEqual(['.'])
  expect(bases(cascade.around('../main.tf'))).toEqual(['.'])
})

test.each([
  ['envs/*', 'envs/prod', true],
  ['envs/*', 'envs/prod/network', false],
  ['envs/**', 'envs/prod/network', true],
  ['envs/**', 'envs', true],
  ['**/prod', 'a/b/prod', true],
  ['**/prod', 'prod', true],
  ['./envs/prod/', 'envs/prod', true],
  ['.', '.', true],
  ['**', '.', true],
  ['*-prod', 'eu-prod', true],
  ['prod', 'envs/prod', false],
])('%s over %s is %s', (glob, path, expected) => {
  expect(pathPattern(glob)(path)).toBe(expected)
})

test('a pattern of many stars takes no time', () => {
  expect(pathPattern('**/a/'.repeat(300))('a/'.repeat(3000))).toBe(false)
})

describe('a monorepo', () => {
  let workspace: Workspace
  beforeEach(() => {
    workspace = new Workspace().write({
      '.git/HEAD': '',
      'a/main.tf': inlineUserPolicy,
      'b/main.tf': inlineUserPolicy,
      'b/old/main.tf': inlineUserPolicy,
      'c/main.tf': inlineUserPolicy,
    })
  })
  afterEach(() => workspace.remove())

  /** `file severity` of each finding of one check, what is said beside them, and the exit code. */
  async function scan(...args: string[]) {
    const { code, stdout, stderr } = await run(workspace, ['scan', '-f', 'json', ...args])
    const report = JSON.parse(stdout || '{"findings":[],"suppressed":[],"diagnostics":[]}')
    const told = (list: { check: string; file: string; severity: string }[]) =>
      list.filter(({ check }) => check === 'inline-user-policy').map(({ file, severity }) => `${file} ${severity}`)
    const said = report.diagnostics.map(
      (one: { file: string; start?: { line: number; column: number }; message: string }) =>
        `${one.file}:${one.start?.line}:${one.start?.column}: ${one.message}`,
    )
    const others = report.findings.map((one: { check: string; file: string }) => `${one.check} ${one.file}`)
    return { code, stderr, findings: told(report.findings), suppressed: told(report.suppressed), said, others }
  }

  test('each directory has the configuration that is nearest, over those above', async () => {
    workspace.write({
      '.iamgate.yml': 'fail-on: critical\nchecks: { inline-user-policy: low }\n',
      'a/.iamgate.yml': 'checks: { inline-user-policy: off }\n',
      'b/.github/.iamgate.yaml': 'checks: { inline-user-policy: high }\n',
      'b/old/.iamgate.yml': 'min-severity: critical\n',
    })
    expect(await scan()).toMatchObject({ code: 0, findings: ['b/main.tf high', 'c/main.tf low'], said: [] })
  })

  test('fail-on of a directory is for its own findings', async () => {
    workspace.write({ '.iamgate.yml': 'fail-on: none\n' })
    expect((await scan()).code).toBe(0)
    workspace.write({ 'c/.iamgate.yml': 'fail-on: low\n' })
    expect((await scan()).code).toBe(1)
    expect((await scan('--fail-on', 'critical')).code).toBe(0)
    expect((await scan('a', 'b')).code).toBe(0)
  })

  test.each([['a/main.tf'], ['a'], ['a/*.tf']])('%s alone is scanned as it is among others', async (path) => {
    workspace.write({
      '.iamgate.yml': 'fail-on: none\n',
      'a/.iamgate.yml': 'checks: { inline-user-policy: critical }\n',
    })
    expect(await scan(path)).toMatchObject({ code: 0, findings: ['a/main.tf critical'] })
  })

  test('what is excluded is meant from the directory of the configuration', async () => {
    workspace.write({
      '.iamgate.yml': 'exclude: [c]\n',
      'b/.iamgate.yml': "exclude: ['/old']\n",
      'old/main.tf': inlineUserPolicy,
    })
    expect((await scan()).findings).toEqual(['a/main.tf medium', 'b/main.tf medium', 'old/main.tf medium'])
    expect((await scan('--exclude', 'a')).findings.map((one) => one.split('/')[0])).toEqual(['b', 'b', 'c', 'old'])
  })

  test('an ignore of a directory is for its own findings', async () => {
    workspace.write({ 'b/.iamgate.yml': "ignore: [{ check: inline-user-policy, reason: known, paths: ['old/*'] }]\n" })
    const { findings, suppressed } = await scan()
    expect(findings).toEqual(['a/main.tf medium', 'b/main.tf medium', 'c/main.tf medium'])
    expect(suppressed).toEqual(['b/old/main.tf medium'])
    const partly = await scan('b/main.tf')
    expect(partly.others.filter((one: string) => one.startsWith('ignore'))).toEqual([])
    workspace.write({ 'b/old/.iamgate.yml': 'root: true\n' })
    expect((await scan()).others).toContain('ignore-unused b/.iamgate.yml')
  })

  test('who is trusted is trusted where the configuration counts', async () => {
    const role = `resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::444455556666:role/x" } }] })
}
`
    workspace.write({ 'a/role.tf': role, 'b/role.tf': role, '.iamgate.yml': "trust: { accounts: ['111122223333'] }\n" })
    const strangers = async () => (await scan()).others.filter((one: string) => one.startsWith('cross-account-trust'))
    expect(await strangers()).toEqual(['cross-account-trust a/role.tf', 'cross-account-trust b/role.tf'])
    workspace.write({ 'a/.iamgate.yml': "trust: { trusted-accounts: ['444455556666'] }\n" })
    expect(await strangers()).toEqual(['cross-account-trust b/role.tf'])
  })

  test('nothing below loosens a check that is protected', async () => {
    const loose = `fail-on: none
min-severity: critical
exclude: ['*']
protected: []
root: true
checks: { inline-user-policy: off }
ignore: [{ check: inline-user-policy, reason: no time }]
`
    workspace.write({ '.iamgate.yml': 'protected: [inline-user-policy]\n', 'a/.iamgate.yml': loose })
    const { code, findings, said, others } = await scan()
    expect(code).toBe(1)
    expect(findings).toContain('a/main.tf medium')
    expect(said).toEqual([
      'a/.iamgate.yml:3:1: has no effect: a configuration above protects checks, and what is not scanned is not found; exclude it there',
      'a/.iamgate.yml:6:11: has no effect: .iamgate.yml protects this check',
    ])
    // The other checks follow the directory's own settings, that about ignores among them.
    expect(others.filter((one: string) => one.startsWith('ignore-'))).toEqual([])
    workspace.write({ 'a/.iamgate.yml': 'ignore: [{ check: inline-user-policy, reason: no time }]\n' })
    expect((await scan()).others).toContain('ignore-protected a/.iamgate.yml')
    const above = 'protected: [inline-user-policy]\nignore: [{ check: inline-user-policy, reason: agreed }]\n'
    workspace.write({ '.iamgate.yml': above, 'a/.iamgate.yml': '' })
    expect((await scan()).findings).toEqual([])
  })

  test('a comment cannot ignore what the configuration above protects, by its tag either', async () => {
    const policy = 'resource "aws_iam_user_policy"'
    const ignored = inlineUserPolicy.replace(policy, `# iamgate:ignore inline-user-policy -- no time\n${policy}`)
    workspace.write({ 'a/main.tf': ignored })
    expect((await scan('a')).suppressed).toEqual(['a/main.tf medium'])
    const [tag] = checkNamed(checks, 'inline-user-policy')?.tags ?? []
    workspace.write({ 'a/.iamgate.yml': `protected: [${tag}]\n` })
    const { findings, others } = await scan('a')
    expect(findings).toEqual(['a/main.tf medium'])
    expect(others).toContain('ignore-protected a/main.tf')
  })

  test('ignores of other scanners count where the configuration says so', async () => {
    const policy = 'resource "aws_iam_user_policy" "own" {'
    const skipped = inlineUserPolicy.replace(policy, `${policy}\n  #checkov:skip=CKV_AWS_40:known`)
    workspace.write({ 'a/main.tf': skipped, 'c/main.tf': skipped, 'a/.iamgate.yml': 'honour-ignores-of: [checkov]\n' })
    expect((await scan()).suppressed).toEqual(['a/main.tf medium'])
    workspace.write({ '.iamgate.yml': 'protected: [inline-user-policy]\n' })
    expect((await scan()).suppressed).toEqual([])
  })

  test('what has no effect below is said, with its place', async () => {
    workspace.write({
      'a/.iamgate.yml': '# here\npaths: [x]\nbaseline: x.json\nframework: [cdk]\n',
      'b/.iamgate.yaml': '',
      'b/.github/.iamgate.yml': '',
    })
    const { code, said } = await scan('--fail-on', 'none')
    expect(code).toBe(0)
    const why = 'counts in the configuration of the directory that iamgate is run in'
    expect(said).toEqual([
      'b/.github/.iamgate.yml:undefined:undefined: is not read: b/.iamgate.yaml is the configuration of this directory',
      `a/.iamgate.yml:2:1: has no effect here: paths ${why}`,
      `a/.iamgate.yml:3:1: has no effect here: baseline ${why}`,
      `a/.iamgate.yml:4:1: has no effect here: framework ${why}`,
    ])
  })

  test('a wrong configuration of a directory ends the scan, with its place', async () => {
    workspace.write({ 'a/.iamgate.yml': 'fail-on: lwo\n', 'b/.iamgate.yml': 'chekcs: {}\n' })
    const { code, stderr } = await scan()
    expect(code).toBe(2)
    expect(stderr).toBe(
      'iamgate: a/.iamgate.yml:1:10: fail-on cannot be lwo. Did you mean low?\n' +
        'iamgate: b/.iamgate.yml:1:1: there is no chekcs. Did you mean checks?\n',
    )
  })

  test('a configuration that is named is the only one', async () => {
    workspace.write({ 'a/.iamgate.yml': 'fail-on: nonsense\n', 'ci.yml': 'checks: { inline-user-policy: low }\n' })
    const { code, findings, said } = await scan('--config', 'ci.yml', '--check', 'inline-user-policy')
    expect([code, findings[0]]).toEqual([0, 'a/main.tf low'])
    expect(said).toEqual([
      'a/.iamgate.yml:undefined:undefined: is not read: ci.yml was named, and is the only configuration',
    ])
  })

  test('configurations that are ignored by git, or excluded, count for nothing', async () => {
    workspace.write({
      '.gitignore': 'a/.iamgate.yml\n',
      'a/.iamgate.yml': 'x\n',
      'c/.iamgate.yml': 'x\n',
      '.iamgate.yml': 'exclude: [c]\n',
    })
    expect(await scan()).toMatchObject({ code: 1, stderr: '' })
  })

  test('the base commit is judged by the configurations of today', async () => {
    workspace.remove()
    workspace = new Workspace().write({ 'a/main.tf': inlineUserPolicy, 'b/main.tf': inlineUserPolicy })
    workspace.git('init', '-q')
    workspace.commit('before')
    workspace.write({
      'a/.iamgate.yml': 'checks: { inline-user-policy: off }\n',
      'c/main.tf': inlineUserPolicy.replaceAll('alice', 'bob'),
    })
    workspace.commit('after')
    const { code, findings } = await scan('--base', 'HEAD~1')
    expect(code).toBe(1)
    expect(findings).toEqual(['b/main.tf medium', 'c/main.tf medium'])
  })

  test('what a change does to the configurations that judge it is said', async () => {
    workspace.remove()
    const before = { '.iamgate.yml': 'fail-on: low\n', 'a/.iamgate.yml': '', 'b/.iamgate.yml': '', 'x.tf': '' }
    workspace = new Workspace().write(before)
    workspace.git('init', '-q')
    workspace.commit('before')
    expect((await scan('--base', 'HEAD')).said).toEqual([])
    workspace.git('rm', '-q', 'b/.iamgate.yml')
    workspace.write({ '.iamgate.yml': 'fail-on: none\n', 'c/.iamgate.yml': '' })
    const decides = 'and decides all the same what is found before and after it and what fails'
    expect((await scan('--base', 'HEAD')).said).toEqual([
      `.iamgate.yml:undefined:undefined: is altered by this change, ${decides}`,
      `c/.iamgate.yml:undefined:undefined: is added by this change, ${decides}`,
      `b/.iamgate.yml:undefined:undefined: is removed by this change, ${decides}`,
    ])
    const named = await scan('--base', 'HEAD', '--config', 'a/.iamgate.yml')
    expect(named.said.filter((one: string) => one.includes('change'))).toEqual([])
  })

  test('--show-config says of each directory what holds there and where it came from', async () => {
    workspace.write({
      '.iamgate.yml': `fail-on: high
checks: { inline-user-policy: low, user-access-key: off }
trust:
  accounts: ['111122223333']
protected: [trust, inline-user-policy]
ignore: [{ check: iam-user, reason: agreed }]
`,
      'a/.iamgate.yml': `# the team of a
fail-on: low
trust: { accounts: ['444455556666'] }
checks: { user-access-key: { severity: note }, inline-user-policy: off }
min-severity: note
paths: [x]
`,
      'a/deep/.iamgate.yml': 'root: true\n',
    })
    const { code, stdout, stderr } = await run(workspace, ['scan', '--show-config', '--min-severity', 'low'])
    expect(code).toBe(0)
    const [top = '', a, deep] = stdout.split(/\n# In /)
    expect(top.split('\n')).toEqual(
      expect.arrayContaining([
        'paths: .  # default',
        'fail-on: high  # .iamgate.yml:1',
        'min-severity: low  # --min-severity',
        'checks.inline-user-policy: low  # .iamgate.yml:2',
        'trust.accounts: 111122223333  # .iamgate.yml:4',
        'protected: trust, inline-user-policy  # .iamgate.yml:5',
        'ignore: iam-user  # .iamgate.yml:6',
        'var: (none)  # default',
      ]),
    )
    expect(a?.trimEnd().split('\n')).toEqual([
      'a/ and below:',
      'fail-on: low  # a/.iamgate.yml:2',
      'checks.user-access-key: note  # a/.iamgate.yml:4',
      'trust.accounts: 111122223333, 444455556666  # .iamgate.yml:4, a/.iamgate.yml:3',
    ])
    expect(deep?.trimEnd().split('\n')).toEqual([
      'a/deep/ and below:',
      'fail-on: medium  # default',
      'checks: (none)  # default',
      'trust: (none)  # default',
      'ignore: (none)  # default',
    ])
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringContaining('a/.iamgate.yml:6:1: has no effect here: paths '),
      expect.stringContaining('a/.iamgate.yml:4:48: has no effect: .iamgate.yml protects this check'),
    ])
  })
})
