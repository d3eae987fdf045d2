import type { Finding } from '../../src/model/finding'
import { rangeOf } from '../../src/report/place'
import { onlyCheck, Workspace } from './workspace'

const workspace = new Workspace()
afterAll(() => workspace.remove())

const placesOf = (finding: Finding | undefined) =>
  finding?.related.map(({ span, message }) => {
    const { file, start } = rangeOf(span)
    return `${file}:${start.line} ${message}`
  })

const called = `
variable "actions" {
  type = list(string)
}
variable "who" {
  type = string
}
locals {
  mine = var.actions
}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = local.mine
    resources = ["*"]
  }
}
resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.d.json
}
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = var.who } }]
  })
}
`

const main = `
locals {
  actions = ["s3:*"]
  account = "*"
}
module "m" {
  source  = "./m"
  actions = local.actions
  who     = "arn:aws:iam::\${local.account}:root"
}
resource "aws_iam_policy" "own" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }]
  })
}
`

test('a finding shows the way that its text took: the document, the local, the argument of the module', async () => {
  workspace.write({ 'main.tf': main, 'm/main.tf': called })
  const { result } = await workspace.scan({ selection: onlyCheck('service-wildcard') })
  const [through, own] = result.findings
  expect(through && rangeOf(through.at)).toMatchObject({ file: 'main.tf', start: { line: 3 } })
  expect(placesOf(through)).toEqual([
    'm/main.tf:13 used here',
    'm/main.tf:9 passed through here',
    'main.tf:8 passed through here',
  ])
  expect([own?.resource.address, placesOf(own)]).toEqual(['aws_iam_policy.own', []])
})

test('a finding in an interpolated text shows where its parts come from', async () => {
  workspace.write({ 'main.tf': main, 'm/main.tf': called })
  const { result } = await workspace.scan()
  const found = result.findings.find(({ at }) => rangeOf(at).start.line === 9 && at.source.path === 'main.tf')
  expect(placesOf(found)).toEqual(['m/main.tf:23 used here', 'main.tf:4 part of it comes from here'])
})

test('a finding at a reference shows the way to what is written', async () => {
  const attached = `
locals {
  policies = { admin = "arn:aws:iam::aws:policy/AdministratorAccess" }
}
resource "aws_iam_user" "u" {
  name = "u"
}
resource "aws_iam_user_policy_attachment" "a" {
  for_each   = { for name, arn in local.policies : name => arn }
  user       = aws_iam_user.u.name
  policy_arn = each.value
}
`
  workspace.write({ 'attached/main.tf': attached })
  const { result } = await workspace.scan({ paths: ['attached'], selection: onlyCheck('aws-managed-admin-policy') })
  const [found] = result.findings
  expect(found && rangeOf(found.at)).toMatchObject({ file: 'attached/main.tf', start: { line: 11, column: 16 } })
  expect(placesOf(found)).toEqual([
    'attached/main.tf:9 passed through here',
    'attached/main.tf:3 its value is written here',
  ])
})
