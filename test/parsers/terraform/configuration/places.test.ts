import { parseTerraform } from '../../../../parsers/terraform'
import { defaultParseSettings } from '../../../../parsers/parser'
import { memoryTree } from '../evaluate/memory-tree'

const main = `
resource "aws_iam_policy" "files" {
  for_each = fileset("\${path.module}/policies", "*.json")
  policy   = file("\${path.module}/policies/\${each.value}")
}
resource "aws_iam_policy" "template" {
  policy = templatefile("\${path.module}/p.tftpl", { actions = ["ec2:*"] })
}
resource "aws_iam_policy" "old" {
  policy = data.template_file.t.rendered
}
data "template_file" "t" {
  template = file("\${path.module}/old.tpl")
  vars     = { account = "123456789012" }
}
resource "aws_iam_policy" "json" {
  for_each = jsondecode(file("roles.json"))
  policy   = jsonencode({ Statement = [for a in each.value : { Effect = "Allow", Action = a, Resource = "*" }] })
}
resource "aws_iam_policy" "yaml" {
  for_each = { for r in yamldecode(file("roles.yaml")) : r.name => r }
  policy   = jsonencode({ Statement = [{ Effect = "Allow", Action = each.value.actions, Resource = "*" }] })
}
resource "aws_iam_policy" "heredoc" {
  policy = <<-EOT
    {"Statement": [{"Effect": "Allow", "Action": "sns:*", "Resource": "*"}]}
  EOT
}
`

const files = {
  'main.tf': main,
  'policies/a.json': '{"Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}',
  'p.tftpl': '{"Statement":[%{ for a in actions ~}{"Effect":"Allow","Action":"${a}","Resource":"*"}%{ endfor ~}]}',
  'old.tpl': '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${account}"}]}',
  'roles.json': '{"reader": ["s3:Get*"]}',
  'roles.yaml': '- name: writer\n  actions:\n    - sqs:*\n',
}

/** Where a text stands, as `file:line:column`. */
const at = (file: keyof typeof files, text: string): string => {
  const before = files[file].slice(0, files[file].indexOf(text)).split('\n')
  return `${file}:${before.length}:${before.at(-1)!.length + 1}`
}

test('an action points at the characters that a person wrote, in whichever file', async () => {
  const { model, diagnostics } = await parseTerraform(
    { kind: 'terraform', files: ['main.tf'] },
    memoryTree(files),
    defaultParseSettings,
  )
  const places = model.policies.map((policy) => {
    const action = policy.document.statements[0]?.actions?.items[0]
    const { source, start } = (action?.parts[0] ?? action)!.span
    const { line, column } = source.positionAt(start)
    return [policy.resource.address, `${source.path}:${line}:${column}`]
  })
  expect(Object.fromEntries(places)).toEqual({
    'aws_iam_policy.files["a.json"]': at('policies/a.json', 'iam:*'),
    'aws_iam_policy.template': at('main.tf', 'ec2:*'),
    'aws_iam_policy.old': at('old.tpl', 's3:*'),
    'aws_iam_policy.json["reader"]': at('roles.json', 's3:Get*'),
    'aws_iam_policy.yaml["writer"]': at('roles.yaml', 'sqs:*'),
    'aws_iam_policy.heredoc': at('main.tf', 'sns:*'),
  })
  expect(diagnostics).toEqual([])
})
