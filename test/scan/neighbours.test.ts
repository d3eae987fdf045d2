import { checks } from '../../checks/index'
import type { Neighbour } from '../../src/scan/neighbours/names'
import { MigrationTable } from '../../src/scan/neighbours/migration-table'
import { trivyLongIds } from '../../src/scan/neighbours/trivy-ids'
import { everyCheck, type ScanOptions } from '../../src/scan/options'
import { inlineUserPolicy, Workspace } from './workspace'

let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
})

afterEach(() => workspace.remove())

const selection = { ...everyCheck, minimumSeverity: 'note', minimumConfidence: 'low' } as const

/** Scans with the ignores of neighbours, and gives what is left and what they took out. */
async function honour(files: Record<string, string>, neighbours: Neighbour[], changes: Partial<ScanOptions> = {}) {
  workspace.write(files)
  const { result, honoured } = await workspace.scan({ selection, neighbours, ...changes })
  return {
    found: result.findings.map((finding) => finding.check),
    messages: result.findings.map((finding) => finding.message),
    ignored: result.suppressed.map((finding) => finding.check),
    reasons: result.suppressed.map((finding) => finding.suppression?.reason),
    suppressed: result.suppressed,
    honoured,
  }
}

/** The user's policy with something first inside its block. */
const inside = (comment: string): string => inlineUserPolicy.replace('"own" {', `$&\n  ${comment}`)
const above = (comment: string): string => inlineUserPolicy.replace('resource "aws_iam_user_policy"', `${comment}\n$&`)

describe('checkov:skip', () => {
  test.each([
    ['first in the block', inside('#checkov:skip=CKV_AWS_40:break-glass')],
    ['with the former prefix', inside('# bridgecrew:skip=CKV_AWS_40: break-glass')],
    ['in quotes', inside('// checkov:skip=CKV_AWS_40:"break-glass"')],
    ['among several ids', inside('#checkov:skip=CKV_AWS_356,CKV_AWS_40: break-glass')],
    ['last in the block', inlineUserPolicy.replace(/\n}\n$/, '\n  # checkov:skip=CKV_AWS_40:break-glass\n}\n')],
    ['beside an argument', inlineUserPolicy.replace('"own"\n', '"own" # checkov:skip=CKV_AWS_40:break-glass\n')],
  ])('%s hides the finding, and says so', async (_, text) => {
    const { found, ignored, reasons } = await honour({ 'main.tf': text }, ['checkov'])
    expect(found).not.toContain('inline-user-policy')
    expect(ignored).toEqual(['inline-user-policy'])
    expect(reasons[0]).toMatch(/^break-glass \((?:checkov|bridgecrew):skip=CKV_AWS_40\)$/)
  })

  test.each([
    ['of another check', inside('#checkov:skip=CKV_AWS_144:x')],
    ['above the block, where checkov does not read it', above('#checkov:skip=CKV_AWS_40:x')],
    ['in another block', inlineUserPolicy.replace('"alice" {', '$&\n  #checkov:skip=CKV_AWS_40:x')],
    ['in a text', inlineUserPolicy.replace('"own"\n', '"#checkov:skip=CKV_AWS_40:x"\n')],
    ['misspelt', inside('#checkov.skip=CKV_AWS_40:x')],
  ])('%s hides nothing', async (_, text) => {
    expect((await honour({ 'main.tf': text }, ['checkov'])).found).toContain('inline-user-policy')
  })

  test('counts only where the configuration says so', async () => {
    const { found } = await honour({ 'main.tf': inside('#checkov:skip=CKV_AWS_40:x') }, ['trivy'])
    expect(found).toContain('inline-user-policy')
  })

  test('needs no reason, and says that there was none', async () => {
    const { reasons, suppressed } = await honour({ 'main.tf': inside('#checkov:skip=CKV_AWS_40') }, ['checkov'])
    expect(reasons).toEqual(['checkov:skip=CKV_AWS_40 without a reason'])
    expect(suppressed[0]?.suppression).toMatchObject({ file: 'main.tf', line: 6 })
  })

  test('hides nothing of a protected check, and that is said', async () => {
    const changes = { protectedChecks: ['inline-user-policy'] }
    const { found, messages } = await honour({ 'main.tf': inside('#checkov:skip=CKV_AWS_40:x') }, ['checkov'], changes)
    expect(found).toEqual(expect.arrayContaining(['inline-user-policy', 'ignore-protected']))
    expect(messages.join('\n')).toContain(
      'written as checkov:skip=CKV_AWS_40, names a check that only the configuration',
    )
  })

  test('that hides nothing is no business of ours', async () => {
    const text = `${inlineUserPolicy}\nresource "aws_iam_group" "g" {\n  #checkov:skip=CKV_AWS_40:x\n  name = "g"\n}\n`
    const { found } = await honour({ 'main.tf': text }, ['checkov'])
    expect(found.filter((check) => check.startsWith('ignore-'))).toEqual([])
  })

  test('on a module block covers the module', async () => {
    const { ignored } = await honour(
      {
        'main.tf': 'module "people" {\n  #checkov:skip=CKV_AWS_40: of the vendor\n  source = "./people"\n}\n',
        'people/main.tf': inlineUserPolicy,
      },
      ['checkov'],
    )
    expect(ignored).toContain('inline-user-policy')
  })

  test('on a module hides of a check that says more only what checkov says', async () => {
    const open = (type: string, argument: string): string => `resource "${type}" "open" {
  ${argument}
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] })
}
`
    const { suppressed, found } = await honour(
      {
        'main.tf': 'module "m" {\n  #checkov:skip=CKV_AWS_32: images are public\n  source = "./m"\n}\n',
        'm/main.tf':
          open('aws_ecr_repository_policy', 'repository = "r"') + open('aws_s3_bucket_policy', 'bucket = "b"'),
      },
      ['checkov'],
    )
    expect(suppressed.map((finding) => finding.resource.type)).toEqual(['aws_ecr_repository_policy'])
    expect(found).toContain('public-resource-policy')
  })

  test('of write access hides no read access', async () => {
    const policy = (actions: string, comment: string): string => `resource "aws_iam_policy" "p" {
  #${comment}
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = [${actions}], Resource = "*" }] })
}
`
    const hidden = async (actions: string, comment: string) =>
      (await honour({ 'main.tf': policy(actions, comment) }, ['checkov'])).ignored
    expect(await hidden('"sqs:CreateQueue"', 'checkov:skip=CKV_AWS_290:x')).toContain('wildcard-resource')
    expect(await hidden('"sqs:GetQueueUrl"', 'checkov:skip=CKV_AWS_290:x')).toEqual([])
    expect(await hidden('"sqs:GetQueueUrl", "sqs:CreateQueue"', 'checkov:skip=CKV_AWS_290:x')).toEqual([])
    expect(await hidden('"sqs:GetQueueUrl", "sqs:CreateQueue"', 'checkov:skip=CKV_AWS_355:x')).toEqual([
      'wildcard-resource',
    ])
  })

  test('in a resource of a YAML template covers it alone', async () => {
    const user = (name: string, comment: string): string => `  ${name}:
    Type: AWS::IAM::User
    Properties:
      Policies: ${comment}
        - PolicyName: p
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: 'arn:aws:s3:::logs/*' }]
`
    const template = `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n${user('One', '# checkov:skip=CKV_AWS_40:x')}${user('Two', '')}`
    const { suppressed, found } = await honour({ 't.yaml': template }, ['checkov'])
    expect(suppressed.map((finding) => finding.resource.address)).toEqual(['One'])
    expect(found).toContain('inline-user-policy')
  })
})

describe('tfsec:ignore and trivy:ignore', () => {
  test.each([
    ['#tfsec:ignore:aws-iam-no-user-attached-policies', 'tfsec'],
    ['# tfsec:ignore:AVD-AWS-0143', 'tfsec'],
    ['#trivy:ignore:avd-aws-0143', 'trivy'],
    ['//trivy:ignore:AWS-0143', 'trivy'],
    ['#trivy:ignore:no-user-attached-policies', 'trivy'],
    ['#tfsec:ignore:aws-s3-enable-logging tfsec:ignore:aws-iam-no-user-attached-policies', 'tfsec'],
    ['#trivy:ignore:aws-iam-*', 'trivy'],
    ['#trivy:ignore:*', 'trivy'],
    ['#trivy:ignore:AVD-AWS-0143:exp:2026-02-01', 'trivy'],
    ['#trivy:ignore:AVD-AWS-0143\n#tfsec:ignore:aws-s3-enable-logging', 'trivy'],
  ] as const)('%s above the block hides the finding', async (comment, neighbour) => {
    const { ignored } = await honour({ 'main.tf': above(comment) }, [neighbour, 'tfsec'])
    expect(ignored).toContain('inline-user-policy')
  })

  test.each([
    ['#tfsec:ignore:no-user-attached-policies', 'tfsec'],
    ['#tfsec:ignore:AWS099', 'tfsec'],
    ['#trivy:ignore:aws-s3-*', 'trivy'],
    ['#trivy:ignore:AVD-AWS-0143:exp:2026-01-14', 'trivy'],
    ['#trivy:ignore:AVD-AWS-0143:exp:2026-02-31', 'trivy'],
    ['#trivy:ignore:AVD-AWS-0143:ws:dev', 'trivy'],
    ['#trivy:ignore:AVD-AWS-0143[name=other]', 'trivy'],
    ['#trivy:ignore:AVD-AWS-0143\n', 'trivy'],
    ['#trivy:ignore:AVD-AWS-0143\n# and more', 'trivy'],
  ] as const)('%s above the block hides nothing', async (comment, neighbour) => {
    expect((await honour({ 'main.tf': above(comment) }, [neighbour])).found).toContain('inline-user-policy')
  })

  test('counts in the workspace that it is for', async () => {
    const settings = {
      variables: [],
      variableFiles: [],
      parameters: {},
      environmentVariables: { TF_WORKSPACE: 'dev-1' },
    }
    const { ignored } = await honour({ 'main.tf': above('#trivy:ignore:AWS-0143:ws:dev-*') }, ['trivy'], { settings })
    expect(ignored).toEqual(['inline-user-policy'])
  })

  test('counts for a resource with the argument that it names', async () => {
    const { ignored } = await honour({ 'main.tf': above('#trivy:ignore:AWS-0143[name=own]') }, ['trivy'])
    expect(ignored).toEqual(['inline-user-policy'])
  })

  test('past its day is reported, where it would have hidden something', async () => {
    const { messages } = await honour({ 'main.tf': above('#tfsec:ignore:AVD-AWS-0143:exp:2025-12-31') }, ['tfsec'])
    expect(messages).toContain(
      'This ignore of inline-user-policy, written as tfsec:ignore:AVD-AWS-0143, expired on 2025-12-31.',
    )
  })

  test('first inside a block means the argument below it, not the block', async () => {
    const { found } = await honour({ 'main.tf': inside('#tfsec:ignore:AVD-AWS-0143') }, ['tfsec'])
    expect(found).toContain('inline-user-policy')
  })

  const statement = (before: string, after: string): string => `data "aws_iam_policy_document" "d" {
  ${before}
  statement {
    actions   = ["sqs:GetQueueUrl", "sqs:CreateQueue"]
    resources = ["*"] ${after}
  }
}
resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.d.json
}
`
  test('on the resources of a statement hides wildcard-resource, which stands at its actions', async () => {
    const bare = await honour({ 'main.tf': statement('', '') }, ['tfsec'])
    expect(bare.found).toContain('wildcard-resource')
    const { ignored } = await honour({ 'main.tf': statement('', '#tfsec:ignore:aws-iam-no-policy-wildcards') }, [
      'tfsec',
    ])
    expect(ignored).toEqual(['wildcard-resource'])
  })

  test('above a statement hides what the statement allows', async () => {
    const { ignored } = await honour({ 'main.tf': statement('#tfsec:ignore:aws-iam-no-policy-wildcards', '') }, [
      'tfsec',
    ])
    expect(ignored).toContain('wildcard-resource')
  })

  test('of single settings of a public access block hide it together, and none alone', async () => {
    const block = (comments: string): string => `${comments}
resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = "b"
  block_public_acls       = false
  block_public_policy     = false
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`
    const one = '#trivy:ignore:AVD-AWS-0086'
    expect((await honour({ 'main.tf': block(one) }, ['trivy'])).found).toContain('s3-public-access-block-off')
    const both = await honour({ 'main.tf': block(`${one}\n#trivy:ignore:AVD-AWS-0087`) }, ['trivy'])
    expect(both.ignored).toEqual(['s3-public-access-block-off'])
  })
})

describe('metadata', () => {
  const template = (metadata: object): string =>
    JSON.stringify({
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Metadata: metadata,
          Properties: {
            AssumeRolePolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
              ],
            },
            Policies: [
              {
                PolicyName: 'p',
                PolicyDocument: {
                  Version: '2012-10-17',
                  Statement: [{ Effect: 'Allow', Action: ['sqs:*', 'sqs:CreateQueue'], Resource: '*' }],
                },
              },
            ],
          },
        },
      },
    })

  test.each([
    ['cfn_nag', { cfn_nag: { rules_to_suppress: [{ id: 'W11', reason: 'all queues' }] } }, ['wildcard-resource']],
    ['checkov', { checkov: { skip: [{ id: 'CKV_AWS_111', comment: 'all queues' }] } }, ['wildcard-resource']],
    [
      'cdk_nag',
      { cdk_nag: { rules_to_suppress: [{ id: 'AwsSolutions-IAM5', reason: 'all queues' }] } },
      ['service-wildcard', 'wildcard-resource'],
    ],
    [
      'cdk_nag',
      {
        cdk_nag: {
          rules_to_suppress: [
            {
              id: 'AwsSolutions-IAM5',
              reason: 'YWxsIHF1ZXVlcw==',
              is_reason_encoded: true,
              applies_to: ['Action::sqs:*'],
            },
          ],
        },
      },
      ['service-wildcard'],
    ],
    [
      'cdk_nag',
      {
        cdk_nag: {
          rules_to_suppress: [{ id: 'AwsSolutions-IAM5', reason: 'all queues', applies_to: ['Resource::*'] }],
        },
      },
      ['wildcard-resource'],
    ],
  ] as const)('of %s %j hides %j', async (neighbour, metadata, expected) => {
    const { ignored, reasons } = await honour({ 't.json': template(metadata) }, [neighbour])
    expect(ignored.filter((check) => (expected as readonly string[]).includes(check)).sort()).toEqual(expected)
    expect(reasons[0]).toContain('all queues (')
  })

  test.each([
    { cfn_nag: { rules_to_suppress: [{ id: 'W9', reason: 'x' }] } },
    { cfn_nag: { rules_to_suppress: [{ reason: 'no id' }, null, 'W11'] } },
    { cdk_nag: { rules_to_suppress: [{ id: 'AwsSolutions-IAM5', reason: 'x', applies_to: ['Action::s3:*'] }] } },
    { cdk_nag: { rules_to_suppress: [{ id: 'AwsSolutions-IAM5', reason: 'x', applies_to: [{ regex: '/.*/' }] }] } },
    { cdk_nag: 7, cfn_nag: [], checkov: null },
  ])('%j hides nothing', async (metadata) => {
    expect((await honour({ 't.json': template(metadata) }, ['cfn_nag', 'cdk_nag', 'checkov'])).ignored).toEqual([])
  })

  test('a rule is the same in every pack of cdk-nag', () => {
    const table = new MigrationTable(checks)
    const named = (id: string) => table.targetsOf('cdk_nag', id).map(({ check }) => check)
    expect(named('HIPAA.Security-IAMUserGroupMembership')).toEqual(['user-without-group'])
    expect(named('NIST.800.53.R5-IAMUserGroupMembership')).toEqual(['user-without-group'])
  })
})

test('kics-scan ignore-block hides what KICS has a query for, and ts:skip what it names', async () => {
  const policy = `resource "aws_sqs_queue_policy" "p" {
  queue_url = "q"
  policy    = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] })
}
`
  const kics = await honour({ 'main.tf': `# kics-scan ignore-block\n${policy}` }, ['kics'])
  expect(kics.ignored).toEqual(['resource-policy-wildcard-action'])
  expect(kics.found).toContain('public-resource-policy')
  const key = 'resource "aws_iam_access_key" "k" {\n  #ts:skip=AC_AWS_0133 legacy\n  user = "u"\n}\n'
  const terrascan = await honour({ 'main.tf': key }, ['terrascan'])
  expect(terrascan.reasons).toContain('legacy (ts:skip=AC_AWS_0133)')
})

test('a comment in the source counts for a plan', async () => {
  const resource = (type: string, name: string, values: object) => ({
    ...{ address: `${type}.${name}`, mode: 'managed', type, name, values },
    provider_name: 'registry.terraform.io/hashicorp/aws',
  })
  const policy =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::l/*"}]}'
  const resources = [
    resource('aws_iam_user', 'alice', { name: 'alice' }),
    resource('aws_iam_user_policy', 'own', { name: 'own', user: 'alice', policy }),
  ]
  const plan = {
    ...{ format_version: '1.2', terraform_version: '1.11.4' },
    planned_values: { root_module: { resources } },
    resource_changes: resources.map((one) => ({
      ...one,
      change: { actions: ['create'], before: null, after: one.values, after_unknown: {} },
    })),
    configuration: { root_module: { resources: resources.map((one) => ({ ...one, expressions: {} })) } },
  }
  const files = { 'main.tf': inside('#checkov:skip=CKV_AWS_40:break-glass'), 'plan.json': JSON.stringify(plan) }
  const { suppressed, found } = await honour(files, ['checkov'], { paths: ['plan.json'] })
  expect(suppressed.map(({ resource: { framework } }) => framework)).toEqual(['terraform-plan'])
  expect(found).not.toContain('inline-user-policy')
})

test('a comment of nothing but marks takes no time', async () => {
  const long = `${'-'.repeat(200_000)} ${' '.repeat(200_000)}x`
  const text = inside(`#checkov:skip=CKV_AWS_40:a${long}\n  #tfsec:ignore:x${long}`)
  const start = performance.now()
  expect((await honour({ 'main.tf': text }, ['checkov', 'tfsec'])).ignored).toEqual(['inline-user-policy'])
  expect(performance.now() - start).toBeLessThan(5000)
})

test('our own ignore comes before a neighbour’s', async () => {
  const text = inside('#checkov:skip=CKV_AWS_40:theirs').replace(
    'resource "aws_iam_user_policy"',
    '# iamgate:ignore inline-user-policy -- ours\n$&',
  )
  const { reasons, honoured } = await honour({ 'main.tf': text }, ['checkov'])
  expect(reasons).toEqual(['ours'])
  expect(honoured.map(({ written, taken }) => [written, taken.length])).toEqual([['checkov:skip=CKV_AWS_40', 0]])
})

test('every check of trivy in the table has its long name', () => {
  const ids = new Set(checks.flatMap((check) => check.maps.trivy ?? []))
  expect([...ids].filter((id) => !trivyLongIds[id])).toEqual([])
})
