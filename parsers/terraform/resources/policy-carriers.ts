import type { PolicyKind } from '../../../src/model/iam'

/** A native type that carries a policy document: where its text is, and what it protects. */
export interface PolicyCarrier {
  readonly kind: Extract<PolicyKind, 'resource' | 'endpoint' | 'session' | 'document'>
  /** The argument with the document; a path where it is inside a block. */
  readonly policy: readonly string[]
  /** CloudFormation's type of what it protects. */
  readonly protects: string
  /** The argument that names what it protects; undefined when that is the resource itself. */
  readonly of: readonly string[] | undefined
}

/** `argument` holds the document of the resource named by `of`, or of the resource itself. */
function on(protects: string, of?: string, argument = 'policy'): PolicyCarrier {
  return { kind: 'resource', policy: [argument], protects, of: of === undefined ? undefined : [of] }
}

/**
 * Each row is from the page of that type at
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/<type without aws_>.
 * What looks like one and is another language is left out: lifecycle, data protection and index policies, Cedar
 * (`aws_verifiedpermissions_*`, `aws_verifiedaccess_*`), OpenSearch Serverless rules, RAM permission templates.
 */
export const policyCarriers: Readonly<Record<string, PolicyCarrier>> = {
  aws_acmpca_policy: on('AWS::ACMPCA::CertificateAuthority', 'resource_arn'),
  aws_api_gateway_domain_name: on('AWS::ApiGateway::DomainName'),
  aws_api_gateway_rest_api: on('AWS::ApiGateway::RestApi'),
  aws_api_gateway_rest_api_policy: on('AWS::ApiGateway::RestApi', 'rest_api_id'),
  aws_backup_vault_policy: on('AWS::Backup::BackupVault', 'backup_vault_name'),
  aws_cloudsearch_domain_service_access_policy: on('AWS::CloudSearch::Domain', 'domain_name', 'access_policy'),
  aws_cloudwatch_event_bus_policy: on('AWS::Events::EventBus', 'event_bus_name'),
  aws_cloudwatch_log_delivery_destination_policy: on(
    'AWS::Logs::DeliveryDestination',
    'delivery_destination_name',
    'delivery_destination_policy',
  ),
  aws_cloudwatch_log_destination_policy: on('AWS::Logs::Destination', 'destination_name', 'access_policy'),
  aws_cloudwatch_log_resource_policy: on('AWS::Logs::LogGroup', undefined, 'policy_document'),
  aws_codeartifact_domain_permissions_policy: on('AWS::CodeArtifact::Domain', 'domain', 'policy_document'),
  aws_codeartifact_repository_permissions_policy: on('AWS::CodeArtifact::Repository', 'repository', 'policy_document'),
  aws_codebuild_resource_policy: on('AWS::CodeBuild::Project', 'resource_arn'),
  aws_dynamodb_resource_policy: on('AWS::DynamoDB::Table', 'resource_arn'),
  aws_ecr_registry_policy: on('AWS::ECR::Registry'),
  aws_ecr_repository_creation_template: on('AWS::ECR::Repository', undefined, 'repository_policy'),
  aws_ecr_repository_policy: on('AWS::ECR::Repository', 'repository'),
  aws_ecrpublic_repository_policy: on('AWS::ECR::PublicRepository', 'repository_name'),
  aws_efs_file_system_policy: on('AWS::EFS::FileSystem', 'file_system_id'),
  aws_elasticsearch_domain: on('AWS::Elasticsearch::Domain', undefined, 'access_policies'),
  aws_elasticsearch_domain_policy: on('AWS::Elasticsearch::Domain', 'domain_name', 'access_policies'),
  aws_glacier_vault: on('AWS::Glacier::Vault', undefined, 'access_policy'),
  aws_glacier_vault_lock: on('AWS::Glacier::Vault', 'vault_name'),
  aws_glue_resource_policy: on('AWS::Glue::Catalog'),
  // Not of IAM, but of its grammar: what a thing's certificate may do with the IoT data plane.
  aws_iot_policy: { ...on('AWS::IoT::Policy'), kind: 'document' },
  aws_kinesis_resource_policy: on('AWS::Kinesis::Stream', 'resource_arn'),
  aws_kms_external_key: on('AWS::KMS::Key'),
  aws_kms_key: on('AWS::KMS::Key'),
  aws_kms_key_policy: on('AWS::KMS::Key', 'key_id'),
  aws_kms_replica_external_key: on('AWS::KMS::Key'),
  aws_kms_replica_key: on('AWS::KMS::Key'),
  aws_media_store_container_policy: on('AWS::MediaStore::Container', 'container_name'),
  aws_msk_cluster_policy: on('AWS::MSK::Cluster', 'cluster_arn'),
  aws_networkfirewall_resource_policy: on('AWS::NetworkFirewall::FirewallPolicy', 'resource_arn'),
  aws_oam_sink_policy: on('AWS::Oam::Sink', 'sink_identifier'),
  aws_opensearch_domain: on('AWS::OpenSearchService::Domain', undefined, 'access_policies'),
  aws_opensearch_domain_policy: on('AWS::OpenSearchService::Domain', 'domain_name', 'access_policies'),
  aws_organizations_resource_policy: on('AWS::Organizations::Organization', undefined, 'content'),
  aws_prometheus_resource_policy: on('AWS::APS::Workspace', 'workspace_id', 'policy_document'),
  aws_redshift_resource_policy: on('AWS::Redshift::Cluster', 'resource_arn'),
  aws_redshiftserverless_resource_policy: on('AWS::RedshiftServerless::Namespace', 'resource_arn'),
  aws_rolesanywhere_profile: {
    ...on('AWS::RolesAnywhere::Profile', undefined, 'session_policy'),
    kind: 'session',
  },
  aws_s3_access_point: on('AWS::S3::AccessPoint'),
  aws_s3_bucket: on('AWS::S3::Bucket'),
  aws_s3_bucket_policy: on('AWS::S3::Bucket', 'bucket'),
  aws_s3control_access_grants_instance_resource_policy: on('AWS::S3::AccessGrantsInstance'),
  aws_s3control_access_point_policy: on('AWS::S3::AccessPoint', 'access_point_arn'),
  aws_s3control_bucket_policy: on('AWS::S3Outposts::Bucket', 'bucket'),
  aws_s3control_multi_region_access_point_policy: {
    kind: 'resource',
    policy: ['details', 'policy'],
    protects: 'AWS::S3::MultiRegionAccessPoint',
    of: ['details', 'name'],
  },
  aws_s3control_object_lambda_access_point_policy: on('AWS::S3ObjectLambda::AccessPoint', 'name'),
  aws_s3tables_table_bucket_policy: on('AWS::S3Tables::TableBucket', 'table_bucket_arn', 'resource_policy'),
  aws_s3tables_table_policy: on('AWS::S3Tables::Table', 'name', 'resource_policy'),
  aws_s3vectors_vector_bucket_policy: on('AWS::S3Vectors::VectorBucket', 'vector_bucket_arn'),
  aws_sagemaker_model_package_group_policy: on(
    'AWS::SageMaker::ModelPackageGroup',
    'model_package_group_name',
    'resource_policy',
  ),
  aws_schemas_registry_policy: on('AWS::EventSchemas::Registry', 'registry_name'),
  aws_secretsmanager_secret: on('AWS::SecretsManager::Secret'),
  aws_secretsmanager_secret_policy: on('AWS::SecretsManager::Secret', 'secret_arn'),
  aws_ses_identity_policy: on('AWS::SES::EmailIdentity', 'identity'),
  aws_sesv2_email_identity_policy: on('AWS::SES::EmailIdentity', 'email_identity'),
  aws_sns_topic: on('AWS::SNS::Topic'),
  aws_sns_topic_policy: on('AWS::SNS::Topic', 'arn'),
  aws_sqs_queue: on('AWS::SQS::Queue'),
  aws_sqs_queue_policy: on('AWS::SQS::Queue', 'queue_url'),
  aws_transfer_access: { ...on('AWS::Transfer::User', 'external_id'), kind: 'session' },
  aws_transfer_user: { ...on('AWS::Transfer::User', 'user_name'), kind: 'session' },
  aws_vpc_endpoint: { ...on('AWS::EC2::VPCEndpoint'), kind: 'endpoint' },
  aws_vpc_endpoint_policy: { ...on('AWS::EC2::VPCEndpoint', 'vpc_endpoint_id'), kind: 'endpoint' },
  aws_vpclattice_auth_policy: on('AWS::VpcLattice::Service', 'resource_identifier'),
  aws_vpclattice_resource_policy: on('AWS::VpcLattice::Service', 'resource_arn'),
  aws_xray_resource_policy: on('AWS::XRay::Group', undefined, 'policy_document'),
}
