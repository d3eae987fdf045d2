import type { Hole, Text } from '../src/model/value'

/** What stands for a hole, or for a policy variable, in `plainText`. */
export const gap = '\uFFFC'

/** A text with a gap in place of each hole and policy variable, so that its form can be looked at. */
export function plainText(text: Text): string {
  const own = text.parts.map((part) => (part.kind === 'chunk' ? part.text : gap)).join('')
  return own.replaceAll(/\$\{(?:[^}]*:[^}]*|[*?$])\}/g, gap)
}

/** Types whose `Ref` is a name, not an ARN. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
const namedByRef = new Set([
  'AWS::DynamoDB::Table',
  'AWS::IAM::Group',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
])

/** Types of Terraform whose `id` is a name, not an ARN. */
const namedById = new Set([
  'aws_dynamodb_table',
  'aws_iam_group',
  'aws_iam_role',
  'aws_iam_user',
  'aws_kms_key',
  'aws_lambda_function',
  'aws_cloudwatch_log_group',
  'aws_s3_bucket',
  'aws_sqs_queue',
])

/** The hole that a text begins with, where it is a resource's name and not its ARN; undefined otherwise. */
export function nameInPlaceOfArn(text: Text): Hole | undefined {
  const first = text.parts[0]
  if (first?.kind !== 'hole' || !first.symbol || first.pattern?.startsWith('arn:')) return undefined
  const { attribute, type } = first.symbol
  if (/^(?:name|bucket|function_name|user_name|role_name)$/.test(attribute)) return first
  if (attribute === 'Ref') return namedByRef.has(type) ? first : undefined
  return attribute === 'id' && namedById.has(type) ? first : undefined
}
