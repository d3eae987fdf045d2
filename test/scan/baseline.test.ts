import type { Finding } from '../../src/model/finding'
import { compare, createBaseline, pruneBaseline, readBaseline, writeBaseline } from '../../src/scan/baseline'
import { inlineUserPolicy, onlyCheck, Workspace } from './workspace'

let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
})

afterEach(() => workspace.remove())

async function findings(text: string) {
  workspace.write({ 'main.tf': text })
  return (await workspace.scan({ selection: onlyCheck('inline-user-policy') })).result.findings
}

const second = inlineUserPolicy.replaceAll('alice', 'bob').replaceAll('"own"', '"other"')

test('what a baseline holds is unchanged, the rest is new, and what is gone is a note', async () => {
  const entries = createBaseline(await findings(inlineUserPolicy)).findings
  const both = await findings(`# moved\n\n${second}\n${inlineUserPolicy}`)
  const compared = compare(both, { kind: 'baseline', file: 'b.json', entries })
  expect(compared.findings.map((finding) => [finding.resource.address, finding.state])).toEqual([
    ['aws_iam_user_policy.other', 'new'],
    ['aws_iam_user_policy.own', 'unchanged'],
  ])
  expect(compared.diagnostics).toEqual([])
  const after = compare([], { kind: 'baseline', file: 'b.json', entries })
  expect(after.diagnostics).toMatchObject([{ level: 'note', kind: 'baseline-stale', file: 'b.json' }])
})

test('against a base commit, what is gone is absent', async () => {
  const before = await findings(inlineUserPolicy)
  const compared = compare([], { kind: 'base', findings: before })
  expect(compared.findings.map((finding) => finding.state)).toEqual(['absent'])
})

test('a baseline survives being written and read; pruning adds nothing', async () => {
  const all = await findings(`${second}\n${inlineUserPolicy}`)
  const baseline = createBaseline(all)
  expect(readBaseline(writeBaseline(baseline))).toEqual(baseline)
  expect(pruneBaseline(baseline, all.slice(0, 1)).findings).toHaveLength(1)
  expect(pruneBaseline(createBaseline(all.slice(0, 1)), all).findings).toHaveLength(1)
})

test.each(['', '{', '[]', '{"version":2,"findings":[]}', '{"version":1,"findings":[{}]}', 'null'])(
  '%j is no baseline',
  (text) => {
    expect(typeof readBaseline(text)).toBe('string')
  },
)

test('a policy whose name only the deployment knows is the same under another expression', async () => {
  const named = (expression: string): string =>
    `${inlineUserPolicy.replace('name   = "own"', `name   = ${expression}`)}variable "a" {}\nvariable "b" {}\n`
  const entries = createBaseline(await findings(named('var.a'))).findings
  const renamed = compare(await findings(named(`"\${var.b}-own"`)), { kind: 'baseline', file: 'b.json', entries })
  expect(renamed.findings.map(({ state }) => state)).toEqual(['unchanged'])
  const other = compare(await findings(named('"other"')), { kind: 'baseline', file: 'b.json', entries })
  expect(other.findings.map(({ state }) => state)).toEqual(['new'])
})

describe('the same finding in several files', () => {
  const environments = async (...names: string[]) => {
    const directory = new Workspace()
    for (const name of names) directory.write({ [`${name}/main.tf`]: inlineUserPolicy })
    const { result } = await directory.scan({ selection: onlyCheck('inline-user-policy') })
    directory.remove()
    return result.findings
  }
  const told = (findings: readonly Finding[]) => findings.map(({ at, state }) => [at.source.path, state])

  test.each([
    ['one that comes is new in its own file', ['beta', 'prod'], ['alpha', 'beta', 'prod'], ['alpha/main.tf', 'new']],
    [
      'one that goes is absent in its own file',
      ['alpha', 'beta', 'prod'],
      ['beta', 'prod'],
      ['alpha/main.tf', 'absent'],
    ],
  ])('%s', async (_, from, to, expected) => {
    const [before, after] = [await environments(...from), await environments(...to)]
    const states = told(compare(after, { kind: 'base', findings: before }).findings)
    expect(states.filter(([, state]) => state !== 'unchanged')).toEqual([expected])
    const { findings: entries } = createBaseline(before)
    const baseline = { version: 1, findings: entries } as const
    expect(told(compare(after, { kind: 'baseline', file: 'b.json', entries }).findings)).toEqual(
      states.filter(([, state]) => state !== 'absent'),
    )
    expect(pruneBaseline(baseline, after).findings.map(({ file }) => file)).toEqual(
      from.filter((name) => to.includes(name)).map((name) => `${name}/main.tf`),
    )
  })

  test('one that is mended while another comes elsewhere is no move; out of a directory that is gone, it is', async () => {
    const before = await environments('alpha', 'beta')
    const after = await environments('beta', 'gamma')
    const stateOf = (...scopes: string[]) =>
      told(compare(after, { kind: 'base', findings: before }, new Set(scopes)).findings)
    expect(stateOf('alpha', 'beta', 'gamma')).toEqual([
      ['beta/main.tf', 'unchanged'],
      ['gamma/main.tf', 'new'],
      ['alpha/main.tf', 'absent'],
    ])
    expect(stateOf('beta', 'gamma')).toEqual([
      ['beta/main.tf', 'unchanged'],
      ['gamma/main.tf', 'unchanged'],
    ])
  })
})
