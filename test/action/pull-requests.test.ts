import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pullRequest, type StepResult, Workspace } from './runner'

let workspace: Workspace
beforeEach(() => {
  workspace = new Workspace()
})
afterEach(() => workspace.remove())

interface Statement {
  readonly Sid?: string
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
}

const role = `resource "aws_iam_role" "app" {
  name = "app"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
`

const document = (statements: readonly Statement[]): string =>
  `jsonencode(${JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  })})`

const inline = (...statements: readonly Statement[]): string => `resource "aws_iam_role_policy" "app" {
  role   = aws_iam_role.app.id
  policy = ${document(statements)}
}
`

const managed = (...statements: readonly Statement[]): string => `resource "aws_iam_policy" "app" {
  name   = "app"
  policy = ${document(statements)}
}
resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.app.arn
}
`

const read: Statement = { Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' }
const send: Statement = { Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs' }
const pass: Statement = { Action: ['iam:PassRole', 'ec2:RunInstances'], Resource: '*' }

/** Commits a base and a head, and runs the action on the pull request between them. */
function play(
  base: Readonly<Record<string, string>>,
  head: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
): StepResult {
  workspace.write(base)
  const from = workspace.commit('base')
  workspace.git('rm', '-q', '-r', '--ignore-unmatch', '.')
  workspace.write(head)
  workspace.commit('head')
  const result = workspace.run(inputs, pullRequest(from))
  expect(result.log).not.toMatch(/ at .*\.cjs:\d+/)
  return result
}

interface Sarif {
  readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[]
}
const rules = (): string[] =>
  (JSON.parse(workspace.read('iamgate.sarif')) as Sarif).runs.flatMap((run) => run.results.map(({ ruleId }) => ruleId))

const quiet = { 'iam-changed': 'false', 'access-broadened': 'false', 'new-findings': '0', 'exit-code': '0' }

describe('a pull request', () => {
  it('that adds access shows it in the summary, and tells the workflow', () => {
    const result = play({ 'main.tf': role + inline(read) }, { 'main.tf': role + inline(read, pass) })
    expect(result.outputs).toMatchObject({ 'iam-changed': 'true', 'access-broadened': 'true', 'exit-code': '1' })
    expect(result.summary).toMatch(/^## Access broadened: 1 widened; new: 1 permissions management/)
    expect(result.summary).toContain("| role 'app' | widened |")
    expect(result.summary).toContain('iam:PassRole, ec2:RunInstances on')
    expect(result.summary).toContain('**Now possible:** role')
    expect(result.summary).toContain('## iamgate: ')
  })

  it('that takes access away tells that, and passes', () => {
    const result = play({ 'main.tf': role + inline(read, pass) }, { 'main.tf': role + inline(read) })
    expect(result.code).toBe(0)
    expect(result.outputs).toMatchObject({ 'iam-changed': 'true', 'access-broadened': 'false' })
    expect(result.summary).toMatch(/^## Access narrowed/)
  })

  it('that touches no IAM changes none', () => {
    const bucket = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n'
    const result = play({ 'main.tf': role + inline(read) }, { 'main.tf': role + inline(read), 'bucket.tf': bucket })
    expect(result.outputs).toMatchObject(quiet)
    expect(result.summary).toMatch(/^## No IAM change/)
  })

  it('that moves a policy from inline to managed adds no access', () => {
    const result = play({ 'main.tf': role + inline(read, send) }, { 'main.tf': role + managed(send, read) })
    expect(result.outputs).toMatchObject({ 'iam-changed': 'true', 'access-broadened': 'false' })
    expect(result.summary).toMatch(/^## IAM reads differently, and access is the same/)
  })

  it('that reorders statements and renames Sids and files changes nothing', () => {
    const base = role + inline({ ...read, Sid: 'Read' }, { ...pass, Sid: 'Run' })
    const head = { 'role.tf': role, 'policy.tf': `# moved\n\n${inline({ ...pass, Sid: 'Start' }, read)}` }
    expect(play({ 'main.tf': base }, head).outputs).toMatchObject(quiet)
  })

  it('fails for the one new finding among old ones, while SARIF has all', () => {
    const old = role.replaceAll('app', 'old') + inline(pass).replaceAll('app', 'old')
    const same = play({ 'old.tf': old }, { 'old.tf': old, 'main.tf': role + inline(read) })
    expect(same.outputs).toMatchObject({ 'exit-code': '0' })
    const fresh = play({ 'old.tf': old }, { 'old.tf': old, 'main.tf': role + inline(pass) })
    expect(fresh.code).toBe(1)
    expect(Number(fresh.outputs['new-findings'])).toBeLessThan(Number(fresh.outputs.findings))
    expect(rules().filter((rule) => rule === 'privilege-escalation')).toHaveLength(2)
  })

  it('that adds a wildcard behind an ignore which stands there already is found out', () => {
    const ignored = (...actions: string[]): string =>
      `# iamgate:ignore wildcard-resource(s3:DeleteObject) -- it cleans up in all buckets\n${inline({ Action: actions, Resource: '*' })}`
    const base = role + ignored('s3:DeleteObject')
    const accepted = play({ 'main.tf': base }, { 'main.tf': `# moved\n${base}` })
    expect(accepted.outputs).toMatchObject({ 'new-findings': '0', 'exit-code': '0' })
    expect(rules()).not.toContain('wildcard-resource')
    const result = play({ 'main.tf': base }, { 'main.tf': role + ignored('s3:DeleteObject', 'sqs:Purge*') })
    expect(result.code).toBe(1)
    expect(Number(result.outputs['new-findings'])).toBeGreaterThan(0)
    expect(result.outputs).toMatchObject({ 'access-broadened': 'true' })
    expect(rules()).toContain('wildcard-resource')
    expect(result.summary).toContain('sqs:Purge')
  })

  it('with an ignore that has expired since gets the finding back', () => {
    const until = (day: string): string =>
      `# iamgate:ignore privilege-escalation exp:${day} -- until the new pipeline runs\n${inline(pass)}`
    workspace.write({ 'main.tf': role + until('2999-01-01') })
    workspace.commit('accepted')
    workspace.run()
    expect(rules()).not.toContain('privilege-escalation')
    const result = play({ 'main.tf': role + until('2999-01-01') }, { 'main.tf': role + until('2020-01-01') })
    expect(rules()).toEqual(expect.arrayContaining(['privilege-escalation', 'ignore-expired']))
    expect(Number(result.outputs['new-findings'])).toBeGreaterThan(0)
  })

  it('on a base without IAM finds all of it new', () => {
    const result = play({ 'README.md': 'nothing\n' }, { 'main.tf': role + inline(pass) })
    expect(result.code).toBe(1)
    expect(result.outputs['new-findings']).toBe(result.outputs.findings)
    expect(result.outputs).toMatchObject({ 'iam-changed': 'true', 'access-broadened': 'true' })
    expect(result.summary).toMatch(/^## Access broadened: 1 added/)
  })

  it('that leaves no IAM is an empty scan, and loses the access', () => {
    const result = play({ 'main.tf': role + inline(read) }, { 'main.tf': 'locals {\n  name = "app"\n}\n' })
    expect(result.outputs).toMatchObject({ 'iam-changed': 'true', 'access-broadened': 'false', 'new-findings': '0' })
    expect(result.summary).toMatch(/^## Access narrowed: 1 removed/)
  })

  it('whose head does not parse fails with 2, and says that the difference is not whole', () => {
    const result = play(
      { 'main.tf': role + inline(read) },
      { 'main.tf': role + inline(read), 'broken.tf': 'resource "aws_iam_user" "x" {\n  name = \n' },
    )
    expect(result.code).toBe(2)
    expect(result.summary).toContain('Not everything of the head could be read')
    expect(result.summary).toContain('broken.tf')
  })

  it('may be held back for the access that it adds', () => {
    const files = [{ 'main.tf': role + inline(read) }, { 'main.tf': role + inline(read, send) }] as const
    expect(play(...files).code).toBe(0)
    expect(play(...files, { 'fail-on-access': 'broadened' }).code).toBe(1)
    expect(play(...files, { 'fail-on-access': 'escalation, public' }).code).toBe(0)
    expect(play(...files, { 'fail-on-access': 'broadened', gate: 'none' }).code).toBe(0)
    expect(play(...files, { 'fail-on-access': 'much' }).code).toBe(2)
  })

  it('cannot put markup of its own into the summary', () => {
    const evil = '<img src=x onerror=alert(1)> [click](https://evil.example) | @octocat'
    const result = play({ 'main.tf': role + inline(read) }, { 'main.tf': role + inline({ ...read, Resource: evil }) })
    expect(result.outputs['access-broadened']).toBe('true')
    expect(result.summary).not.toMatch(/<img|\]\(https:\/\/evil|[^\\]\| @octocat|@octocat/)
  })
})

describe('a checkout', () => {
  /** What `actions/checkout` leaves of a pull request: so many commits of the merge, in a clone of its own. */
  function checkout(depth: number): { base: string; clone: Workspace } {
    workspace.write({ 'main.tf': role + inline(read) })
    workspace.commit('first')
    const base = workspace.commit('base')
    workspace.git('switch', '-q', '-c', 'feature')
    workspace.write({ 'main.tf': role + inline(read, pass) })
    workspace.commit('head')
    const clone = new Workspace()
    clone.git('remote', 'add', 'origin', `file://${workspace.repository}`)
    clone.git('fetch', '-q', `--depth=${depth}`, 'origin', 'feature')
    clone.git('checkout', '-q', 'FETCH_HEAD')
    return { base, clone }
  }

  it('of depth 2 has the base', () => {
    const { base, clone } = checkout(2)
    const result = clone.run({}, pullRequest(base))
    expect(result.outputs).toMatchObject({ 'access-broadened': 'true', 'iam-changed': 'true' })
    expect(result.log).not.toContain('::warning title=iamgate::The base')
    clone.remove()
  })

  it('of depth 1 has not: all findings count, no access is compared, and the log says what to do', () => {
    const { base, clone } = checkout(1)
    const result = clone.run({}, pullRequest(base))
    expect(result.code).toBe(1)
    expect(result.log).toContain('fetch-depth')
    expect(result.outputs['new-findings']).toBe(result.outputs.findings)
    expect(result.outputs).not.toHaveProperty('access-broadened')
    expect(clone.run({ gate: 'new' }, pullRequest(base)).code).toBe(2)
    clone.remove()
  })

  it('of a fork works without any token, and leaves the repository as it was', () => {
    const { base, clone } = checkout(2)
    const head = clone.git('rev-parse', 'HEAD')
    const event = { ...pullRequest(base), repository: { fork: true } }
    // The runner of these tests hands over no token and no network; a read-only checkout must do as well.
    const result = clone.run({ 'sarif-file': '../temp/iamgate.sarif' }, event)
    expect(result.code).toBe(1)
    expect(result.summary).toContain('## Access broadened')
    expect(result.log).toContain('::error file=main.tf')
    expect(clone.git('rev-parse', 'HEAD')).toBe(head)
    expect(clone.git('status', '--porcelain')).toBe('')
    clone.remove()
  })

  it('in a monorepo compares what lies in the working directory', () => {
    mkdirSync(join(workspace.repository, 'infra'))
    workspace.write({ 'infra/main.tf': role + inline(read), 'app/main.tf': role + inline(read) })
    const base = workspace.commit('base')
    workspace.write({ 'infra/main.tf': role + inline(read, send), 'app/main.tf': role + inline(read, pass) })
    workspace.commit('head')
    const result = workspace.run({ 'working-directory': 'infra' }, pullRequest(base))
    expect(result.outputs).toMatchObject({ 'access-broadened': 'true', 'new-findings': '0' })
    expect(result.summary).toContain('sqs:SendMessage')
    expect(result.summary).not.toContain('PassRole')
  })

  it('whose checkout has the line ends of Windows changes nothing by them', () => {
    const heredoc = `resource "aws_iam_role_policy" "app" {\n  role   = aws_iam_role.app.id\n  policy = <<EOT\n{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" }]\n}\nEOT\n}\n`
    workspace.write({ 'main.tf': role + heredoc })
    const base = workspace.commit('base')
    workspace.write({ 'readme.md': 'x\n' })
    workspace.commit('head')
    workspace.write({ 'main.tf': (role + heredoc).replaceAll('\n', '\r\n') })
    const result = workspace.run({}, pullRequest(base))
    expect(result.outputs).toMatchObject(quiet)
  })

  it('in a merge queue compares with the base of the group', () => {
    const { base, clone } = checkout(2)
    const result = clone.run({}, { merge_group: { base_sha: base } })
    expect(result.outputs).toMatchObject({ 'access-broadened': 'true' })
    clone.remove()
  })
})
