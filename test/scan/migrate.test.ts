import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { checks } from '../../checks/index'
import type { Finding } from '../../src/model/finding'
import { DiskTree } from '../../src/scan/files'
import { applyEdits, type Edit, unifiedDiff } from '../../src/scan/migrate/edit'
import { asConfiguration, generalIgnores } from '../../src/scan/migrate/other-files'
import { type MigrationPlan, planMigration } from '../../src/scan/migrate/plan'
import { neighbourNames } from '../../src/scan/neighbours/names'
import { everyCheck } from '../../src/scan/options'
import { inlineUserPolicy, Workspace } from './workspace'

let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
})

afterEach(() => workspace.remove())

const selection = { ...everyCheck, minimumSeverity: 'note', minimumConfidence: 'low' } as const

interface State {
  readonly suppressed: readonly string[]
  readonly open: readonly string[]
}

const keys = (findings: readonly Finding[]): string[] =>
  findings.map((finding) => `${finding.check} ${finding.resource.address} ${finding.fingerprint}`).sort()

async function scanned(neighbours: typeof neighbourNames | readonly []): Promise<State> {
  const { result } = await workspace.scan({ selection, neighbours })
  // What is wrong with a neighbour's ignore is said only while it is honoured.
  const open = result.findings.filter((finding) => !finding.message.includes(', written as '))
  return { suppressed: keys(result.suppressed), open: keys(open) }
}

async function plan(keep = false): Promise<MigrationPlan> {
  const { open, honoured } = await workspace.scan({ selection, neighbours: neighbourNames })
  return planMigration(honoured, open, keep)
}

/** Migrates the files of the workspace, and gives what was planned. */
async function migrate(keep = false): Promise<MigrationPlan> {
  const planned = await plan(keep)
  for (const { source, edits } of planned.files) workspace.write({ [source.path]: applyEdits(source.text, edits) })
  return planned
}

/** Migrates, and holds that nothing else changed: the same is ignored, the same is open, and a second time does nothing. */
async function migratedExactly(files: Record<string, string>, keep = false): Promise<MigrationPlan> {
  workspace.write(files)
  const before = await scanned(neighbourNames)
  const planned = await migrate(keep)
  const stuck = new Set(planned.stuck.flatMap(({ ignore }) => keys(ignore.taken)))
  const after = await scanned([])
  expect(after.suppressed).toEqual(before.suppressed.filter((key) => !stuck.has(key)))
  expect(after.open).toEqual([...before.open, ...before.suppressed.filter((key) => stuck.has(key))].sort())
  expect((await plan(keep)).files).toEqual([])
  return planned
}

const inside = (comment: string): string => inlineUserPolicy.replace('"own" {', `$&\n  ${comment}`)
const above = (comment: string): string => inlineUserPolicy.replace('resource "aws_iam_user_policy"', `${comment}\n$&`)

describe('a comment in Terraform', () => {
  test.each([
    ['inside a block', inside('#checkov:skip=CKV_AWS_40:why'), inside('# iamgate:ignore inline-user-policy -- why')],
    ['above a block', above('#trivy:ignore:AVD-AWS-0143 why'), above('# iamgate:ignore inline-user-policy -- why')],
    [
      'with an end',
      above('#tfsec:ignore:AVD-AWS-0143:exp:2027-01-01'),
      above('# iamgate:ignore inline-user-policy exp:2027-01-01 -- no reason was given to tfsec for AVD-AWS-0143'),
    ],
    [
      'beside code',
      inlineUserPolicy.replace('"own" {', '$& # tfsec:ignore:AVD-AWS-0143'),
      inlineUserPolicy.replace(
        '"own" {',
        '$& # iamgate:ignore inline-user-policy -- no reason was given to tfsec for AVD-AWS-0143',
      ),
    ],
    [
      'in the middle of a block',
      inlineUserPolicy.replace('  policy = ', '  #checkov:skip=CKV_AWS_40:why\n  policy = '),
      above('# iamgate:ignore inline-user-policy -- why'),
    ],
    [
      'with an id that means nothing here',
      inside('#checkov:skip=CKV_AWS_40,CKV_AWS_144:why'),
      inside('# iamgate:ignore inline-user-policy -- why\n  #checkov:skip=CKV_AWS_144:why'),
    ],
    [
      'with another ignore that means nothing here',
      above('#tfsec:ignore:aws-s3-enable-versioning tfsec:ignore:AVD-AWS-0143 why'),
      above('# iamgate:ignore inline-user-policy -- why\n#tfsec:ignore:aws-s3-enable-versioning why'),
    ],
    [
      'below one that stays, which still means the block',
      above('#tfsec:ignore:aws-s3-enable-versioning\n#tfsec:ignore:AVD-AWS-0143 why'),
      above('# iamgate:ignore inline-user-policy -- why\n#tfsec:ignore:aws-s3-enable-versioning'),
    ],
    [
      'of two scanners, for one finding',
      above('#trivy:ignore:AVD-AWS-0143 why').replace('"own" {', '"own" {\n  #checkov:skip=CKV_AWS_40:because'),
      above('# iamgate:ignore inline-user-policy -- why; because'),
    ],
    [
      'without a reason, where another has one',
      above('#trivy:ignore:AVD-AWS-0143').replace('"own" {', '"own" {\n  #checkov:skip=CKV_AWS_40:because'),
      above('# iamgate:ignore inline-user-policy -- because'),
    ],
    ['with Windows line breaks', inside('#checkov:skip=CKV_AWS_40:why').replaceAll('\n', '\r\n'), undefined],
  ])('%s', async (_, before, after) => {
    await migratedExactly({ 'main.tf': before })
    if (after !== undefined) expect(workspace.read('main.tf')).toBe(after)
    else expect(workspace.read('main.tf').replaceAll('\r\n', '')).not.toContain('\n')
  })

  test('stays with --keep, and means the same', async () => {
    await migratedExactly({ 'main.tf': above('#trivy:ignore:AVD-AWS-0143 why') }, true)
    expect(workspace.read('main.tf')).toBe(
      above('# iamgate:ignore inline-user-policy -- why\n#trivy:ignore:AVD-AWS-0143 why'),
    )
  })

  test('on a module block', async () => {
    const call = 'module "people" {\n  #checkov:skip=CKV_AWS_40:of the vendor\n  source = "./people"\n}\n'
    await migratedExactly({ 'main.tf': call, 'people/main.tf': inlineUserPolicy })
    expect(workspace.read('main.tf')).toContain('  # iamgate:ignore inline-user-policy -- of the vendor\n')
    expect(workspace.read('people/main.tf')).toBe(inlineUserPolicy)
  })

  test('in a module that terraform init fetched is not touched', async () => {
    const { stuck, files } = await migratedExactly({
      'main.tf': 'module "people" {\n  source = "vendor/people/aws"\n}\n',
      '.terraform/modules/modules.json': JSON.stringify({
        Modules: [{ Key: 'people', Source: 'vendor/people/aws', Dir: '.terraform/modules/people' }],
      }),
      '.terraform/modules/people/main.tf': inside('#checkov:skip=CKV_AWS_40:why'),
    })
    expect(files).toEqual([])
    expect(stuck.map(({ why }) => why)).toEqual(['stands in a module that terraform init fetched'])
  })

  test('that hides nothing stays', async () => {
    const text = inside('#checkov:skip=CKV_AWS_356:why')
    await migratedExactly({ 'main.tf': text })
    expect(workspace.read('main.tf')).toBe(text)
  })

  test('for resources with certain arguments stays, and says why', async () => {
    const { stuck } = await migratedExactly({ 'main.tf': above('#trivy:ignore:AVD-AWS-0143[name=own]') })
    expect(stuck[0]?.why).toContain('is for resources with certain arguments')
  })

  const document = `data "aws_iam_policy_document" "d" {
  statement {
    # why
    #tfsec:ignore:aws-iam-no-policy-wildcards
    actions   = ["sqs:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["sns:*", "sqs:CreateQueue"]
    resources = ["*"] #tfsec:ignore:aws-iam-no-policy-wildcards
  }
}
resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.d.json
}
`
  test('for one line of a statement hides nothing else of it', async () => {
    await migratedExactly({ 'main.tf': document })
    const text = workspace.read('main.tf')
    expect(text).toContain('actions   = ["sqs:*"] # iamgate:ignore service-wildcard')
    // What tfsec says at the resources stands at the actions here.
    expect(text).toContain('actions   = ["sns:*", "sqs:CreateQueue"] # iamgate:ignore wildcard-resource')
    expect(text).toContain('resources = ["*"]\n')
  })

  test('never goes into a heredoc', async () => {
    const policy = `resource "aws_iam_policy" "p" { #tfsec:ignore:aws-iam-no-policy-wildcards
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": ["sqs:*"], "Resource": "*" }]
}
EOF
}
`
    await migratedExactly({ 'main.tf': policy })
    expect(workspace.read('main.tf').split('\n')[0]).toContain('{ # iamgate:ignore service-wildcard')
  })
})

describe('metadata of a template', () => {
  const yaml = (metadata: string): string => `Resources:
  Role:
    Type: AWS::IAM::Role
    Metadata:
${metadata}
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: 'sts:AssumeRole' }]
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{ Effect: Allow, Action: ['sqs:CreateQueue', 'sns:*'], Resource: '*' }]
`
  test.each([
    [
      '      cfn_nag:\n        rules_to_suppress:\n          - id: W11\n            reason: All queues',
      '      iamgate:\n        ignore:\n          - check: wildcard-resource\n            reason: All queues',
    ],
    [
      '      cfn_nag:\n        rules_to_suppress:\n          - id: W11\n            reason: "All: queues"\n          # kept\n          - id: W28\n            reason: name',
      '      iamgate:\n        ignore:\n          - check: wildcard-resource\n            reason: "All: queues"\n      cfn_nag:\n        rules_to_suppress:\n          - id: W28\n            reason: name',
    ],
    [
      '      Other: x\n      cfn_nag:\n        rules_to_suppress:\n        - id: W28\n          reason: name\n        - id: W11\n          reason: >-\n            All\n            queues\n      More: y',
      '      iamgate:\n        ignore:\n          - check: wildcard-resource\n            reason: All queues\n      Other: x\n      cfn_nag:\n        rules_to_suppress:\n        - id: W28\n          reason: name\n      More: y',
    ],
    [
      "      cfn_nag: { rules_to_suppress: [{ id: W28, reason: name }, { id: 'W11', reason: 'All queues' }] }",
      '      iamgate:\n        ignore:\n          - check: wildcard-resource\n            reason: All queues\n      cfn_nag: { rules_to_suppress: [{ id: W28, reason: name }] }',
    ],
    [
      '      cdk_nag:\n        rules_to_suppress:\n          - { id: AwsSolutions-IAM5, reason: Topics, applies_to: ["Action::sns:*"] }',
      '      iamgate:\n        ignore:\n          - check: service-wildcard\n            reason: Topics',
    ],
    [
      '      checkov:\n        skip:\n          - id: CKV_AWS_111\n            comment: All queues\n      cfn_nag:\n        rules_to_suppress:\n          - id: W11\n            reason: Twice',
      '      iamgate:\n        ignore:\n          - check: wildcard-resource\n            reason: All queues; Twice',
    ],
  ])('in YAML: %j', async (before, after) => {
    await migratedExactly({ 't.yaml': yaml(before) })
    const lines = (text: string): string[] => text.split('\n').filter((line) => !/^\s*# kept$/.test(line))
    expect(lines(workspace.read('t.yaml'))).toEqual(lines(yaml(after)))
  })

  const json = (metadata: object, space?: string | number): string =>
    JSON.stringify(
      {
        Resources: {
          User: {
            Type: 'AWS::IAM::User',
            Metadata: metadata,
            Properties: {
              Policies: [
                {
                  PolicyName: 'p',
                  PolicyDocument: {
                    Version: '2012-10-17',
                    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' }],
                  },
                },
              ],
            },
          },
        },
      },
      null,
      space,
    )
  const [own, other] = [
    { id: 'F10', reason: 'break "glass"' },
    { id: 'W28', reason: 'name' },
  ]
  const ours = { iamgate: { ignore: [{ check: 'inline-user-policy', reason: 'break "glass"' }] } }

  test.each([undefined, 2, 4, '\t'])('in JSON indented by %j keeps its layout', async (space) => {
    for (const [before, after] of [
      [{ cfn_nag: { rules_to_suppress: [own] } }, ours],
      [{ cfn_nag: { rules_to_suppress: [own, other] } }, { ...ours, cfn_nag: { rules_to_suppress: [other] } }],
      [{ cfn_nag: { rules_to_suppress: [other, own] } }, { ...ours, cfn_nag: { rules_to_suppress: [other] } }],
      [
        { a: 1, cfn_nag: { rules_to_suppress: [own] }, b: 2 },
        { ...ours, a: 1, b: 2 },
      ],
      [
        { a: 1, cfn_nag: { rules_to_suppress: [own] } },
        { ...ours, a: 1 },
      ],
    ] as const) {
      await migratedExactly({ 't.json': json(before, space) })
      const text = workspace.read('t.json')
      expect(JSON.parse(text)).toEqual(JSON.parse(json(after)))
      if (space !== undefined) expect(text).toBe(json(after, space))
    }
  })

  test('of a synthesised template is a matter of its code', async () => {
    workspace.write({
      'cdk.out/manifest.json': JSON.stringify({
        version: '36.0.0',
        artifacts: {
          App: {
            type: 'aws:cloudformation:stack',
            environment: 'aws://unknown-account/unknown-region',
            properties: { templateFile: 'App.template.json' },
          },
        },
      }),
      'cdk.out/App.template.json': json({ 'aws:cdk:path': 'App/User/Resource', cfn_nag: { rules_to_suppress: [own] } }),
    })
    const { files, stuck } = await plan()
    expect(files).toEqual([])
    expect(stuck[0]?.why).toContain(
      "App/User/Resource: addMetadata('iamgate', { ignore: [{ check: 'inline-user-policy'",
    )
  })
})

test('a comment in a YAML template stays where it stands', async () => {
  const template = (comment: string): string => `Resources:
  User:
    Type: AWS::IAM::User
    Properties:
      Policies: ${comment}
        - PolicyName: p
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: 'arn:aws:s3:::logs/*' }]
`
  await migratedExactly({ 't.yaml': template('# checkov:skip=CKV_AWS_40: why') })
  expect(workspace.read('t.yaml')).toBe(template('# iamgate:ignore inline-user-policy -- why'))
})

test('settings of other scanners become a proposal', async () => {
  workspace.write({
    '.checkov.yaml': 'skip-check:\n  - CKV_AWS_40\n  - CKV_AWS_144\n',
    '.trivyignore': '# the console lists\nAVD-AWS-0057 exp:2027-01-01\nCVE-2020-1\n',
    '.trivyignore.yaml':
      'misconfigurations:\n  - id: AVD-AWS-0342\n    paths: ["ci/*.tf"]\n    statement: CI passes roles\n    expired_at: 2027-02-01\n',
    '.tfsec/config.yml': 'exclude:\n  - aws-s3-enable-logging\n',
  })
  const found = await generalIgnores(new DiskTree(workspace.root), checks)
  const text = asConfiguration(found.filter(({ checks: [check] }) => check !== 'admin-access'))
  expect(text).toBe(`ignore:
  - check: inline-user-policy
    reason: "checkov CKV_AWS_40, .checkov.yaml:2"
  - check: user-attached-policy
    reason: "checkov CKV_AWS_40, .checkov.yaml:2"
  - check: s3-access-logging-off
    reason: "tfsec aws-s3-enable-logging, .tfsec/config.yml:2"
  - check: pass-role-wildcard
    reason: "CI passes roles"
    expires: 2027-02-01
    paths: ["ci/*.tf"]
`)
  expect(found.find(({ file }) => file === '.trivyignore')).toMatchObject({
    reason: 'the console lists',
    expires: '2027-01-01',
    line: 2,
  })
})

describe('any Terraform', () => {
  const comment = fc.constantFrom(
    '#checkov:skip=CKV_AWS_40:a person',
    '# checkov:skip=CKV_AWS_356,CKV_AWS_111: write; all',
    '#checkov:skip=CKV_AWS_355',
    '#checkov:skip=CKV_AWS_144:no IAM',
    '#tfsec:ignore:aws-iam-no-policy-wildcards',
    '# tfsec:ignore:aws-iam-no-policy-wildcards:exp:2027-01-01 until then',
    '#tfsec:ignore:aws-s3-enable-versioning tfsec:ignore:aws-iam-no-policy-wildcards',
    '//trivy:ignore:AVD-AWS-0143',
    '#trivy:ignore:*',
    '#trivy:ignore:AVD-AWS-0345',
    '#trivy:ignore:AVD-AWS-0057:exp:2020-01-01',
    '# kics-scan ignore-block',
    '# a remark',
  )
  const lines = `data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:*", "sqs:CreateQueue"]
    resources = ["*"]
  }
  statement {
    actions = [
      "sqs:GetQueueUrl",
      "iam:*",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_user" "u" {
  name = "u"
}

resource "aws_iam_user_policy" "p" {
  user   = aws_iam_user.u.name
  policy = data.aws_iam_policy_document.d.json
}

resource "aws_iam_policy" "heredoc" {
  policy = <<EOF
{ "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": ["sqs:*", "sns:CreateTopic"], "Resource": "*" }] }
EOF
}
`.split('\n')
  const inHeredoc = (index: number): boolean => index >= lines.length - 6 && index <= lines.length - 3
  const place = fc.record({ comment, line: fc.integer({ min: 0, max: lines.length - 1 }), beside: fc.boolean() })

  test('means the same after a migration', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 6 }), fc.boolean(), async (places, keep) => {
        const text = lines.flatMap((line, index) => {
          const here = inHeredoc(index) ? [] : places.filter((one) => one.line === index)
          const beside = line === '' ? undefined : here.find((one) => one.beside)
          const own = here.filter((one) => one !== beside).map((one) => one.comment)
          return [...own, beside ? `${line} ${beside.comment}` : line]
        })
        await migratedExactly({ 'main.tf': text.join('\n') }, keep)
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})

test('a diff is what git applies', () => {
  const text = fc.array(fc.constantFrom('a\n', 'b\n', '\n', 'long line\r\n', 'c\n'), { maxLength: 30 })
  const end = fc.constantFrom('', 'no line break')
  const edit = fc.record({
    at: fc.nat(),
    length: fc.nat(4),
    text: fc.constantFrom('', 'x', 'new\n', '\n', 'one\ntwo\n'),
  })
  fc.assert(
    fc.property(text, end, fc.array(edit, { minLength: 1, maxLength: 4 }), (given, last, wanted) => {
      const before = given.join('') + last
      const edits: Edit[] = []
      for (const { at, length, text: replacement } of wanted) {
        const start = at % (before.length + 1)
        const one = { start, end: Math.min(before.length, start + length), text: replacement }
        if (!edits.some((other) => one.start <= other.end && other.start <= one.end)) edits.push(one)
      }
      const after = applyEdits(before, edits)
      const diff = unifiedDiff('f.txt', before, edits)
      if (after === before || before === '' || after === '') return
      workspace.write({ 'f.txt': before })
      execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: workspace.root, input: diff, stdio: 'pipe' })
      expect(workspace.read('f.txt')).toBe(after)
    }),
    { numRuns: 60 },
  )
}, 60_000)
