import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2020'
import fc from 'fast-check'
import { checks } from '../../checks/index'
import { parametersOf } from '../../parsers/parser'
import { initialConfig } from '../../src/cli/commands/init'
import { SourceFile } from '../../src/model/source'
import { configurationSchema } from '../../src/scan/config/json-schema'
import { Cascade } from '../../src/scan/config/cascade'
import { findConfigs, readConfig } from '../../src/scan/config/load'
import { readParameterFile } from '../../src/scan/config/parameters'
import { resolveSettings } from '../../src/scan/config/settings'
import { ignoreCheckIds } from '../../src/scan/ignore-checks'
import { Workspace } from './workspace'

const known = { ids: [...checks.map((check) => check.id), ...ignoreCheckIds], tags: ['trust', 'ignores'] }
const read = (text: string) => readConfig(new SourceFile('.iamgate.yml', text), known)

async function resolve(text: string, given: Record<string, string[]> = {}, environment: Record<string, string> = {}) {
  const readFile = (path: string) => (path === 'p.json' ? '{"A":"file"}' : undefined)
  const cascade = new Cascade([await read(text)])
  const places = { cascade, workingDirectory: process.cwd() }
  return resolveSettings({ ...places, given, environment, checks, readFile, readConfigured: readFile })
}

test.each([
  ['failon: low', '.iamgate.yml:1:1: there is no failon. Did you mean fail-on?'],
  ['fail-on: hihg', '.iamgate.yml:1:10: fail-on cannot be hihg. Did you mean high?'],
  ['trust:\n  acounts: []', '.iamgate.yml:2:3: there is no acounts in trust. Did you mean accounts?'],
  ['trust: { accounts: [12345] }', 'it is written as twelve digits'],
  ['checks:\n  inline-usr-policy: off', 'there is no inline-usr-policy in checks. Did you mean inline-user-policy?'],
  ['checks:\n  inline-user-policy: sometimes', 'cannot be sometimes'],
  ['ignore:\n  - check: user-access-key', 'ignore needs reason'],
  ['ignore:\n  - { check: user-access-key, reason: x, expires: 2026-02-30 }', 'there is no day 2026-02-30'],
  ['- a list', 'the configuration must be a map of keys'],
  ['fail-on: [', '.iamgate.yml:1:'],
  ['exclude: { a: b }', 'exclude must be a text'],
])('%j is a problem', async (text, expected) => {
  const { problems } = await read(text)
  expect(problems.join('\n')).toContain(expected)
})

test('an empty file, and the one that init writes, change nothing', async () => {
  for (const text of ['', '# nothing\n', initialConfig()]) {
    expect(await read(text)).toMatchObject({ values: {}, ignores: [], problems: [] })
  }
})

test('everything that init shows is right once it is no comment', async () => {
  const text = initialConfig().replace(/^# (?!yaml-language)(?=[a-z-]+:| {2})/gm, '')
  const { problems, values } = await read(text)
  expect(problems).toEqual([])
  expect(Object.keys(values).length).toBeGreaterThan(10)
})

test('account ids keep their zeros', async () => {
  const { settings } = await resolve('trust:\n  accounts: [000123456789, "000000000001"]')
  expect(settings.trust.accounts).toEqual(['000123456789', '000000000001'])
})

test('a flag goes before the environment, that before the configuration, that before the default', async () => {
  const text = 'fail-on: low\nmin-severity: high\nexclude: [a]\n'
  const environment = { IAMGATE_FAIL_ON: 'high', IAMGATE_MIN_SEVERITY: 'note', TF_VAR_x: '1', TF_WORKSPACE: 'prod' }
  const { settings, shown, problems } = await resolve(text, { 'fail-on': ['none'] }, environment)
  expect(problems).toEqual([])
  expect(settings).toMatchObject({
    failOn: 'none',
    exclude: ['a'],
    selection: { minimumSeverity: 'note', minimumConfidence: 'medium' },
  })
  expect(settings.parse.environmentVariables).toEqual({ x: '1', TF_WORKSPACE: 'prod' })
  const from = Object.fromEntries(shown.flatMap(({ origins }) => origins.map((origin) => [origin.name, origin.from])))
  expect(from).toMatchObject({
    'fail-on': '--fail-on',
    'min-severity': 'IAMGATE_MIN_SEVERITY',
    exclude: '.iamgate.yml:3',
    'min-confidence': 'default',
  })
})

test('checks are switched and weighed', async () => {
  const text =
    'checks:\n  user-access-key: off\n  iam-user: on\n  inline-role-policy: low\n  inline-user-policy: { severity: note }'
  const { settings } = await resolve(text)
  expect(settings.selection).toMatchObject({
    skip: ['user-access-key'],
    severities: { 'inline-role-policy': 'low', 'inline-user-policy': 'note' },
  })
  expect(settings.selection.enable).toContain('iam-user')
  const named = await resolve(text, { check: ['user-access-key'] })
  expect(named.settings.selection.skip).toEqual([])
})

test.each([
  [{ check: ['inline-user-polcy'] }, 'Did you mean inline-user-policy?'],
  [{ 'fail-on': ['grave'] }, "--fail-on cannot be 'grave'"],
  [{ framework: ['terrafrom'] }, 'Did you mean terraform?'],
  [{ var: ['novalue'] }, 'write it as name=value'],
  [{ parameters: ['missing.json'] }, 'there is no such file'],
])('%j is a problem', async (given, expected) => {
  expect((await resolve('', given as Record<string, string[]>)).problems.join('\n')).toContain(expected)
})

test('parameters come from the configuration, files and pairs, later ones winning', async () => {
  const { settings } = await resolve('parameters: { A: config, B: config }', { parameters: ['p.json', 'C=x=y'] })
  expect(parametersOf('stack.yaml', settings.parse)).toEqual({ A: 'file', B: 'config', C: 'x=y' })
})

test.each([
  ['[{"ParameterKey":"A","ParameterValue":"1"},{"ParameterKey":"B","UsePreviousValue":true}]', { A: '1' }],
  ['["A=1","B=2=3"]', { A: '1', B: '2=3' }],
  ['{"Parameters":{"A":"1"},"Tags":{}}', { A: '1' }],
  ['{"A":1,"B":true}', { A: '1', B: 'true' }],
])('%s is a parameter file', (text, expected) => {
  expect(readParameterFile(text)).toEqual(expected)
})

test('every configuration upward counts, to the root of the repository, one for each directory', () => {
  const workspace = new Workspace().write({
    '.iamgate.yml': '',
    'repo/.git/HEAD': '',
    'repo/a/b/x.tf': '',
    'repo/.github/.iamgate.yml': '',
    'repo/a/.iamgate.yaml': '',
    'repo/a/.github/.iamgate.yml': '',
  })
  const upper = workspace.path('repo/.github/.iamgate.yml')
  expect(findConfigs(workspace.path('repo/a/b'))).toEqual([upper, workspace.path('repo/a/.iamgate.yaml')])
  expect(findConfigs(workspace.path('repo'))).toEqual([upper])
  workspace.remove()
})

test('the published schema is that of the code, and takes what the validator takes', async () => {
  const published = readFileSync(join(__dirname, '..', '..', 'docs', 'iamgate.schema.json'), 'utf8')
  // Whether its list of checks is today's is a question of freshness, which CI asks of all generated files.
  const listed = JSON.parse(published).properties.checks.propertyNames.enum
  expect(published).toBe(`${JSON.stringify(configurationSchema(listed), null, 2)}\n`)
  const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(published))
  expect(
    validate({ 'fail-on': 'none', checks: { 'user-access-key': false }, trust: { accounts: ['111122223333'] } }),
  ).toBe(true)
  expect(validate({ failon: 'none' })).toBe(false)
  expect(validate({ ignore: [{ check: 'x' }] })).toBe(false)
})

test('never throws, whatever the file holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({
        unit: fc.constantFrom('a', ':', ' ', '\n', '-', '[', '{', '"', '&', '*', '!', '\t', 'ignore:', 'checks:'),
      }),
      async (text) => {
        const { problems } = await read(text)
        expect(problems.every((problem) => problem.startsWith('.iamgate.yml:'))).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})
