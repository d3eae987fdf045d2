import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pullRequest, type StepResult, Workspace } from './runner'

let workspace: Workspace
beforeEach(() => {
  workspace = new Workspace()
})
afterEach(() => workspace.remove())

const admin = (name: string): string => `resource "aws_iam_policy" "${name}" {
  name   = "${name}"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
`

const harmless = `resource "aws_iam_group" "auditors" {
  name = "auditors"
}
`

interface Sarif {
  readonly runs: readonly {
    readonly automationDetails: { readonly id: string }
    readonly results: readonly { readonly ruleId: string; readonly baselineState?: string }[]
  }[]
}

const sarifOf = (file = 'iamgate.sarif'): Sarif => JSON.parse(workspace.read(file)) as Sarif
const rulesOf = (sarif: Sarif): string[] =>
  sarif.runs.flatMap((run) => run.results.map((result) => result.ruleId)).sort()

function expectNoFault(result: StepResult): void {
  expect(result.log).not.toMatch(/ at .*\.cjs:\d+/)
}

describe('the bundled action', () => {
  it('fails on a finding, after it has written SARIF, summary and outputs', () => {
    workspace.write({ 'infra/main.tf': admin('everything') })
    workspace.commit('admin')
    const result = workspace.run()
    expectNoFault(result)
    expect(result.code).toBe(1)
    expect(result.outputs).toMatchObject({
      'sarif-file': 'iamgate.sarif',
      'exit-code': '1',
      'highest-severity': 'high',
    })
    expect(Number(result.outputs.findings)).toBeGreaterThan(0)
    expect(result.outputs['new-findings']).toBe(result.outputs.findings)
    expect(rulesOf(sarifOf())).toContain('admin-access')
    expect(sarifOf().runs[0]?.automationDetails.id).toBe('iamgate/iam/')
    expect(result.log).toContain('::error file=infra/main.tf,line=3')
    expect(result.summary).toContain('admin-access')
  })

  it('passes where there is nothing to find', () => {
    workspace.write({ 'main.tf': 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n' })
    workspace.commit('bucket')
    const result = workspace.run()
    expect(result.code).toBe(0)
    expect(result.outputs).toMatchObject({ findings: '0', 'highest-severity': '', 'exit-code': '0' })
    expect(rulesOf(sarifOf())).toEqual([])
  })

  it('fails a pull request for what it adds alone, and reports all', () => {
    workspace.write({ 'old.tf': admin('old') })
    const base = workspace.commit('legacy')
    workspace.write({ 'new.tf': harmless })
    workspace.commit('harmless')
    const harmlessRun = workspace.run({}, pullRequest(base))
    expectNoFault(harmlessRun)
    expect(harmlessRun.code).toBe(0)
    expect(rulesOf(sarifOf())).toContain('admin-access')

    workspace.write({ 'new.tf': admin('fresh') })
    workspace.commit('admin')
    const result = workspace.run({}, pullRequest(base))
    expect(result.code).toBe(1)
    expect(Number(result.outputs['new-findings'])).toBeLessThan(Number(result.outputs.findings))
    expect(rulesOf(sarifOf()).filter((rule) => rule === 'admin-access')).toHaveLength(2)
  })

  it('knows a finding again when its file is renamed and its lines move', () => {
    workspace.write({ 'a.tf': admin('old') })
    const base = workspace.commit('legacy')
    workspace.git('mv', 'a.tf', 'b.tf')
    workspace.write({ 'b.tf': `# moved\n\n${admin('old')}` })
    workspace.commit('move')
    const result = workspace.run({}, pullRequest(base))
    expect(result.code).toBe(0)
    expect(result.outputs['new-findings']).toBe('0')
  })

  it('gates on everything when it is told to, and on nothing when it is told to', () => {
    workspace.write({ 'old.tf': admin('old') })
    const base = workspace.commit('legacy')
    expect(workspace.run({ gate: 'all' }, pullRequest(base)).code).toBe(1)
    expect(workspace.run({ gate: 'none' }, pullRequest(base)).code).toBe(0)
    expect(workspace.run({ 'fail-on': 'critical' }).code).toBe(0)
  })

  it('warns when the base is not in the checkout, and lets all findings gate', () => {
    workspace.write({ 'old.tf': admin('old') })
    workspace.commit('legacy')
    const missing = '0123456789abcdef0123456789abcdef01234567'
    const result = workspace.run({}, pullRequest(missing))
    expect(result.code).toBe(1)
    expect(result.log).toContain('fetch-depth')
    const asked = workspace.run({ gate: 'new' }, pullRequest(missing))
    expect(asked.code).toBe(2)
    expect(asked.outputs['exit-code']).toBe('2')
  })

  it('says what is wrong with an input, and fails with 2', () => {
    workspace.write({ 'main.tf': harmless })
    workspace.commit('group')
    const wrong: Record<string, string>[] = [
      { gate: 'sometimes' },
      { summary: 'maybe' },
      { 'working-directory': '../..' },
      { 'fail-on': 'grave' },
    ]
    for (const inputs of wrong) {
      const result = workspace.run(inputs)
      expectNoFault(result)
      expect(result.code).toBe(2)
      expect(result.log).toMatch(/::error|iamgate:/)
    }
  })

  it('scans what does not parse as far as it can, and fails with 2', () => {
    workspace.write({ 'broken.tf': 'resource "aws_iam_user" "x" {\n  name = \n', 'good.tf': admin('everything') })
    workspace.commit('broken')
    const result = workspace.run()
    expectNoFault(result)
    expect(result.code).toBe(2)
    expect(rulesOf(sarifOf())).toContain('admin-access')
    expect(result.log).toContain('broken.tf')
  })

  it('takes paths, a working directory and files of its own', () => {
    workspace.write({ 'infra/a/main.tf': admin('a'), 'infra/b/main.tf': admin('b') })
    workspace.commit('two')
    const result = workspace.run({
      'working-directory': 'infra',
      paths: 'a',
      'sarif-file': 'out.sarif',
      'json-file': 'out.json',
    })
    expect(result.code).toBe(1)
    expect(result.outputs).toMatchObject({ 'sarif-file': 'infra/out.sarif', 'json-file': 'infra/out.json' })
    const found = JSON.parse(workspace.read('infra/out.json')) as { findings: { file: string }[] }
    expect(new Set(found.findings.map((finding) => finding.file))).toEqual(new Set(['a/main.tf']))
  })

  it('writes no annotations and no summary when they are switched off', () => {
    workspace.write({ 'main.tf': admin('everything') })
    workspace.commit('admin')
    const result = workspace.run({ annotations: 'false', summary: 'false' })
    expect(result.log).not.toContain('::error')
    expect(result.summary).toBe('')
  })

  it('escapes what a stranger wrote for where it goes', () => {
    const name = 'x\\n::set-output name=a::b\\u001b[31m'
    workspace.write({
      'main.tf': `resource "aws_iam_user" "bob" {\n  name = "${name}"\n}\nresource "aws_iam_user_policy_attachment" "bob" {\n  user = aws_iam_user.bob.name\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n`,
    })
    workspace.commit('evil')
    const result = workspace.run()
    expect(result.log).not.toMatch(/^::set-output/m)
    expect(result.log).not.toContain('\u001b')
  })

  it('leaves nothing behind but the files that were asked for', () => {
    workspace.write({ 'main.tf': admin('everything') })
    workspace.commit('admin')
    workspace.run()
    expect(workspace.git('status', '--porcelain')).toBe('?? iamgate.sarif')
    expect(existsSync(join(workspace.directory, 'temp'))).toBe(true)
  })
})
