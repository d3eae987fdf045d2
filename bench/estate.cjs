// Writes an estate of Terraform: the same files for the same seed. Teams with roots of their own, a module that all of them
// call, policies in jsonencode, in data sources and in heredocs, for_each over lists, and much that is not IAM.
const { mkdirSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

/** A small generator of numbers (mulberry32), so that runs can be compared. */
function numbers(seed) {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const granted = [
  's3:Get*', 's3:List*', 's3:PutObject', 's3:*', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'sqs:SendMessage',
  'sqs:ReceiveMessage', 'sns:Publish', 'kms:Decrypt', 'kms:GenerateDataKey*', 'lambda:InvokeFunction', 'ec2:Describe*',
  'secretsmanager:GetSecretValue', 'ssm:GetParameter*', 'logs:CreateLogGroup', 'logs:PutLogEvents', 'iam:PassRole', 'sts:AssumeRole',
]

const service = `variable "name" { type = string }
variable "actions" { type = list(string) }
variable "buckets" { type = list(string) }
resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
resource "aws_iam_role_policy" "this" {
  name   = "\${var.name}-access"
  role   = aws_iam_role.this.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = var.actions, Resource = [for b in var.buckets : "arn:aws:s3:::\${b}/*"] }]
  })
}
`

function actions(random) {
  return Array.from({ length: 1 + random(5) }, () => `"${granted[random(granted.length)]}"`).join(', ')
}

/** One file of a root: its IAM, then filler of the size of what surrounds it in real code. */
function file(root, index, random) {
  const id = `r${root}_${index}`
  const blocks = [
    `resource "aws_iam_policy" "${id}" {
  name   = "${id}"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = [${actions(random)}], Resource = "arn:aws:s3:::\${var.environment}-${id}/*" },
      { Effect = "Allow", Action = [${actions(random)}], Resource = ${random(9) === 0 ? '"*"' : 'local.topics'} },
    ]
  })
}
`,
    `module "${id}" {
  source   = "../../modules/service"
  for_each = toset(["api", "worker", "cron"])
  name     = "\${each.key}-${id}"
  actions  = [${actions(random)}]
  buckets  = ["\${var.environment}-\${each.key}"]
}
`,
  ]
  if (index % 4 === 0) {
    blocks.push(`resource "aws_s3_bucket_policy" "${id}" {
  bucket = aws_s3_bucket.${id}.id
  policy = <<-EOT
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::1111222233${10 + random(80)}:root"},
     "Action": "s3:GetObject", "Resource": "\${aws_s3_bucket.${id}.arn}/*"}]}
  EOT
}
resource "aws_s3_bucket" "${id}" { bucket = "\${var.environment}-${id}" }
`)
  }
  for (let at = 0; blocks.join('').length < 2_950; at++) {
    blocks.push(`resource "aws_instance" "${id}_${at}" {
  ami           = "ami-${String(random(1e9)).padStart(10, '0')}"
  instance_type = "m5.large"
  subnet_id     = "subnet-${random(1e6)}"
  tags = {
    Name = "\${var.environment}-${id}-${at}"
    Team = "team-${root}"
  }
}
`)
  }
  return blocks.join('\n')
}

/** So many files in roots of forty, under a folder. Gives the bytes written. */
exports.writeEstate = (folder, files = 4_000, seed = 1) => {
  const random = numbers(seed)
  const write = (path, text) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
    return text.length
  }
  let bytes = write('modules/service/main.tf', service)
  for (let at = 1; at < files; at++) {
    const root = Math.floor((at - 1) / 40)
    const common = `variable "environment" { default = "production" }
locals { topics = [for t in ["a", "b"] : "arn:aws:sns:eu-west-1:111122223333:\${var.environment}-\${t}"] }
`
    const text = (at - 1) % 40 === 0 ? common + file(root, at, random) : file(root, at, random)
    bytes += write(`teams/team-${root}/main-${at}.tf`, text)
  }
  return bytes
}

/** One file with so many instances of a role and its policy. */
exports.writeInstances = (folder, count = 10_000) => {
  mkdirSync(folder, { recursive: true })
  const text = `locals { buckets = [for i in range(20) : "arn:aws:s3:::bucket-\${i}/*"] }
resource "aws_iam_role" "r" {
  count              = ${count}
  name               = "r\${count.index}"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "p" {
  count  = ${count}
  name   = "p"
  role   = aws_iam_role.r[count.index].id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = local.buckets }] })
}
`
  writeFileSync(join(folder, 'main.tf'), text)
}

/** A template of about a megabyte: 500 roles with inline policies of five statements. */
exports.writeTemplate = (folder) => {
  mkdirSync(folder, { recursive: true })
  const statement = (at) => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::bucket-${at}/*` },
  })
  const trust = { Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] }
  const policy = { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [0, 1, 2, 3, 4].map(statement) } }
  const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, Policies: [policy] } }
  const resources = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`Role${at}`, role]))
  const text = JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: resources }, undefined, 2)
  writeFileSync(join(folder, 'template.json'), text)
  return text.length
}
