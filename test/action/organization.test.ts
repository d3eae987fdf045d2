import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'

/** The scripts of the workflow that scans an organization, run as a runner runs them: bash, with `gh` and `npx` played. */
const root = join(__dirname, '..', '..')
const workflow = load(readFileSync(join(root, '.github', 'workflows', 'scan-organization.yml'), 'utf8')) as {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly id?: string; readonly run?: string }[] }>
  >
}
const scriptOf = (job: string): string => workflow.jobs[job]?.steps.find(({ id }) => id === job)?.run ?? ''

const hasTools = ['bash', 'jq'].every((tool) => spawnSync(tool, ['--version']).status === 0)
const testWithTools = hasTools && process.platform !== 'win32' ? test : test.skip

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'iamgate-organization-'))
  mkdirSync(join(folder, 'bin'))
  mkdirSync(join(folder, 'results'))
  const bundle = join(root, 'dist', 'iamgate.cjs')
  tool('npx', `shift 2; exec "${process.execPath}" "${bundle}" "$@"`)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function tool(name: string, script: string): void {
  writeFileSync(join(folder, 'bin', name), `#!/usr/bin/env bash\n${script}\n`)
  chmodSync(join(folder, 'bin', name), 0o755)
}

function run(job: string, env: Readonly<Record<string, string>>, directory = '.') {
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')]
  for (const file of [output, summary]) writeFileSync(file, '')
  const result = spawnSync('bash', ['-e', '-c', scriptOf(job)], {
    cwd: join(folder, directory),
    encoding: 'utf8',
    env: {
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      ...env,
    },
  })
  return {
    code: result.status,
    log: result.stdout,
    output: readFileSync(output, 'utf8'),
    summary: readFileSync(summary, 'utf8'),
  }
}

function report(name: string, text: string): void {
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, 'main.tf'), text)
  const scan = [join(root, 'dist', 'iamgate.cjs'), 'scan', name, '--fail-on', 'none', '-f', `json=results/${name}.json`]
  spawnSync(process.execPath, scan, { cwd: folder })
}

const listed = { ORGANIZATION: 'octo', ONLY: '', FIRST: '0', GH_TOKEN: 'x' }

testWithTools('lists 250 repositories of an organization, and says how many are left', () => {
  tool('gh', 'echo "$@" > asked; for i in $(seq 1 300); do echo "repository-$i"; done')
  const first = run('list', listed)
  expect(first.code).toBe(0)
  const names = JSON.parse(first.output.replace('repositories=', '')) as string[]
  expect([names.length, names[0]]).toEqual([250, 'repository-1'])
  expect(first.log).toContain(
    '::warning title=iamgate::50 more repositories are not in this run: call it again with first: 250',
  )
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toContain('/orgs/octo/repos?type=all')
  const rest = run('list', { ...listed, FIRST: '250' })
  expect([JSON.parse(rest.output.replace('repositories=', '')).length, rest.log]).toEqual([50, ''])
})

testWithTools('lists the repositories that were named, and fails without any', () => {
  tool('gh', 'exit 1')
  const named = run('list', { ...listed, ONLY: ' one \n\ntwo\n' })
  expect([named.code, named.output]).toEqual([0, 'repositories=["one","two"]\n'])
  expect(run('list', listed).code).not.toBe(0)
  tool('gh', '')
  expect(run('list', listed)).toMatchObject({ code: 1, output: '' })
})

testWithTools('merges what there is, gates, and says whose report is missing', () => {
  const admin =
    'resource "aws_iam_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}\n'
  report('one', admin)
  report('two', 'resource "aws_s3_bucket" "b" {\n  bucket = "b"\n}\n')
  execFileSync('ls', [join(folder, 'results', 'two.json')])
  const env = { REPOSITORIES: '["one","two"]', FAIL_ON: 'none' }
  const fine = run('merge', env, 'results')
  expect(fine.code).toBe(0)
  expect(Number(/^findings=(\d+)$/m.exec(fine.output)?.[1])).toBeGreaterThan(0)
  expect(fine.summary).toContain('<code>./one.json</code>')
  expect(JSON.parse(readFileSync(join(folder, 'iamgate.json'), 'utf8')).from).toEqual(['./one.json', './two.json'])
  expect(run('merge', { ...env, FAIL_ON: 'high' }, 'results').code).toBe(1)
  const missing = run('merge', { ...env, REPOSITORIES: '["one","two","three"]' }, 'results')
  expect([missing.code, missing.log]).toEqual([2, expect.stringContaining('there is no report of three')])
})
