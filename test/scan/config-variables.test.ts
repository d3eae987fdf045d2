import { run } from '../cli/session'
import { Workspace } from './workspace'

const root = `variable "action" {
  default = "none"
}
variable "resource" {
  default = "none"
}
resource "aws_iam_policy" "p" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = var.action, Resource = var.resource }]
  })
}
`
const template = `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Who: { Type: String }
Resources:
  U:
    Type: AWS::IAM::User
    Properties: { UserName: !Ref Who }
`

let workspace: Workspace
beforeEach(() => {
  workspace = new Workspace().write({ '.git/HEAD': '' })
})
afterEach(() => workspace.remove())

/** `file: action resource` of each policy, `file: name` of each user; and what went to standard error. */
async function model(...args: string[]) {
  const { code, stdout, stderr } = await run(workspace, ['model', '-f', 'json', ...args])
  const read = stdout === '' ? { policies: [], principals: [] } : JSON.parse(stdout)
  type Policy = { file: string; document: { Statement: { Action: string; Resource: string }[] } }
  const policies = read.policies.map(
    ({
      file,
      document: {
        Statement: [one],
      },
    }: Policy) => `${file}: ${one?.Action} ${one?.Resource}`,
  )
  const users = read.principals.map(({ file, name }: { file: string; name: string }) => `${file}: ${name}`)
  return { code, stderr, found: [...policies, ...users].sort() }
}

describe('variables of root modules', () => {
  beforeEach(() => void workspace.write({ 'envs/dev/main.tf': root, 'envs/prod/main.tf': root, 'main.tf': root }))

  test('come from the configuration in their directory, over those above', async () => {
    workspace.write({
      '.iamgate.yml': 'var: { action: "s3:GetObject", resource: top }\n',
      'envs/.iamgate.yml': 'var-file: [common.tfvars]\n',
      'envs/common.tfvars': 'resource = "common"\n',
      'envs/prod/.iamgate.yml': 'var-file: prod.tfvars\n',
      'envs/prod/prod.tfvars': 'action = "s3:PutObject"\n',
    })
    expect((await model()).found).toEqual([
      'envs/dev/main.tf: s3:GetObject common',
      'envs/prod/main.tf: s3:PutObject common',
      'main.tf: s3:GetObject top',
    ])
  })

  test('are given by a glob over directories, and a flag goes before', async () => {
    workspace.write({
      '.iamgate.yml': `roots:
  'envs/*': { var: { action: 's3:GetObject' } }
  envs/prod:
    var-file: [vars/prod.tfvars]
  .: { var: { resource: top } }
`,
      'vars/prod.tfvars': 'action = "s3:PutObject"\nresource = "prod"\n',
      'flag.tfvars': 'resource = "flag"\n',
    })
    expect((await model()).found).toEqual([
      'envs/dev/main.tf: s3:GetObject none',
      'envs/prod/main.tf: s3:PutObject prod',
      'main.tf: none top',
    ])
    const files = await model('--var-file', 'flag.tfvars')
    expect(files.found).toContain('envs/prod/main.tf: s3:GetObject flag')
    const flagged = await model('--var', 'action=s3:DeleteObject')
    expect(flagged.found).toContain('envs/prod/main.tf: s3:DeleteObject prod')
  })

  test('do not reach a directory that takes nothing from above', async () => {
    workspace.write({ '.iamgate.yml': 'var: { resource: top }\n', 'envs/prod/.iamgate.yml': 'root: true\n' })
    expect((await model()).found).toEqual([
      'envs/dev/main.tf: none top',
      'envs/prod/main.tf: none none',
      'main.tf: none top',
    ])
  })

  test('whose pattern matches no root module are a warning with its place, where all of them are scanned', async () => {
    workspace.write({ '.iamgate.yml': 'roots:\n  envs/prdo: { var: { action: x } }\n  envs/dev: {}\n' })
    const { code, stderr } = await model()
    expect(code).toBe(0)
    expect(stderr).toBe(
      'iamgate: warning: .iamgate.yml:2:3: envs/prdo matches no root module of Terraform of this scan, so that what it gives has no effect\n',
    )
    expect((await model('envs/dev')).stderr).toBe('')
    workspace.write({ 'stack.yaml': template })
    expect((await model('--framework', 'cloudformation')).stderr).toBe('')
  })

  test('a module that is called is no root module', async () => {
    workspace.write({
      'main.tf': 'module "m" {\n  source = "./envs/dev"\n}\n',
      '.iamgate.yml': 'roots:\n  envs/dev: { var: { action: x } }\n',
    })
    expect((await model()).stderr).toContain('.iamgate.yml:2:3: envs/dev matches no root module')
  })

  test.each([
    ['of a directory', { 'envs/prod/.iamgate.yml': 'var-file: [absent.tfvars]\n' }, 'envs/prod/.iamgate.yml:1:1'],
    ['of a root', { '.iamgate.yml': 'roots:\n  envs/prod:\n    var-file: [absent.tfvars]\n' }, '.iamgate.yml:3:5'],
    ['outside of the repository', { '.iamgate.yml': 'var-file: [../../../../etc/hostname]\n' }, '.iamgate.yml:1:1'],
  ])('a file of variables %s that is not there ends the scan', async (_, files, place) => {
    workspace.write(files as Record<string, string>)
    const { code, stderr } = await model()
    expect(code).toBe(2)
    expect(stderr).toMatch(new RegExp(`^iamgate: ${place.replace('.', '\\.')}: there is no variable file `))
  })

  test('both sides of a diff have those of the head', async () => {
    workspace.remove()
    workspace = new Workspace().write({ 'envs/prod/main.tf': root })
    workspace.git('init', '-q')
    workspace.commit('before')
    workspace.write({ 'envs/prod/.iamgate.yml': 'var: { action: "s3:GetObject" }\n', 'envs/dev/main.tf': '' })
    workspace.commit('after')
    const { code, stdout } = await run(workspace, ['diff', 'HEAD~1', 'HEAD', '-f', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).summary ?? {}).not.toMatchObject({ broadened: true })
    expect(stdout).not.toContain('s3:GetObject')
  })
})

test('parameters of templates come from configurations, their files and globs, and a flag goes before', async () => {
  workspace.write({
    'a/stack.yaml': template,
    'b/stack.yaml': template,
    'c/prod.yaml': template,
    'a/.iamgate.yml': 'parameters: { Who: alice }\n',
    'b/.iamgate.yml': 'parameter-file: [p.json]\n',
    'b/p.json': '[{"ParameterKey":"Who","ParameterValue":"bob"}]',
    '.iamgate.yml': "templates:\n  '**/prod.yaml': { parameters: { Who: carol } }\n  x.yaml: {}\n",
  })
  const { found, stderr } = await model()
  expect(found).toEqual(['a/stack.yaml: alice', 'b/stack.yaml: bob', 'c/prod.yaml: carol'])
  expect(stderr).toContain('.iamgate.yml:3:3: x.yaml matches no CloudFormation template of this scan')
  const flagged = await model('--parameters', 'Who=dave')
  expect(flagged.found).toContain('a/stack.yaml: dave')
  workspace.write({ 'b/p.json': '[{' })
  expect((await model()).stderr).toContain('iamgate: b/.iamgate.yml:1:1: b/p.json is not JSON')
})
