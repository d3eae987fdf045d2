import { defaultParseSettings } from '../../../../parsers/parser'
import { parseTerraform } from '../../../../parsers/terraform'
import type { IamModel, Policy } from '../../../../src/model/iam'
import { link } from '../../../../src/model/link'
import { display } from '../../../../src/model/value'
import { plainData } from '../../../../src/report/plain-data'
import { memoryTree } from '../evaluate/memory-tree'
import { written } from '../../policy/policy-text'

async function modelOf(main: string, more: Readonly<Record<string, string>> = {}): Promise<IamModel> {
  const files = { 'main.tf': main, ...more }
  const terraform = Object.keys(files).filter((name) => name.endsWith('.tf'))
  const parsed = await parseTerraform({ kind: 'terraform', files: terraform }, memoryTree(files), defaultParseSettings)
  expect(parsed.diagnostics).toEqual([])
  return link(parsed.model)
}

const expected = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: 'arn:aws:s3:::logs/*' }],
}

const policy = (argument: string, before = '') => `${before}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = ${argument}
}`

const json =
  '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "arn:aws:s3:::logs/*"}]}'
const object = `{
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:PutObject", "s3:GetObject"], Resource = "arn:aws:s3:::logs/*" }]
  }`
const block = `
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:aws:s3:::\${local.bucket}/*"]
  }
}
locals {
  bucket = "logs"
}`

const ways: Readonly<Record<string, readonly [main: string, files?: Readonly<Record<string, string>>]>> = {
  jsonencode: [policy(`jsonencode(${object})`)],
  'jsonencode of a local': [policy('jsonencode(local.document)', `locals {\n  document = ${object}\n}`)],
  'jsonencode of a decoded text': [policy(`jsonencode(jsondecode(${JSON.stringify(json)}))`)],
  'a quoted text': [policy(JSON.stringify(json))],
  'a heredoc': [policy(`<<EOF\n${json}\nEOF`)],
  'an indented heredoc': [policy(`<<-EOF\n    ${json.replace('"Statement"', '\n      "Statement"')}\n    EOF`)],
  'a heredoc with an interpolation': [
    policy(`<<EOF\n${json.replace('logs', '${local.b}')}\nEOF`, 'locals {\n  b = "logs"\n}'),
  ],
  'a file': [policy('file("${path.module}/policy.json")'), { 'policy.json': json }],
  'a template file': [
    policy('templatefile("policy.tpl", { bucket = "logs" })'),
    { 'policy.tpl': json.replace('logs', '${bucket}') },
  ],
  'a data source': [policy('data.aws_iam_policy_document.d.json', block)],
  'a data source, minified': [policy('data.aws_iam_policy_document.d.minified_json', block)],
  'a data source, interpolated': [policy('"${data.aws_iam_policy_document.d.json}"', block)],
  'a data source through a module': [
    `${block}\nmodule "m" {\n  source   = "./m"\n  document = data.aws_iam_policy_document.d.json\n}`,
    { 'm/main.tf': policy('var.document', 'variable "document" {\n  type = string\n}') },
  ],
}

describe('a policy in Terraform', () => {
  it.each(Object.keys(ways))('is the same written as %s, and each action stands where it was written', async (way) => {
    const [main, files] = ways[way]!
    const { policies } = await modelOf(main, files)
    expect(policies.map(({ kind }) => kind)).toEqual(['managed'])
    const [{ document }] = policies as [Policy]
    expect(plainData(document.data)).toEqual(expected)
    expect(document.problems).toEqual([])
    expect(document.definedIn).toBe(way.startsWith('a data source') ? 'data.aws_iam_policy_document.d' : undefined)
    const [statement] = document.statements
    expect(statement!.actions!.items.map((item) => written(item.span))).toEqual(['s3:PutObject', 's3:GetObject'])
    const resource = written(statement!.resources!.items[0]!.span)
    expect(resource).toMatch(/^arn:aws:s3:::(?:logs|\$\{[\w.]+\})\/\*$/)
  })

  it.each([
    'jsonencode(jsondecode(data.aws_iam_policy_document.d.json))',
    'jsonencode(merge(jsondecode(data.aws_iam_policy_document.d.json), { Id = "x" }))',
    'jsonencode({ Statement = jsondecode(data.aws_iam_policy_document.d.json).Statement })',
    'replace(data.aws_iam_policy_document.d.json, "logs", "other")',
  ])('has a carrier for a document that is used as %s', async (argument) => {
    const { policies } = await modelOf(policy(argument, block))
    expect(policies.map(({ kind }) => kind)).toEqual(['managed'])
    const [item] = policies[0]!.document.statements[0]!.actions!.items
    expect(written(item!.span)).toBe('s3:PutObject')
  })

  it('names the use of a document in the resource that carries it', async () => {
    const { policies } = await modelOf(policy('data.aws_iam_policy_document.d.json', block))
    expect(written(policies[0]!.use)).toBe('data.aws_iam_policy_document.d')
  })

  it('knows each instance, and joins them with what they belong to', async () => {
    const model = await modelOf(`
      resource "aws_iam_role" "r" {
        for_each           = toset(["a", "b"])
        name               = each.key
        assume_role_policy = jsonencode({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } } })
      }
      resource "aws_iam_role_policy" "p" {
        for_each = aws_iam_role.r
        role     = each.value.id
        policy   = jsonencode({ Statement = { Effect = "Allow", Action = "s3:*", Resource = each.value.arn } })
      }
      resource "aws_iam_role_policy_attachment" "m" {
        count      = 2
        role       = [for r in aws_iam_role.r : r.name][count.index]
        policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
      }`)
    const inline = model.policies.filter(({ kind }) => kind === 'inline')
    expect(inline.map(({ carrier }) => carrier!.to?.resource.address)).toEqual([
      'aws_iam_role.r["a"]',
      'aws_iam_role.r["b"]',
    ])
    expect(model.attachments.map(({ target }) => target.to?.resource.address)).toEqual([
      'aws_iam_role.r["a"]',
      'aws_iam_role.r["b"]',
    ])
    const [hole] = inline[0]!.document.statements[0]!.resources!.items[0]!.parts
    expect(hole).toMatchObject({ kind: 'hole', symbol: { attribute: 'arn' }, pattern: 'arn:*:iam::*:role*/a' })
  })

  it('takes an unknown statement list for one that nobody knows', async () => {
    const { policies } = await modelOf(`
      variable "statements" {}
      resource "aws_iam_policy" "p" {
        policy = jsonencode({ Version = "2012-10-17", Statement = var.statements })
      }`)
    expect(policies[0]!.document.statements).toEqual([])
    expect(policies[0]!.document.unknown.map(({ expression }) => expression)).toEqual(['var.statements'])
  })

  it('gives the statements of a dynamic block that a condition chooses guards', async () => {
    const { policies } = await modelOf(`
      variable "write" {
        type = bool
      }
      data "aws_iam_policy_document" "d" {
        statement {
          actions   = ["s3:GetObject"]
          resources = ["*"]
        }
        dynamic "statement" {
          for_each = var.write ? [1] : []
          content {
            actions   = ["s3:PutObject"]
            resources = ["*"]
          }
        }
      }
      ${policy('data.aws_iam_policy_document.d.json')}`)
    const [{ document }] = policies as [Policy]
    expect(
      document.statements.map(({ actions, guards }) => [actions!.items.map(display), guards.map(({ is }) => is)]),
    ).toEqual([
      [['s3:GetObject'], []],
      [['s3:PutObject'], [true]],
    ])
  })

  it('gives each statement of a concat its own condition alone', async () => {
    const allow = (action: string) => `{ Effect = "Allow", Action = "${action}", Resource = "*" }`
    const { policies } = await modelOf(`
      variable "read" {}
      variable "write" {}
      resource "aws_iam_policy" "p" {
        policy = jsonencode({
          Version   = "2012-10-17"
          Statement = concat(
            [${allow('s3:List*')}], var.read ? [${allow('s3:Get*')}] : [], var.write ? [${allow('s3:Put*')}] : []
          )
        })
      }`)
    const [{ document }] = policies as [Policy]
    const read = document.statements.map(({ actions, guards }) => [actions!.items.map(display), guards])
    expect(read).toEqual([
      [['s3:List*'], []],
      [['s3:Get*'], [{ condition: 'var.read', is: true }]],
      [['s3:Put*'], [{ condition: 'var.write', is: true }]],
    ])
  })
})
