/**
 * What the texts of `Ref` and `Fn::GetAtt` look like, from the "Return values" of each type's page in
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 * `{name}` is the resource's name, `{path}` its IAM path (`/` by default).
 */
export interface Shape {
  /** The property that gives the name. */
  readonly name?: string
  /** What `Ref` gives: `{name}` itself, or a pattern; undefined when it is a generated id. */
  readonly ref?: string
  /** Attribute by pattern. */
  readonly attributes: Readonly<Record<string, string>>
  /** An attribute that is the very text of `Ref`. */
  readonly same?: string
}

const iam = (kind: string, name: string): Shape => ({
  name,
  ref: '{name}',
  attributes: { Arn: `arn:*:iam::*:${kind}{path}{name}` },
})

const named = (name: string, arn: string, more: Readonly<Record<string, string>> = {}): Shape => ({
  name,
  ref: '{name}',
  attributes: { Arn: `arn:*:${arn}`, ...more },
})

/** Types whose `Ref` is the ARN, which `attribute` gives too. */
const byArn = (name: string | undefined, arn: string, attribute: string): Shape => ({
  ...(name === undefined ? {} : { name }),
  ref: `arn:*:${arn}`,
  attributes: { [attribute]: `arn:*:${arn}` },
  same: attribute,
})

export const shapes: Readonly<Record<string, Shape>> = {
  'AWS::IAM::Role': iam('role', 'RoleName'),
  'AWS::IAM::User': iam('user', 'UserName'),
  'AWS::IAM::Group': iam('group', 'GroupName'),
  'AWS::IAM::InstanceProfile': iam('instance-profile', 'InstanceProfileName'),
  'AWS::IAM::ManagedPolicy': {
    name: 'ManagedPolicyName',
    ref: 'arn:*:iam::*:policy{path}{name}',
    attributes: { PolicyArn: 'arn:*:iam::*:policy{path}{name}' },
    same: 'PolicyArn',
  },
  'AWS::IAM::OIDCProvider': byArn(undefined, 'iam::*:oidc-provider/*', 'Arn'),
  'AWS::IAM::SAMLProvider': byArn('Name', 'iam::*:saml-provider/{name}', 'Arn'),
  'AWS::IAM::ServerCertificate': named('ServerCertificateName', 'iam::*:server-certificate{path}{name}'),
  'AWS::S3::Bucket': named('BucketName', 's3:::{name}', {
    DomainName: '{name}.s3.*',
    RegionalDomainName: '{name}.s3.*',
    WebsiteURL: 'http*://{name}.s3-website*',
  }),
  'AWS::S3::AccessPoint': named('Name', 's3:*:*:accesspoint/{name}'),
  'AWS::SQS::Queue': {
    name: 'QueueName',
    ref: 'https://sqs.*/*/{name}',
    attributes: { Arn: 'arn:*:sqs:*:*:{name}', QueueName: '{name}', QueueUrl: 'https://sqs.*/*/{name}' },
    same: 'QueueUrl',
  },
  'AWS::SNS::Topic': byArn('TopicName', 'sns:*:*:{name}', 'TopicArn'),
  'AWS::KMS::Key': { attributes: { Arn: 'arn:*:kms:*:*:key/*' }, same: 'KeyId' },
  'AWS::KMS::ReplicaKey': { attributes: { Arn: 'arn:*:kms:*:*:key/*' }, same: 'KeyId' },
  'AWS::KMS::Alias': { name: 'AliasName', ref: '{name}', attributes: {} },
  'AWS::Lambda::Function': named('FunctionName', 'lambda:*:*:function:{name}'),
  'AWS::Lambda::Alias': byArn(undefined, 'lambda:*:*:function:*:*', 'AliasArn'),
  'AWS::Lambda::Version': byArn(undefined, 'lambda:*:*:function:*:*', 'FunctionArn'),
  'AWS::Lambda::LayerVersion': byArn(undefined, 'lambda:*:*:layer:*:*', 'LayerVersionArn'),
  'AWS::DynamoDB::Table': named('TableName', 'dynamodb:*:*:table/{name}', {
    StreamArn: 'arn:*:dynamodb:*:*:table/{name}/stream/*',
  }),
  'AWS::DynamoDB::GlobalTable': named('TableName', 'dynamodb:*:*:table/{name}', {
    StreamArn: 'arn:*:dynamodb:*:*:table/{name}/stream/*',
  }),
  'AWS::SecretsManager::Secret': byArn('Name', 'secretsmanager:*:*:secret:{name}-??????', 'Id'),
  'AWS::SSM::Parameter': { name: 'Name', ref: '{name}', attributes: {} },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    ref: 'arn:*:states:*:*:stateMachine:{name}',
    attributes: { Arn: 'arn:*:states:*:*:stateMachine:{name}', Name: '{name}' },
    same: 'Arn',
  },
  'AWS::Logs::LogGroup': named('LogGroupName', 'logs:*:*:log-group:{name}:*'),
  'AWS::Kinesis::Stream': named('Name', 'kinesis:*:*:stream/{name}'),
  'AWS::KinesisFirehose::DeliveryStream': named('DeliveryStreamName', 'firehose:*:*:deliverystream/{name}'),
  'AWS::ECR::Repository': named('RepositoryName', 'ecr:*:*:repository/{name}'),
  'AWS::ECS::Cluster': named('ClusterName', 'ecs:*:*:cluster/{name}'),
  'AWS::ECS::Service': { ref: 'arn:*:ecs:*:*:service/*', attributes: { Name: '*' } },
  'AWS::ECS::TaskDefinition': byArn(undefined, 'ecs:*:*:task-definition/*:*', 'TaskDefinitionArn'),
  'AWS::EKS::Cluster': named('Name', 'eks:*:*:cluster/{name}'),
  'AWS::Events::Rule': { name: 'Name', attributes: { Arn: 'arn:*:events:*:*:rule/*' } },
  'AWS::Events::EventBus': named('Name', 'events:*:*:event-bus/{name}', { Name: '{name}' }),
  'AWS::CodeBuild::Project': named('Name', 'codebuild:*:*:project/{name}'),
  'AWS::CodePipeline::Pipeline': { name: 'Name', ref: '{name}', attributes: {} },
  'AWS::CodeCommit::Repository': { attributes: { Arn: 'arn:*:codecommit:*:*:*' } },
  'AWS::Cognito::UserPool': { attributes: { Arn: 'arn:*:cognito-idp:*:*:userpool/*' } },
  'AWS::EFS::FileSystem': { attributes: { Arn: 'arn:*:elasticfilesystem:*:*:file-system/*' } },
  'AWS::Backup::BackupVault': {
    name: 'BackupVaultName',
    ref: '{name}',
    attributes: { BackupVaultArn: 'arn:*:backup:*:*:backup-vault:{name}', BackupVaultName: '{name}' },
  },
  'AWS::RDS::DBInstance': { attributes: { DBInstanceArn: 'arn:*:rds:*:*:db:*' } },
  'AWS::RDS::DBCluster': { attributes: { DBClusterArn: 'arn:*:rds:*:*:cluster:*' } },
  'AWS::OpenSearchService::Domain': named('DomainName', 'es:*:*:domain/{name}', {
    DomainArn: 'arn:*:es:*:*:domain/{name}',
  }),
  'AWS::Elasticsearch::Domain': named('DomainName', 'es:*:*:domain/{name}', {
    DomainArn: 'arn:*:es:*:*:domain/{name}',
  }),
  'AWS::SSO::PermissionSet': { attributes: { PermissionSetArn: 'arn:*:sso:::permissionSet/*' } },
  'AWS::Organizations::Policy': { attributes: { Arn: 'arn:*:organizations::*:policy/*' } },
  'AWS::Organizations::Account': { attributes: { Arn: 'arn:*:organizations::*:account/*', AccountId: '????????????' } },
  'AWS::CloudFront::CloudFrontOriginAccessIdentity': { attributes: { S3CanonicalUserId: '*' } },
  'AWS::RolesAnywhere::TrustAnchor': { attributes: { TrustAnchorArn: 'arn:*:rolesanywhere:*:*:trust-anchor/*' } },
}
