/**
 * Attributes that AWS sets to what another attribute is, as the pages of the types at
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs say under "Attribute Reference".
 */
export const sameAttributes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_cloudwatch_event_rule: { id: 'name' },
  aws_cloudwatch_log_group: { id: 'name' },
  aws_codebuild_project: { id: 'arn' },
  aws_cognito_user_pool: {},
  aws_dynamodb_table: { id: 'name' },
  aws_ecr_repository: { id: 'name' },
  aws_ecs_cluster: { id: 'arn' },
  aws_eks_cluster: { id: 'name' },
  aws_glacier_vault: { id: 'name' },
  aws_iam_group: { id: 'name' },
  aws_iam_instance_profile: { id: 'name' },
  aws_iam_openid_connect_provider: { id: 'arn' },
  aws_iam_policy: { id: 'arn' },
  aws_iam_role: { id: 'name' },
  aws_iam_saml_provider: { id: 'arn' },
  aws_iam_user: { id: 'name' },
  aws_kms_alias: { id: 'name' },
  aws_kms_key: { id: 'key_id' },
  aws_lambda_function: { id: 'function_name' },
  aws_s3_bucket: { id: 'bucket' },
  aws_secretsmanager_secret: { id: 'arn' },
  aws_sfn_state_machine: { id: 'arn' },
  aws_sns_topic: { id: 'arn' },
  aws_sqs_queue: { id: 'url' },
  terraform_data: { output: 'input' },
}
