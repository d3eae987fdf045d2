import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../checks'
import { parseCdk, parseCdktf } from '../parsers/cdk'
import { parseCloudFormation } from '../parsers/cloudformation'
import { defaultParseSettings, type Parsed } from '../parsers/parser'
import { parseTerraform } from '../parsers/terraform'
import { parseTerraformPlan } from '../parsers/terraform/plan'
import type { FileTree } from '../src/model/files'
import type { IamModel } from '../src/model/iam'
import { link } from '../src/model/link'
import { resolutionOf } from '../src/model/resolution'
import { DiskTree } from '../src/scan/files'
import { sameEverywhere } from '../src/scan/directory-rules'
import { everyCheck } from '../src/scan/options'
import { runChecks } from '../src/scan/run-checks'
import { memoryTree } from './parsers/memory-tree'
import { comparable } from './same-model'

const folder = join(__dirname, '../fixtures/same')
const settings = defaultParseSettings

type Language = readonly [name: string, file: string, parse: (files: FileTree) => Promise<Parsed>]

/** Each with the file that a case written in it has. `estate` is in three of them, and asks for many checks. */
const languages: readonly Language[] = [
  [
    'a plan beside its source',
    'plan.json',
    (files) => parseTerraformPlan({ kind: 'terraform-plan', file: 'plan.json' }, files, settings),
  ],
  [
    'CloudFormation',
    'template.yaml',
    (files) => parseCloudFormation({ kind: 'cloudformation', files: ['template.yaml'] }, files, settings),
  ],
  ['CDK', 'cdk.out', (files) => parseCdk({ kind: 'cdk', directory: 'cdk.out' }, files, settings)],
  [
    'CDK Terrain',
    'cdktf.out',
    (files) => parseCdktf({ kind: 'cdktf', directory: 'cdktf.out', files: [] }, files, settings),
  ],
]

async function modelOf(parsing: Promise<Parsed>) {
  const parsed = await parsing
  expect(parsed.diagnostics.filter((diagnostic) => diagnostic.level === 'error')).toEqual([])
  return link(parsed.model)
}

/** Only Terraform keeps the secret of a key in a state; templates have none. */
const ofTerraformAlone = new Set(['access-key-secret-in-state'])

/** What is found, without the words: those name resources as each language does. */
function findingsOf(model: IamModel): string[] {
  const trust = { accounts: ['111122223333'], organizations: [], trustedAccounts: [], oidcSubjects: [] }
  const selection = { ...everyCheck, enable: checks.map((check) => check.id) }
  const rules = sameEverywhere({ selection, trust }, checks, [])
  const { findings, diagnostics } = runChecks(checks, { model, today: '2026-01-01' }, rules)
  expect(diagnostics).toEqual([])
  const common = findings.filter(({ check }) => !ofTerraformAlone.has(check))
  return common.map(({ check, severity, confidence }) => `${check} ${severity} ${confidence}`).sort()
}

describe.each(readdirSync(folder))('%s', (name) => {
  const files = () => new DiskTree(join(folder, name), [join(folder, name)])
  const terraform = () => modelOf(parseTerraform({ kind: 'terraform', files: ['main.tf'] }, files(), settings))

  test('is a case worth comparing: policies, all of them resolved', async () => {
    const { policies } = await terraform()
    expect(policies.length).toBeGreaterThan(0)
    expect(policies.map((policy) => resolutionOf(policy.document))).toEqual(policies.map(() => 'resolved'))
  })

  const written = languages.filter(([, file]) => existsSync(join(folder, name, file)))

  test.each(written)('in %s is the model of Terraform', async (_, __, parse) => {
    const model = await modelOf(parse(files()))
    expect(comparable(model)).toEqual(comparable(await terraform()))
  })

  test.each(written)('in %s has the findings of Terraform', async (_, __, parse) => {
    const model = await modelOf(parse(files()))
    const expected = findingsOf(await terraform())
    expect(expected.length).toBeGreaterThan(0)
    expect(findingsOf(model)).toEqual(expected)
  })

  // A plan alone cannot tell policies that are known after the apply: resources has two.
  if (name !== 'resources' && existsSync(join(folder, name, 'plan.json'))) {
    test('in a plan alone is the model of Terraform', async () => {
      const alone = memoryTree({ 'plan.json': readFileSync(join(folder, name, 'plan.json'), 'utf8') })
      const model = await modelOf(parseTerraformPlan({ kind: 'terraform-plan', file: 'plan.json' }, alone, settings))
      expect(comparable(model)).toEqual(comparable(await terraform()))
    })
  }
})

test('together the cases ask for many checks', async () => {
  const found = await Promise.all(
    readdirSync(folder).map(async (name) => {
      const files = new DiskTree(join(folder, name), [join(folder, name)])
      return findingsOf(await modelOf(parseTerraform({ kind: 'terraform', files: ['main.tf'] }, files, settings)))
    }),
  )
  expect(new Set(found.flat().map((line) => line.split(' ')[0])).size).toBeGreaterThan(45)
})
