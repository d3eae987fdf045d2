import type { PolicyKind } from '../../../src/model/iam'

/** A type that carries a policy document: where it is, and what it protects. */
export interface PolicyCarrier {
  readonly kind: Extract<PolicyKind, 'resource' | 'endpoint' | 'session' | 'document'>
  /** Where the document is; a path where it is inside an object. */
  readonly policy: readonly string[]
  readonly protects: string
  /** The property that names what it protects, one or a list; undefined when that is the resource itself. */
  readonly of: readonly string[] | undefined
}

/** `policy` holds the document of what `of` names, or of the resource itself. */
function on(protects: string, policy: string, of?: string): PolicyCarrier {
  return { kind: 'resource', policy: policy.split('.'), protects, of: of?.split('.') }
}

/**
 * Each row is from the page of that type at
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 * What looks like one and is another language is left out: lifecycle, data protection, Cedar (VerifiedPermissions,
 * VerifiedAccess), OpenSearch Serverless, RAM permission templates.
 */
export const policyCarriers: Readonly<Record<string, PolicyCarrier>> = {
  'AWS::APS::ResourcePolicy': on('AWS::APS::Workspace', 'PolicyDocument', 'WorkspaceArn'),
  'AWS::ApiGateway::DomainName': on('AWS::ApiGateway::DomainName', 'Policy'),
  'AWS::ApiGateway::DomainNameV2': on('AWS::ApiGateway::DomainNameV2', 'Policy'),
  'AWS::ApiGateway::RestApi': on('AWS::ApiGateway::RestApi', 'Policy'),
  'AWS::Backup::BackupVault': on('AWS::Backup::BackupVault', 'AccessPolicy'),
  'AWS::Backup::LogicallyAirGappedBackupVault': on('AWS::Backup::BackupVault', 'AccessPolicy'),
  'AWS::CloudTrail::ResourcePolicy': on('AWS::CloudTrail::Channel', 'ResourcePolicy', 'ResourceArn'),
  'AWS::CodeArtifact::Domain': on('AWS::CodeArtifact::Domain', 'PermissionsPolicyDocument'),
  'AWS::CodeArtifact::Repository': on('AWS::CodeArtifact::Repository', 'PermissionsPolicyDocument'),
  'AWS::DynamoDB::Table': on('AWS::DynamoDB::Table', 'ResourcePolicy.PolicyDocument'),
  'AWS::EC2::VPCEndpoint': { ...on('AWS::EC2::VPCEndpoint', 'PolicyDocument'), kind: 'endpoint' },
  'AWS::ECR::PublicRepository': on('AWS::ECR::PublicRepository', 'RepositoryPolicyText'),
  'AWS::ECR::RegistryPolicy': on('AWS::ECR::Registry', 'PolicyText'),
  'AWS::ECR::Repository': on('AWS::ECR::Repository', 'RepositoryPolicyText'),
  'AWS::ECR::RepositoryCreationTemplate': on('AWS::ECR::Repository', 'RepositoryPolicy'),
  'AWS::EFS::FileSystem': on('AWS::EFS::FileSystem', 'FileSystemPolicy'),
  'AWS::Elasticsearch::Domain': on('AWS::Elasticsearch::Domain', 'AccessPolicies'),
  'AWS::EventSchemas::RegistryPolicy': on('AWS::EventSchemas::Registry', 'Policy', 'RegistryName'),
  'AWS::Events::EventBus': on('AWS::Events::EventBus', 'Policy'),
  'AWS::Events::EventBusPolicy': on('AWS::Events::EventBus', 'Statement', 'EventBusName'),
  // Not of IAM, but of its grammar: what a thing's certificate may do with the IoT data plane.
  'AWS::IoT::Policy': { ...on('AWS::IoT::Policy', 'PolicyDocument'), kind: 'document' },
  'AWS::KMS::Key': on('AWS::KMS::Key', 'KeyPolicy'),
  'AWS::KMS::ReplicaKey': on('AWS::KMS::Key', 'KeyPolicy'),
  'AWS::Kinesis::ResourcePolicy': on('AWS::Kinesis::Stream', 'ResourcePolicy', 'ResourceArn'),
  'AWS::Lex::ResourcePolicy': on('AWS::Lex::Bot', 'Policy', 'ResourceArn'),
  'AWS::Logs::DeliveryDestination': on('AWS::Logs::DeliveryDestination', 'DeliveryDestinationPolicy'),
  'AWS::Logs::Destination': on('AWS::Logs::Destination', 'DestinationPolicy'),
  'AWS::Logs::ResourcePolicy': on('AWS::Logs::LogGroup', 'PolicyDocument'),
  'AWS::MSK::ClusterPolicy': on('AWS::MSK::Cluster', 'Policy', 'ClusterArn'),
  'AWS::MediaStore::Container': on('AWS::MediaStore::Container', 'Policy'),
  'AWS::MediaPackageV2::ChannelPolicy': on('AWS::MediaPackageV2::Channel', 'Policy', 'ChannelName'),
  'AWS::MediaPackageV2::OriginEndpointPolicy': on(
    'AWS::MediaPackageV2::OriginEndpoint',
    'Policy',
    'OriginEndpointName',
  ),
  'AWS::Oam::Sink': on('AWS::Oam::Sink', 'Policy'),
  'AWS::OpenSearchService::Domain': on('AWS::OpenSearchService::Domain', 'AccessPolicies'),
  'AWS::Organizations::ResourcePolicy': on('AWS::Organizations::Organization', 'Content'),
  'AWS::RedshiftServerless::Namespace': on('AWS::RedshiftServerless::Namespace', 'NamespaceResourcePolicy'),
  'AWS::Redshift::Cluster': on('AWS::Redshift::Cluster', 'NamespaceResourcePolicy'),
  'AWS::RolesAnywhere::Profile': { ...on('AWS::RolesAnywhere::Profile', 'SessionPolicy'), kind: 'session' },
  'AWS::S3::AccessPoint': on('AWS::S3::AccessPoint', 'Policy'),
  'AWS::S3::BucketPolicy': on('AWS::S3::Bucket', 'PolicyDocument', 'Bucket'),
  'AWS::S3::MultiRegionAccessPointPolicy': on('AWS::S3::MultiRegionAccessPoint', 'Policy', 'MrapName'),
  'AWS::S3Express::BucketPolicy': on('AWS::S3Express::DirectoryBucket', 'PolicyDocument', 'Bucket'),
  'AWS::S3ObjectLambda::AccessPointPolicy': on(
    'AWS::S3ObjectLambda::AccessPoint',
    'PolicyDocument',
    'ObjectLambdaAccessPoint',
  ),
  'AWS::S3Outposts::AccessPoint': on('AWS::S3Outposts::AccessPoint', 'Policy'),
  'AWS::S3Outposts::BucketPolicy': on('AWS::S3Outposts::Bucket', 'PolicyDocument', 'Bucket'),
  'AWS::S3Tables::TableBucketPolicy': on('AWS::S3Tables::TableBucket', 'ResourcePolicy', 'TableBucketARN'),
  'AWS::S3Tables::TablePolicy': on('AWS::S3Tables::Table', 'ResourcePolicy', 'TableARN'),
  'AWS::S3Vectors::VectorBucketPolicy': on('AWS::S3Vectors::VectorBucket', 'Policy', 'VectorBucketArn'),
  'AWS::SES::EmailIdentityPolicy': on('AWS::SES::EmailIdentity', 'Policy', 'EmailIdentity'),
  'AWS::SNS::TopicInlinePolicy': on('AWS::SNS::Topic', 'PolicyDocument', 'TopicArn'),
  'AWS::SNS::TopicPolicy': on('AWS::SNS::Topic', 'PolicyDocument', 'Topics'),
  'AWS::SQS::QueueInlinePolicy': on('AWS::SQS::Queue', 'PolicyDocument', 'Queue'),
  'AWS::SQS::QueuePolicy': on('AWS::SQS::Queue', 'PolicyDocument', 'Queues'),
  'AWS::SSM::ResourcePolicy': on('AWS::SSM::Parameter', 'Policy', 'ResourceArn'),
  'AWS::SageMaker::ModelPackageGroup': on('AWS::SageMaker::ModelPackageGroup', 'ModelPackageGroupPolicy'),
  'AWS::SecretsManager::ResourcePolicy': on('AWS::SecretsManager::Secret', 'ResourcePolicy', 'SecretId'),
  'AWS::Transfer::User': { ...on('AWS::Transfer::User', 'Policy'), kind: 'session' },
  'AWS::VpcLattice::AuthPolicy': on('AWS::VpcLattice::Service', 'Policy', 'ResourceIdentifier'),
  'AWS::VpcLattice::ResourcePolicy': on('AWS::VpcLattice::Service', 'Policy', 'ResourceArn'),
  'AWS::XRay::ResourcePolicy': on('AWS::XRay::Group', 'PolicyDocument'),
}
