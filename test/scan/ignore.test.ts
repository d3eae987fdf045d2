import type { ScanOptions } from '../../src/scan/options'
import { everyCheck } from '../../src/scan/options'
import { inlineUserPolicy, Workspace } from './workspace'

let workspace: Workspace

beforeEach(() => {
  workspace = new Workspace()
})

afterEach(() => workspace.remove())

const selection = { ...everyCheck, only: ['inline-user-policy', 'ignores'], minimumSeverity: 'note' } as const

/** Scans for inline user policies, and gives the checks found, and the reasons of what was ignored. */
async function judge(files: Record<string, string>, changes: Partial<ScanOptions> = {}) {
  workspace.write(files)
  const { result } = await workspace.scan({ selection, ...changes })
  expect(result.diagnostics).toEqual([])
  return {
    found: result.findings.map((finding) => finding.check),
    messages: result.findings.map((finding) => finding.message),
    lines: result.findings.map((finding) => finding.at.source.positionAt(finding.at.start).line),
    ignored: result.suppressed.map((finding) => finding.suppression?.reason),
    suppressed: result.suppressed,
  }
}

const ignoring = (comment: string): string =>
  inlineUserPolicy.replace('resource "aws_iam_user_policy"', `${comment}\n$&`)

describe('a comment', () => {
  test.each([
    ['on the line above', ignoring('# iamgate:ignore inline-user-policy -- accepted')],
    ['above other comments and blank lines', ignoring('// iamgate:ignore inline-user-policy -- accepted\n\n# more')],
    ['in a block comment', ignoring('/* iamgate:ignore inline-user-policy -- accepted */')],
    ['on the same line', inlineUserPolicy.replace('"own" {', '$& # iamgate:ignore inline-user-policy -- accepted')],
    [
      'first inside the block',
      inlineUserPolicy.replace('"own" {', '$&\n  # iamgate:ignore inline-user-policy -- accepted'),
    ],
    ['with several checks', ignoring('# iamgate:ignore user-access-key, inline-user-policy -- accepted')],
  ])('%s ignores the finding', async (_, text) => {
    const { found, ignored } = await judge({ 'main.tf': text })
    expect(found.filter((check) => check === 'inline-user-policy')).toEqual([])
    expect(ignored).toEqual(['accepted'])
  })

  test.each([
    [
      'on another resource',
      inlineUserPolicy.replace('resource "aws_iam_user"', '# iamgate:ignore inline-user-policy -- x\n$&'),
    ],
    ['after the block', `${inlineUserPolicy}\n# iamgate:ignore inline-user-policy -- x\n`],
    ['in a text', inlineUserPolicy.replace('"own"\n', '"# iamgate:ignore inline-user-policy -- x"\n')],
  ])('%s ignores nothing', async (_, text) => {
    const { found } = await judge({ 'main.tf': text })
    expect(found).toContain('inline-user-policy')
  })

  test('on a module block covers the module', async () => {
    const { found, ignored } = await judge({
      'main.tf':
        '# iamgate:ignore inline-user-policy -- the vendor wants it\nmodule "people" {\n  source = "./people"\n}\n',
      'people/main.tf': inlineUserPolicy,
    })
    expect(found).toEqual([])
    expect(ignored).toEqual(['the vendor wants it'])
  })

  test('says where it stands', async () => {
    const { suppressed } = await judge({
      'main.tf': ignoring('# iamgate:ignore inline-user-policy exp:2030-01-01 -- why'),
    })
    expect(suppressed[0]?.suppression).toEqual({ reason: 'why', expires: '2030-01-01', file: 'main.tf', line: 5 })
  })
})

describe('a comment inside a policy', () => {
  const statements = (first: string, second: string): string => `resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      ${first}{
        Effect   = "Allow"
        Action   = ["sqs:*"]
        Resource = "*"
      },
      {${second}
        Effect   = "Allow"
        Action   = ["sns:*"]
        Resource = "*"
      },
    ]
  })
}
`
  const service = { selection: { ...selection, only: ['service-wildcard', 'ignores'] } } as const
  const comment = '# iamgate:ignore service-wildcard -- x\n'

  test.each([
    ['above the first statement', statements(comment, ''), ['sns']],
    ['first inside the second statement', statements('', `\n${comment}`), ['sqs']],
    [
      'on the line of the action',
      statements('', '').replace('["sqs:*"]', '["sqs:*"] # iamgate:ignore service-wildcard -- x'),
      ['sns'],
    ],
    ['above the policy', statements('', '').replace('  policy', `${comment}  policy`), []],
  ])('%s covers that alone', async (_, text, services) => {
    const judged = await judge({ 'main.tf': text }, service)
    const left = judged.lines.map((line) => /"(\w+):\*"/.exec(text.split('\n')[line - 1] ?? '')?.[1])
    expect(left).toEqual(services)
    expect(judged.found).toEqual(services.map(() => 'service-wildcard'))
    expect(judged.ignored).toHaveLength(2 - services.length)
  })
})

describe('a selector', () => {
  const withSelector = (selector: string): string =>
    ignoring(`# iamgate:ignore inline-user-policy(${selector}) -- fine`)

  test.each(['own', 'OWN', 'o*', '?wn', 'other, own'])('(%s) takes the policy own', async (selector) => {
    expect((await judge({ 'main.tf': withSelector(selector) })).found).toEqual([])
  })

  test.each(['other', 'ow', 'own?'])('(%s) does not', async (selector) => {
    expect((await judge({ 'main.tf': withSelector(selector) })).found.sort()).toEqual([
      'ignore-unused',
      'inline-user-policy',
    ])
  })
})

describe('an ignore is itself reported', () => {
  test.each([
    ['without a reason', '# iamgate:ignore inline-user-policy', ['ignore-without-reason', 'inline-user-policy']],
    ['with an empty reason', '# iamgate:ignore inline-user-policy --', ['ignore-without-reason', 'inline-user-policy']],
    [
      'past its date',
      '# iamgate:ignore inline-user-policy exp:2026-01-14 -- x',
      ['ignore-expired', 'inline-user-policy'],
    ],
    ['on its last day', '# iamgate:ignore inline-user-policy exp:2026-01-15 -- x', ['ignore-expires-soon']],
    ['two weeks before its date', '# iamgate:ignore inline-user-policy exp:2026-01-29 -- x', ['ignore-expires-soon']],
    ['with more than two weeks to go', '# iamgate:ignore inline-user-policy exp:2026-01-30 -- x', []],
    ['with no date', '# iamgate:ignore inline-user-policy exp:soon -- x', ['ignore-misspelt', 'inline-user-policy']],
    [
      'with a day that does not exist',
      '# iamgate:ignore inline-user-policy exp:2026-02-30 -- x',
      ['ignore-misspelt', 'inline-user-policy'],
    ],
    ['of an unknown check', '# iamgate:ignore inline-usr-policy -- x', ['ignore-unknown-check', 'inline-user-policy']],
    ['of no check', '# iamgate:ignore -- x', ['ignore-misspelt', 'inline-user-policy']],
    ['written with a dash', '# iamgate-ignore inline-user-policy -- x', ['ignore-misspelt', 'inline-user-policy']],
    ['written as skip', '# iamgate:skip inline-user-policy -- x', ['ignore-misspelt', 'inline-user-policy']],
    ['that matches nothing', '# iamgate:ignore inline-user-policy(x) -- x', ['ignore-unused', 'inline-user-policy']],
    ['of a check that did not run', '# iamgate:ignore user-access-key -- x', ['inline-user-policy']],
  ])('%s', async (_, comment, expected) => {
    expect((await judge({ 'main.tf': ignoring(comment) })).found.sort()).toEqual(expected)
  })

  test('a comment that only speaks of iamgate is none', async () => {
    const { found } = await judge({
      'main.tf': ignoring('# iamgate finds this; see the issue\n# https://iamgate.example'),
    })
    expect(found).toEqual(['inline-user-policy'])
  })

  test('when the check is protected, and the finding stays', async () => {
    const { found } = await judge(
      { 'main.tf': ignoring('# iamgate:ignore inline-user-policy -- x') },
      { protectedChecks: ['inline-user-policy'] },
    )
    expect(found.sort()).toEqual(['ignore-protected', 'inline-user-policy'])
  })
})

describe('CloudFormation', () => {
  const user = `Resources:
  Alice:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: 2012-10-17
            Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: 'arn:aws:s3:::logs/*' }]
`
  const metadata = (text: string): string => user.replace('    Properties:', `    Metadata:\n${text}\n$&`)

  test('comments work as in Terraform', async () => {
    const comment = '# iamgate:ignore inline-user-policy -- accepted'
    for (const text of [
      user.replace('  Alice:', `  ${comment}\n$&`),
      user.replace('  Alice:', `$& ${comment}`),
      user.replace('  Alice:', `$&\n    ${comment}`),
    ]) {
      expect(await judge({ 'stack.yaml': text })).toMatchObject({ found: [], ignored: ['accepted'] })
    }
  })

  const second = user.replace('Resources:\n', '').replace('Alice:', 'Bob:')

  test.each([
    [
      'above the first resource',
      `${user.replace('  Alice:', '  # iamgate:ignore inline-user-policy -- x\n$&')}${second}`,
    ],
    [
      'first inside the first resource',
      `${user.replace('  Alice:', '$&\n    # iamgate:ignore inline-user-policy -- x')}${second}`,
    ],
  ])('%s, a comment does not cover the second', async (_, text) => {
    const { found, ignored } = await judge({ 'stack.yaml': text })
    expect([found, ignored]).toEqual([['inline-user-policy'], ['x']])
  })

  test('above all resources, a comment covers none', async () => {
    const { found } = await judge({ 'stack.yaml': `# iamgate:ignore inline-user-policy -- x\n${user}` })
    expect(found.sort()).toEqual(['ignore-unused', 'inline-user-policy'])
  })

  test('metadata of the resource ignores', async () => {
    const text = metadata('      iamgate:\n        ignore: [{ check: inline-user-policy, reason: accepted, on: own }]')
    expect(await judge({ 'stack.yaml': text })).toMatchObject({ found: [], ignored: ['accepted'] })
  })

  test('metadata without a reason does not', async () => {
    const text = metadata('      iamgate:\n        ignore: [{ check: inline-user-policy }]')
    expect((await judge({ 'stack.yaml': text })).found.sort()).toEqual(['ignore-without-reason', 'inline-user-policy'])
  })

  test('metadata in JSON does', async () => {
    const text = JSON.stringify({
      Resources: {
        Alice: {
          Type: 'AWS::IAM::User',
          Metadata: { iamgate: { ignore: [{ check: 'inline-user-policy', reason: 'json', expires: '2030-01-01' }] } },
          Properties: { Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: [] } }] },
        },
      },
    })
    expect(await judge({ 'stack.json': text })).toMatchObject({ found: [], ignored: ['json'] })
  })
})

describe('the configuration', () => {
  const ignore = {
    check: 'inline-user-policy',
    reason: 'configured',
    paths: [],
    resources: [],
    file: '.iamgate.yml',
    line: 1,
  }

  test.each([
    ['everywhere', {}],
    ['in files', { paths: ['*/main.tf'] }],
    ['on resources', { resources: ['aws_iam_user_policy.*'] }],
  ])('ignores %s', async (_, more) => {
    const { found, ignored } = await judge({ 'a/main.tf': inlineUserPolicy }, { ignores: [{ ...ignore, ...more }] })
    expect([found, ignored]).toEqual([[], ['configured']])
  })

  test.each([[{ paths: ['b/*'] }], [{ resources: ['aws_iam_user.*'] }]])('%j does not take it', async (more) => {
    const { found } = await judge({ 'a/main.tf': inlineUserPolicy }, { ignores: [{ ...ignore, ...more }] })
    expect(found.sort()).toEqual(['ignore-unused', 'inline-user-policy'])
  })

  test('may ignore what is protected', async () => {
    const changes = { ignores: [ignore], protectedChecks: ['inline-user-policy'] }
    expect((await judge({ 'a/main.tf': inlineUserPolicy }, changes)).found).toEqual([])
  })
})
