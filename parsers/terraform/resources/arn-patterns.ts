import type { ObjectData } from '../../../src/model/value'
import { display, entry, given } from '../../../src/model/value'

/**
 * What the `arn` of a resource looks like, `{argument}` standing for an argument's value. Every pattern matches all
 * partitions, regions and accounts. From the "Resource types" of each service in
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const patterns: Readonly<Record<string, string>> = {
  aws_acmpca_certificate_authority: 'arn:*:acm-pca:*:*:certificate-authority/*',
  aws_api_gateway_rest_api: 'arn:*:apigateway:*::/restapis/*',
  aws_apigatewayv2_api: 'arn:*:apigateway:*::/apis/*',
  aws_backup_vault: 'arn:*:backup:*:*:backup-vault:{name}',
  aws_cloudformation_stack: 'arn:*:cloudformation:*:*:stack/{name}/*',
  aws_cloudfront_distribution: 'arn:*:cloudfront::*:distribution/*',
  aws_cloudfront_origin_access_identity: 'arn:*:iam::cloudfront:user/CloudFront Origin Access Identity *',
  aws_cloudtrail: 'arn:*:cloudtrail:*:*:trail/{name}',
  aws_cloudwatch_event_bus: 'arn:*:events:*:*:event-bus/{name}',
  aws_cloudwatch_event_rule: 'arn:*:events:*:*:rule/*',
  aws_cloudwatch_log_group: 'arn:*:logs:*:*:log-group:{name}',
  aws_cloudwatch_metric_alarm: 'arn:*:cloudwatch:*:*:alarm:{alarm_name}',
  aws_codeartifact_domain: 'arn:*:codeartifact:*:*:domain/{domain}',
  aws_codeartifact_repository: 'arn:*:codeartifact:*:*:repository/*/{repository}',
  aws_codebuild_project: 'arn:*:codebuild:*:*:project/{name}',
  aws_codecommit_repository: 'arn:*:codecommit:*:*:{repository_name}',
  aws_codepipeline: 'arn:*:codepipeline:*:*:{name}',
  aws_codestarconnections_connection: 'arn:*:codestar-connections:*:*:connection/*',
  aws_cognito_user_pool: 'arn:*:cognito-idp:*:*:userpool/*',
  aws_db_instance: 'arn:*:rds:*:*:db:*',
  aws_db_proxy: 'arn:*:rds:*:*:db-proxy:*',
  aws_dynamodb_table: 'arn:*:dynamodb:*:*:table/{name}',
  aws_ebs_volume: 'arn:*:ec2:*:*:volume/*',
  aws_ecr_repository: 'arn:*:ecr:*:*:repository/{name}',
  aws_ecs_cluster: 'arn:*:ecs:*:*:cluster/{name}',
  aws_ecs_service: 'arn:*:ecs:*:*:service/*/{name}',
  aws_ecs_task_definition: 'arn:*:ecs:*:*:task-definition/{family}:*',
  aws_efs_access_point: 'arn:*:elasticfilesystem:*:*:access-point/*',
  aws_efs_file_system: 'arn:*:elasticfilesystem:*:*:file-system/*',
  aws_eks_cluster: 'arn:*:eks:*:*:cluster/{name}',
  aws_elasticache_replication_group: 'arn:*:elasticache:*:*:replicationgroup:{replication_group_id}',
  aws_elasticsearch_domain: 'arn:*:es:*:*:domain/{domain_name}',
  aws_glue_job: 'arn:*:glue:*:*:job/{name}',
  aws_iam_group: 'arn:*:iam::*:group*/{name}',
  aws_iam_instance_profile: 'arn:*:iam::*:instance-profile*/{name}',
  aws_iam_openid_connect_provider: 'arn:*:iam::*:oidc-provider/*',
  aws_iam_policy: 'arn:*:iam::*:policy*/{name}',
  aws_iam_role: 'arn:*:iam::*:role*/{name}',
  aws_iam_saml_provider: 'arn:*:iam::*:saml-provider/{name}',
  aws_iam_server_certificate: 'arn:*:iam::*:server-certificate*/{name}',
  aws_iam_service_linked_role: 'arn:*:iam::*:role/aws-service-role/*',
  aws_iam_user: 'arn:*:iam::*:user*/{name}',
  aws_instance: 'arn:*:ec2:*:*:instance/*',
  aws_iot_policy: 'arn:*:iot:*:*:policy/{name}',
  aws_kinesis_firehose_delivery_stream: 'arn:*:firehose:*:*:deliverystream/{name}',
  aws_kinesis_stream: 'arn:*:kinesis:*:*:stream/{name}',
  aws_kms_alias: 'arn:*:kms:*:*:{name}',
  aws_kms_external_key: 'arn:*:kms:*:*:key/*',
  aws_kms_key: 'arn:*:kms:*:*:key/*',
  aws_kms_replica_external_key: 'arn:*:kms:*:*:key/*',
  aws_kms_replica_key: 'arn:*:kms:*:*:key/*',
  aws_lambda_alias: 'arn:*:lambda:*:*:function:*:{name}',
  aws_lambda_function: 'arn:*:lambda:*:*:function:{function_name}',
  aws_lambda_layer_version: 'arn:*:lambda:*:*:layer:{layer_name}:*',
  aws_lb: 'arn:*:elasticloadbalancing:*:*:loadbalancer/*',
  aws_lb_target_group: 'arn:*:elasticloadbalancing:*:*:targetgroup/*',
  aws_msk_cluster: 'arn:*:kafka:*:*:cluster/{cluster_name}/*',
  aws_neptune_cluster: 'arn:*:rds:*:*:cluster:*',
  aws_opensearch_domain: 'arn:*:es:*:*:domain/{domain_name}',
  aws_organizations_organization: 'arn:*:organizations::*:organization/o-*',
  aws_organizations_organizational_unit: 'arn:*:organizations::*:ou/o-*/ou-*',
  aws_organizations_policy: 'arn:*:organizations::*:policy/o-*/*/p-*',
  aws_rds_cluster: 'arn:*:rds:*:*:cluster:*',
  aws_redshift_cluster: 'arn:*:redshift:*:*:namespace:*',
  aws_s3_access_point: 'arn:*:s3:*:*:accesspoint/{name}',
  aws_s3_bucket: 'arn:*:s3:::{bucket}',
  aws_s3_directory_bucket: 'arn:*:s3express:*:*:bucket/{bucket}',
  aws_s3tables_table_bucket: 'arn:*:s3tables:*:*:bucket/{name}',
  aws_sagemaker_notebook_instance: 'arn:*:sagemaker:*:*:notebook-instance/{name}',
  aws_secretsmanager_secret: 'arn:*:secretsmanager:*:*:secret:{name}-??????',
  aws_ses_domain_identity: 'arn:*:ses:*:*:identity/{domain}',
  aws_sesv2_email_identity: 'arn:*:ses:*:*:identity/{email_identity}',
  aws_sfn_state_machine: 'arn:*:states:*:*:stateMachine:{name}',
  aws_sns_topic: 'arn:*:sns:*:*:{name}',
  aws_sqs_queue: 'arn:*:sqs:*:*:{name}',
  aws_ssm_document: 'arn:*:ssm:*:*:document/{name}',
  aws_ssm_parameter: 'arn:*:ssm:*:*:parameter*',
  aws_ssoadmin_permission_set: 'arn:*:sso:::permissionSet/*',
  aws_vpc: 'arn:*:ec2:*:*:vpc/*',
  aws_vpc_endpoint: 'arn:*:ec2:*:*:vpc-endpoint/*',
}

/**
 * A glob that the `arn` of such a resource matches, as `Hole.pattern` takes it; undefined for a type that is not known
 * here. Arguments that are not known yet are left open.
 */
export function arnPattern(type: string, properties: ObjectData | undefined): string | undefined {
  return patterns[type]?.replace(/\{(\w+)\}/g, (_, name: string) => valuePattern(properties, name))
}

function valuePattern(properties: ObjectData | undefined, name: string): string {
  const value = given(entry(properties, name))
  if (value?.kind !== 'text') return '*'
  const glob = value.parts.map((part) => (part.kind === 'hole' ? '*' : part.text)).join('')
  // A value with a character of globs cannot be told from one: say less rather than something wrong.
  return /[*?]/.test(display({ ...value, parts: value.parts.filter((part) => part.kind === 'chunk') })) ? '*' : glob
}
