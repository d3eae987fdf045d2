import { join } from 'node:path'
import { checks } from '../../checks/index'
import { defaultParseSettings } from '../../parsers/parser'
import { readReport } from '../../src/merge/read'
import { type MergedReport, mergeReports } from '../../src/merge/reports'
import type { Shard } from '../../src/model/finding'
import { jsonReport } from '../../src/report/json'
import { DiskTree } from '../../src/scan/files'
import { everyCheck, type ScanOptions, trustNobody } from '../../src/scan/options'
import { scan } from '../../src/scan/scan'
import { readShard } from '../../src/scan/shard'
import { Workspace } from './workspace'

/** Everything that findings, coverage and the rest of the report say. */
async function reportOf(directory: string, shard?: Shard, change: Partial<ScanOptions> = {}) {
  const result = await scan({
    tree: new DiskTree(directory, [directory]),
    paths: ['.'],
    exclude: [],
    settings: defaultParseSettings,
    checks: checks.filter(({ whole }) => !whole),
    selection: { ...everyCheck, minimumSeverity: 'note', minimumConfidence: 'low' },
    trust: trustNobody,
    today: '2026-01-01',
    ignores: [],
    protectedChecks: [],
    ...change,
    shard,
  })
  const report = readReport(JSON.parse(jsonReport(result.result, { version: '1' })))
  if (typeof report === 'string') throw new Error(report)
  return report
}

/** The report of a scan in parts, made one. */
async function inParts(directory: string, count: number, change: Partial<ScanOptions> = {}): Promise<MergedReport> {
  const reports = []
  for (let index = 1; index <= count; index++) {
    reports.push({ name: `${index}.json`, report: await reportOf(directory, { index, count }, change) })
  }
  const merged = mergeReports(reports)
  if (typeof merged === 'string') throw new Error(merged)
  return merged
}

async function expectSame(directory: string, count: number, change: Partial<ScanOptions> = {}): Promise<MergedReport> {
  const whole = await reportOf(directory, undefined, change)
  const merged = await inParts(directory, count, change)
  expect(merged.findings).toEqual(whole.findings)
  expect(merged.suppressed).toEqual(whole.suppressed)
  expect(merged.coverage).toEqual(whole.coverage)
  expect(textsOf(merged.unresolved)).toEqual(textsOf(whole.unresolved))
  // A remark that a scan makes once is made once in each part.
  const grave = (report: MergedReport | typeof whole) => report.diagnostics.filter(({ level }) => level !== 'note')
  expect(textsOf(grave(merged))).toEqual(textsOf(grave(whole)))
  return merged
}

const textsOf = (entries: readonly object[]): string[] => entries.map((entry) => JSON.stringify(entry)).sort()

let workspace: Workspace
beforeEach(() => {
  workspace = new Workspace()
})
afterEach(() => workspace.remove())

const admin = '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
const policy = (name: string, body = `jsonencode(${admin})`): string =>
  `resource "aws_iam_policy" "${name}" {\n  name   = "${name}"\n  policy = ${body}\n}\n`
const template = (resources: object, outputs: object = {}): string =>
  JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: resources, Outputs: outputs })
const role = (policyArn: unknown) => ({
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }],
      },
      ManagedPolicyArns: [policyArn],
    },
  },
})

test('every fixture of this repository, in three parts', async () => {
  const merged = await expectSame(join(__dirname, '..', '..', 'fixtures'), 3)
  expect(merged.findings.length).toBeGreaterThan(1000)
}, 120_000)

test('a root module keeps what it calls, and a module that nobody calls is one', async () => {
  workspace.write({
    'a/main.tf': 'module "m" {\n  source = "../modules/m"\n  action = "*"\n}\n',
    'modules/m/main.tf': `variable "action" {}\n${policy('m', 'jsonencode({ Statement = [{ Effect = "Allow", Action = var.action, Resource = "*" }] })')}`,
    'b/main.tf': 'module "m" {\n  source = "./../modules/m"\n  action = "s3:GetObject"\n}\n',
    'c/main.tf': policy('c'),
    'modules/alone/main.tf': policy('alone'),
  })
  for (const count of [2, 3, 7]) await expectSame(workspace.root, count)
  const sizes = [1, 2, 3].map((index) => reportOf(workspace.root, { index, count: 3 }))
  const parsed = (await Promise.all(sizes)).map(({ coverage }) => coverage.files)
  expect(parsed.map((files) => (files as { parsed: number }).parsed).sort()).toEqual([1, 1, 3])
})

test('findings that look the same in many root modules are told apart as in the whole', async () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  workspace.write(Object.fromEntries(names.map((name) => [`${name}/main.tf`, policy('same')])))
  const merged = await expectSame(workspace.root, 3)
  const fingerprints = merged.findings.filter(({ check }) => check === 'admin-access').map((each) => each.fingerprint)
  expect(new Set(fingerprints).size).toBe(5)
})

test('a document that two root modules read is judged once, for both', async () => {
  workspace.write({
    'shared/admin.json': admin,
    'a/main.tf': policy('first', 'file("../shared/admin.json")'),
    'b/main.tf': policy('second', 'file("../shared/admin.json")'),
  })
  const merged = await expectSame(workspace.root, 2)
  const [found] = merged.findings.filter(({ check }) => check === 'admin-access')
  expect(found).toMatchObject({
    file: 'shared/admin.json',
    instances: ['aws_iam_policy.first', 'aws_iam_policy.second'],
  })
})

test('a role of that name in another root module says nothing of the one that is meant here', async () => {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::111122223333:role/ops' }
  const trust = {
    ...{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  }
  const document = (content: object): string => `jsonencode(${JSON.stringify({ Statement: [content] })})`
  workspace.write({
    'people/main.tf': `resource "aws_iam_user" "al" {\n  name = "al"\n}\nresource "aws_iam_user_policy" "al" {\n  user   = aws_iam_user.al.name\n  policy = ${document(statement)}\n}\n`,
    'roles/main.tf': `resource "aws_iam_role" "ops" {\n  name = "ops"\n  assume_role_policy = ${document(trust)}\n}\n`,
  })
  const merged = await expectSame(workspace.root, 2)
  expect(merged.findings.map(({ check }) => check)).toContain('assume-role-without-mfa')
})

test('templates stay with what they import, and with their nested stacks', async () => {
  const bucketPolicy = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: JSON.parse(admin) } }
  workspace.write({
    'base/policies.json': template(
      { P: bucketPolicy },
      { Arn: { Value: { Ref: 'P' }, Export: { Name: 'shared-policy' } } },
    ),
    'app/role.json': template(role({ 'Fn::ImportValue': 'shared-policy' })),
    'parent.json': template({
      Child: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: './nested/child.json', Parameters: { Action: 'iam:*' } },
      },
    }),
    'nested/child.json': JSON.stringify({
      AWSTemplateFormatVersion: '2010-09-09',
      Parameters: { Action: { Type: 'String' } },
      Resources: {
        P: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: {
            PolicyDocument: { Statement: [{ Effect: 'Allow', Action: { Ref: 'Action' }, Resource: '*' }] },
          },
        },
      },
    }),
    'other.json': template({ P: bucketPolicy }),
  })
  for (const count of [2, 3, 4]) await expectSame(workspace.root, count)
})

test('a configured ignore that one part has use for is no useless one; one that none has is told of once', async () => {
  workspace.write({ 'a/main.tf': policy('a'), 'b/main.tf': policy('b'), 'c/main.tf': policy('c') })
  workspace.write({ '.iamgate.yml': '- used\n- unused\n' })
  const ignore = (paths: string[], line: number) => ({
    ...{ check: 'admin-access', reason: 'break glass', paths, resources: [], file: '.iamgate.yml', line },
  })
  const merged = await expectSame(workspace.root, 3, { ignores: [ignore(['b/**'], 1), ignore(['x/**'], 2)] })
  expect(merged.suppressed.map(({ file }) => file)).toEqual(['b/main.tf'])
  expect(merged.findings.filter(({ check }) => check === 'ignore-unused')).toMatchObject([{ start: { line: 2 } }])
})

test('parts without anything are empty, and the whole of nothing is an error in each', async () => {
  workspace.write({ 'main.tf': policy('only') })
  const empty = await reportOf(workspace.root, { index: 2, count: 2 })
  expect(empty.diagnostics.map(({ level, kind }) => [level, kind])).toEqual([['note', 'empty-part']])
  await expectSame(workspace.root, 3)
  const nothing = new Workspace().write({ 'readme.md': 'nothing' })
  const second = await reportOf(nothing.root, { index: 2, count: 2 })
  expect(second.diagnostics.map(({ kind }) => kind)).toContain('nothing-to-scan')
  nothing.remove()
})

test('a part says which checks it cannot run', async () => {
  workspace.write({ 'main.tf': policy('only') })
  const part = await reportOf(workspace.root, { index: 1, count: 2 }, { checks })
  const [note] = part.diagnostics.filter(({ kind }) => kind === 'checks-of-the-whole')
  expect(note?.message).toContain('user-without-group')
  expect(part.findings.map(({ check }) => check)).not.toContain('unused-policy')
  expect((await reportOf(workspace.root, undefined, { checks })).findings.map(({ check }) => check)).toContain(
    'unused-policy',
  )
})

test.each([
  ['1/1', { index: 1, count: 1 }],
  ['3/8', { index: 3, count: 8 }],
  ['0/8', undefined],
  ['9/8', undefined],
  ['1/1001', undefined],
  ['-1/8', undefined],
  ['1/8/2', undefined],
  ['', undefined],
])('the part %s', (text, expected) => expect(readShard(text)).toEqual(expected))
