import type { LoadedTerraform } from '../../../../parsers/terraform'
import { toData } from '../../../../parsers/terraform/evaluate/data'
import type { Value } from '../../../../parsers/terraform/evaluate/value'
import { encodedFrom } from '../../../../parsers/policy/encoded'
import { literal } from '../../../../src/model/value'
import { evaluateIn, load, plain } from './configured'

const main = `
variable "unset" {}
variable "flag" { type = bool }
variable "names" { type = list(string) }
variable "secret" {
  type      = string
  sensitive = true
  default   = "hunter2"
}
variable "environment" { type = string }
locals {
  pair     = var.flag ? { name = "one", count = 1 } : { name = "two", count = 2 }
  enabled  = var.flag && var.unset
  sizes    = { dev = 1, test = 2, prod = 3 }
  nested   = var.flag ? (var.flag ? "yes" : "never") : "no"
  literal  = "plain"
  copy     = local.literal
}
resource "aws_s3_bucket" "logs" { bucket = "my-logs" }
resource "aws_s3_bucket" "generated" { bucket_prefix = "gen-" }
resource "aws_iam_role" "role" { name = "deployer" }
resource "aws_iam_role" "maybe" {
  count = var.flag ? 1 : 0
  name  = "maybe"
}
resource "aws_iam_user" "each" {
  for_each = toset(var.names)
  name     = each.key
}
data "aws_caller_identity" "me" {}
data "aws_ami" "x" { owners = ["self"] }
data "aws_sns_topic" "events" { name = "events" }
data "aws_iam_policy" "admin" { name = "AdministratorAccess" }
data "aws_iam_policy" "lambda" { name = "AWSLambdaRole" }
data "aws_iam_policy" "by_arn" { arn = "arn:aws:iam::aws:policy/job-function/Billing" }
data "aws_iam_policy" "own" { name = "OurOwnReaders" }
data "aws_iam_openid_connect_provider" "github" { url = "https://token.actions.githubusercontent.com" }
data "aws_iam_session_context" "session" { arn = "arn:aws:sts::123456789012:assumed-role/ci/run-7" }
data "aws_iam_session_context" "role" { arn = "arn:aws:iam::123456789012:role/ci" }
data "aws_billing_service_account" "main" {}
data "aws_elb_service_account" "paris" { region = "eu-west-3" }
data "aws_elb_service_account" "somewhere" {}
data "aws_service_principal" "ec2" { service_name = "ec2" }
data "aws_partition" "here" {}
data "aws_arn" "parsed" { arn = "arn:aws:rds:eu-west-1:123456789012:db:mysql" }
module "absent" { source = "registry/absent/aws" }
`

let loaded: LoadedTerraform
beforeAll(async () => {
  loaded = await load({ 'main.tf': main })
})
const value = (text: string): Value => evaluateIn(loaded, text)
const shown = (text: string): unknown => plain(value(text))

describe('what is unknown stays exactly as unknown as it is', () => {
  test.each<[string, unknown]>([
    ['var.unset', '<var.unset>'],
    ['"a-${var.unset}-b"', 'a-<var.unset>-b'],
    ['var.unset.deep["x"][0]', '<var.unset.deep["x"][0]>'],
    ['var.unset + 1', '<var.unset + 1>'],
    ['false && var.flag', false],
    ['var.flag && false', false],
    ['true || var.flag', true],
    ['var.flag || true', true],
    ['"arn:${var.unset}" == "" ? 1 : 2', 2],
    ['"x${var.unset}" == null', false],
    ['"a${var.unset}" == "b${var.unset}"', false],
    ['"a${var.unset}" == "a${var.unset}"', true],
    ['[for n in var.names : "x-${n}"]', ['<many var.names>']],
    ['[for n in concat(["a"], var.names) : n]', ['a', '<many var.names>']],
    ['length(concat(["a"], var.names))', '<length(["a", var.names])>'],
    ['concat(["a"], var.names)[0]', 'a'],
    ['try(var.unset.x, "fallback")', '<var.unset.x>'],
    ['can(var.unset.x)', true],
    ['merge({ a = 1 }, var.unset).b', '<var.unset.b>'],
    ['module.absent.arn', '<module.absent.arn>'],
    ['module.absent.list[0].arn', '<module.absent.list[0].arn>'],
    ['data.aws_ami.x.id', '<data.aws_ami.x.id>'],
    ['data.aws_ami.x.owners', ['self']],
  ])('%s', (text, expected) => {
    expect(shown(text)).toEqual(expected)
  })
})

describe('an unknown condition keeps both branches', () => {
  test.each<[string, unknown]>([
    ['var.flag ? "a" : "b"', { condition: 'var.flag', yes: 'a', no: 'b' }],
    ['!var.flag ? "a" : "b"', { condition: 'var.flag', yes: 'b', no: 'a' }],
    ['var.flag ? "same" : "same"', 'same'],
    ['"x-${var.flag ? "a" : "b"}"', { condition: 'var.flag', yes: 'x-a', no: 'x-b' }],
    ['upper(var.flag ? "a" : "b")', { condition: 'var.flag', yes: 'A', no: 'B' }],
    ['"${local.pair.name}${local.pair.count}"', { condition: 'var.flag', yes: 'one1', no: 'two2' }],
    ['local.nested', { condition: 'var.flag', yes: 'yes', no: 'no' }],
    ['local.enabled ? 1 : 0', { condition: 'var.flag && var.unset', yes: 1, no: 0 }],
    ['length(aws_iam_role.maybe)', { condition: 'var.flag', yes: 1, no: 0 }],
    ['aws_iam_role.maybe[0].name', 'maybe'],
    ['one(aws_iam_role.maybe[*].name)', { condition: 'var.flag', yes: 'maybe', no: null }],
    [
      'local.sizes[var.environment]',
      { condition: 'var.environment == "dev"', yes: 1, no: { condition: 'var.environment == "prod"', yes: 3, no: 2 } },
    ],
    [
      'var.environment == "dev" ? local.sizes[var.environment] : 0',
      { condition: 'var.environment == "dev"', yes: 1, no: 0 },
    ],
  ])('%s', (text, expected) => {
    expect(shown(text)).toEqual(expected)
  })
})

describe('references to resources', () => {
  test('an argument that the code sets is its literal', () => {
    expect(shown('aws_iam_role.role.name')).toBe('deployer')
    expect(shown('aws_iam_role.role.id')).toBe('deployer')
    expect(shown('aws_s3_bucket.logs.id')).toBe('my-logs')
  })

  test('a computed attribute is a symbol with the form that its type and name tell', () => {
    expect(value('aws_s3_bucket.logs.arn')).toMatchObject({
      kind: 'unknown',
      hole: {
        why: 'resource-attribute',
        expression: 'aws_s3_bucket.logs.arn',
        pattern: 'arn:*:s3:::my-logs',
        symbol: {
          id: '.|aws_s3_bucket.logs.arn',
          address: 'aws_s3_bucket.logs',
          attribute: 'arn',
          type: 'aws_s3_bucket',
        },
      },
    })
    expect(value('aws_s3_bucket.generated.id')).toMatchObject({
      hole: { symbol: { attribute: 'bucket' }, pattern: 'gen-*' },
    })
    expect(shown('aws_s3_bucket.logs.arn == aws_s3_bucket.logs.arn')).toBe(true)
    expect(shown('aws_s3_bucket.logs.arn == ""')).toBe(false)
    expect(shown('aws_s3_bucket.logs.arn == null')).toBe(false)
  })

  test('instances of unknown keys have one representative, which any key means', () => {
    const byKey = value('aws_iam_user.each["x"].arn')
    expect(byKey).toMatchObject({ hole: { symbol: { address: 'aws_iam_user.each[*]' } } })
    expect(plain(value('[for u in aws_iam_user.each : u.name]'))).toEqual(['<many each.key>'])
  })

  test('of what is in the account already the form of the ARN is known', () => {
    expect(value('data.aws_sns_topic.events.arn')).toMatchObject({
      hole: { pattern: 'arn:*:sns:*:*:events', why: 'data-source' },
    })
    expect(value('data.aws_iam_policy.own.arn')).toMatchObject({
      hole: { pattern: 'arn:*:iam::*:policy/*OurOwnReaders' },
    })
    expect(value('data.aws_iam_openid_connect_provider.github.arn')).toMatchObject({
      hole: { pattern: 'arn:*:iam::*:oidc-provider/token.actions.githubusercontent.com' },
    })
    expect(value('data.aws_iam_session_context.session.issuer_arn')).toMatchObject({
      hole: { pattern: 'arn:aws:iam::123456789012:role/*ci' },
    })
    expect(value('data.aws_elb_service_account.somewhere.arn')).toMatchObject({ hole: { why: 'data-source' } })
  })

  test('data sources that need no account are computed', () => {
    expect(shown('data.aws_service_principal.ec2.name')).toBe('ec2.amazonaws.com')
    expect(shown('data.aws_iam_session_context.session.issuer_name')).toBe('ci')
    expect(shown('data.aws_iam_session_context.role.issuer_arn')).toBe('arn:aws:iam::123456789012:role/ci')
    expect(shown('data.aws_billing_service_account.main.arn')).toBe('arn:aws:iam::386209384616:root')
    expect(shown('data.aws_elb_service_account.paris.id')).toBe('009996457667')
    expect(shown('"arn:${data.aws_partition.here.partition}:iam::aws:policy/x"')).toBe('arn:aws:iam::aws:policy/x')
    expect(shown('[data.aws_arn.parsed.service, data.aws_arn.parsed.account, data.aws_arn.parsed.resource]')).toEqual([
      'rds',
      '123456789012',
      'db:mysql',
    ])
  })

  test('policies of AWS are known by name and by ARN', () => {
    expect(shown('data.aws_iam_policy.admin.arn')).toBe('arn:aws:iam::aws:policy/AdministratorAccess')
    expect(shown('data.aws_iam_policy.lambda.arn')).toBe('arn:aws:iam::aws:policy/service-role/AWSLambdaRole')
    expect(shown('[data.aws_iam_policy.by_arn.name, data.aws_iam_policy.by_arn.path]')).toEqual([
      'Billing',
      '/job-function/',
    ])
    expect(shown('jsondecode(data.aws_iam_policy.admin.policy).Statement[0].Action')).toBe('*')
  })

  test('the account is the same hole wherever it is asked for', () => {
    const me = value('data.aws_caller_identity.me.account_id')
    expect(me).toMatchObject({ hole: { why: 'data-source', pattern: '????????????' } })
    expect(shown('data.aws_caller_identity.me.account_id == data.aws_caller_identity.me.id')).toBe(true)
  })
})

describe('places', () => {
  test('a text points at its literal, and tells the way it took', () => {
    const text = toData(value('local.copy'))
    if (text.kind !== 'text') throw new Error('no text')
    expect(literal(text)).toBe('plain')
    expect(main.slice(text.span.start, text.span.end)).toBe('plain')
    expect(text.via?.map((at) => at.source.text.slice(at.start, at.end))).toEqual(['local.copy', 'local.literal'])
  })

  test('parts of an interpolated text keep where each came from', () => {
    const text = toData(value('"a-${local.literal}-${aws_iam_role.role.name}"'))
    if (text.kind !== 'text') throw new Error('no text')
    expect(text.parts.map((part) => part.span.source.text.slice(part.span.start, part.span.end))).toEqual([
      'a-',
      'plain',
      '-',
      'deployer',
    ])
  })

  test('jsonencode remembers what it encoded, with the place of every string', () => {
    const text = toData(value('jsonencode({ Action = [local.literal] })'))
    if (text.kind !== 'text') throw new Error('no text')
    const data = encodedFrom(text)?.data
    expect(data).toMatchObject({ entries: [{ value: { items: [{ parts: [{ text: 'plain' }] }] } }] })
    expect(literal(text)).toBe('{"Action":["plain"]}')
  })
})

describe('sensitive values', () => {
  test('are computed with and never shown', () => {
    expect(shown('length(var.secret)')).toBe(7)
    expect(toData(value('var.secret'))).toMatchObject({ kind: 'unknown', hole: { why: 'sensitive' } })
    expect(
      JSON.stringify(toData(value('{ a = ["x-${var.secret}"], b = upper(var.secret) }')), (key, data) =>
        key === 'source' ? undefined : data,
      ),
    ).not.toMatch(/hunter2/i)
  })

  test('a part of a text hides that part alone', () => {
    expect(toData(value('"arn:aws:iam::${var.secret}:root"'))).toMatchObject({
      parts: [{ text: 'arn:aws:iam::' }, { kind: 'hole', why: 'sensitive' }, { text: ':root' }],
    })
  })
})
