import { GitHubApi } from './github-api'
import { pullRequest, type StepResult, Workspace } from './runner'

jest.setTimeout(60_000)

const token = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'
let workspace: Workspace
let api: GitHubApi
let base: string

const bucket = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n'
const admin = (name: string): string => `resource "aws_iam_user" "${name}" {
  name = "${name}"
}
resource "aws_iam_user_policy" "${name}" {
  user   = aws_iam_user.${name}.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
`

beforeEach(async () => {
  api = await GitHubApi.start()
  workspace = new Workspace()
  workspace.write({ 'main.tf': bucket, '.gitignore': 'iamgate.sarif\n' })
  base = workspace.commit('base')
})
afterEach(async () => {
  workspace.remove()
  await api.stop()
})

function head(files: Readonly<Record<string, string>>): void {
  workspace.write(files)
  workspace.commit('head')
}

async function run(
  inputs: Readonly<Record<string, string>> = {},
  event: unknown = pullRequest(base),
): Promise<StepResult> {
  const all = { comment: 'changes', 'github-token': token, gate: 'none', ...inputs }
  const result = await workspace.runBeside(all, event, { GITHUB_API_URL: api.url, GITHUB_REPOSITORY: 'octo/infra' })
  expect(result.log).not.toMatch(/ at .*\.cjs:\d+/)
  expect(result.log).not.toContain(token)
  expect(result.summary).not.toContain(token)
  return result
}

const written = (): string[] => api.asked.map(({ method }) => method).filter((method) => method !== 'GET')

test('what is new is one comment, that later runs keep up to date and settle', async () => {
  head({ 'new.tf': admin('alice') })
  await run()
  expect(api.comments).toHaveLength(1)
  const [comment] = api.comments
  expect(comment?.body).toMatch(/^<!-- iamgate:iam -->\n## Access broadened: 1 added/)
  expect(comment?.body).toContain('```mermaid\nflowchart LR\n')
  expect(comment?.body).toContain('## iamgate: ')
  expect(api.asked.every((asked) => asked.token === `Bearer ${token}`)).toBe(true)

  await run()
  expect(written()).toEqual(['POST'])
  head({ 'new.tf': admin('bob') })
  await run()
  expect([written(), comment?.body]).toEqual([['POST', 'PATCH'], expect.stringContaining("user 'bob'")])
  head({ 'new.tf': '' })
  await run()
  expect(comment?.body).toBe(
    '<!-- iamgate:iam -->\n## iamgate: nothing to say any more ✅\n\nThis pull request changes no access now, and has no new findings.\n',
  )
  expect(api.comments).toHaveLength(1)
})

test('without anything to say there is no comment, unless one is wanted always', async () => {
  head({ 'main.tf': `${bucket}# a word\n` })
  await run()
  expect(api.comments).toEqual([])
  await run({ comment: 'true' })
  expect(api.comments[0]?.body).toMatch(/## No IAM change\n\n## iamgate: no .*findings ✅/)
})

test('two jobs keep two comments, whatever their categories are called', async () => {
  head({ 'new.tf': admin('alice') })
  for (const category of ['a', 'a--> <b>', 'a']) await run({ category })
  expect(api.comments.map(({ body }) => body.split('\n')[0])).toEqual([
    '<!-- iamgate:a -->',
    '<!-- iamgate:a%2D%2D%3E%20%3Cb%3E -->',
  ])
})

test('its own comment is found on a later page, and no comment of a stranger is taken for it', async () => {
  head({ 'new.tf': admin('alice') })
  api.store('<!-- iamgate:iam -->\n## all is well', 'mallory', 'User')
  for (let count = 0; count < 150; count++) api.store('a remark')
  const own = api.store('<!-- iamgate:iam -->\nold')
  await run()
  expect([own.body.includes('alice'), written()]).toEqual([true, ['PATCH']])
  expect(api.comments[0]?.body).toContain('all is well')
})

test('a token of a person keeps that person’s comment', async () => {
  head({ 'new.tf': admin('alice') })
  api.self = 'octocat'
  const foreign = api.store('<!-- iamgate:iam -->\nold', 'mallory', 'User')
  const own = api.store('<!-- iamgate:iam -->\nold', 'octocat', 'User')
  await run()
  expect([foreign.body.includes('alice'), own.body.includes('alice')]).toEqual([false, true])
})

test.each([
  ['POST', 403],
  ['POST', 404],
  ['GET', 401],
  ['GET', 500],
  ['POST', 422],
])('a refusal (%s %d) is a notice, never a failure', async (method, status) => {
  head({ 'new.tf': admin('alice') })
  api.refusals[method] = status
  const result = await run()
  expect([result.code, result.outputs['access-broadened']]).toEqual([0, 'true'])
  expect(result.log).toMatch(new RegExp(`^::notice title=iamgate::There is no comment .* ${status} to ${method}`, 'm'))
})

test('an API that is not there, no token, and an event without a pull request are no failures', async () => {
  head({ 'new.tf': admin('alice') })
  const nowhere = { GITHUB_API_URL: 'http://127.0.0.1:1', GITHUB_REPOSITORY: 'octo/infra' }
  const inputs = { comment: 'true', 'github-token': token, gate: 'none' }
  const unreachable = await workspace.runBeside(inputs, pullRequest(base), nowhere)
  expect([unreachable.code, unreachable.log]).toEqual([0, expect.stringContaining('GitHub cannot be reached')])
  const without = await run({ 'github-token': '' })
  expect([without.code, without.log]).toEqual([0, expect.stringMatching(/^::notice .*needs 'github-token'/m)])
  expect((await run({}, { merge_group: { base_sha: base } })).code).toBe(0)
  expect((await run({ comment: 'often' })).code).toBe(2)
  expect(api.asked).toEqual([])
})

test('nothing is asked of GitHub unless a comment is', async () => {
  head({ 'new.tf': admin('alice') })
  await run({ comment: '' })
  await run({ comment: 'false' })
  expect(api.asked).toEqual([])
})

const reader = (index: number, length: number): string =>
  admin(`somebody_with_a_rather_long_name_${index}`)
    .replace('"*"', '"s3:GetObject*"')
    .replace('"*"', `"arn:aws:s3:::bucket-${index}-${'x'.repeat(length)}"`)

test('a comment that is too long is cut between lines', async () => {
  head({ 'new.tf': Array.from({ length: 400 }, (_, index) => reader(index, 300)).join('') })
  const { summary } = await run()
  const body = api.comments[0]?.body ?? ''
  expect(body.length).toBeLessThanOrEqual(60_000)
  expect(body.length).toBeGreaterThan(59_000)
  expect(body).toMatch(/\n_Cut here: a comment holds no more\. .*_\n$/)
  expect(body).toMatch(/_The picture leaves out \d+ arrows/)
  expect(summary).toMatch(/_And \d+ differences more\._/)
})

test('a summary that is larger than GitHub takes is cut between lines, and the findings are still in the SARIF file', async () => {
  head({ 'new.tf': Array.from({ length: 200 }, (_, index) => reader(index, 9_000)).join('') })
  const { summary, outputs } = await run({ comment: 'false' })
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(900 * 1024)
  expect(Buffer.byteLength(summary)).toBeGreaterThan(880 * 1024)
  expect(summary).toMatch(
    / \|\n\n_Cut here: the summary is larger than GitHub takes\. The SARIF file has everything\._\n$/,
  )
  const { runs } = JSON.parse(workspace.read('iamgate.sarif')) as { runs: { results: unknown[] }[] }
  expect(String(runs[0]?.results.length)).toBe(outputs.findings)
})
