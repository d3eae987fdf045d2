/**
 * Properties that hold a password or a token, by canonical type, as paths of CloudFormation names. A step over a list
 * means each item. `|` separates the names that languages give to the same thing.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export const passwordPlaces: Readonly<Record<string, readonly string[]>> = {
  'Alexa::ASK::Skill': ['AuthenticationConfiguration.ClientSecret', 'AuthenticationConfiguration.RefreshToken'],
  'AWS::Amplify::App': [
    'AccessToken',
    'OauthToken',
    'BasicAuthConfig.Password',
    'BasicAuthCredentials',
    'AutoBranchCreationConfig.BasicAuthConfig.Password',
  ],
  'AWS::Amplify::Branch': ['BasicAuthConfig.Password', 'BasicAuthCredentials'],
  'AWS::AppStream::DirectoryConfig': ['ServiceAccountCredentials.AccountPassword'],
  'AWS::CodeBuild::SourceCredential': ['Token'],
  'AWS::CodePipeline::Pipeline': ['Stages|stage.Actions|action.Configuration.OAuthToken'],
  'AWS::CodePipeline::Webhook': ['AuthenticationConfiguration.SecretToken'],
  'AWS::Cognito::UserPoolIdentityProvider': ['ProviderDetails.client_secret'],
  'AWS::DataSync::LocationSMB': ['Password'],
  'AWS::DirectoryService::MicrosoftAD': ['Password'],
  'AWS::DirectoryService::SimpleAD': ['Password'],
  'AWS::DMS::Endpoint': ['Password', 'MongoDbSettings.Password'],
  'AWS::DocDB::DBCluster': ['MasterUserPassword|master_password'],
  'AWS::ElastiCache::ReplicationGroup': ['AuthToken'],
  'AWS::ElastiCache::User': ['Passwords', 'AuthenticationMode.Passwords'],
  'AWS::EMR::Cluster': [
    'KerberosAttributes.KdcAdminPassword',
    'KerberosAttributes.ADDomainJoinPassword',
    'KerberosAttributes.CrossRealmTrustPrincipalPassword',
  ],
  'AWS::Events::Connection': [
    'AuthParameters.ApiKeyAuthParameters|api_key.ApiKeyValue|value',
    'AuthParameters.BasicAuthParameters|basic.Password',
    'AuthParameters.OAuthParameters|oauth.ClientParameters.ClientSecret',
  ],
  'AWS::FSx::FileSystem': [
    'WindowsConfiguration.SelfManagedActiveDirectoryConfiguration.Password',
    'SelfManagedActiveDirectory.Password',
  ],
  'AWS::Glue::Connection': ['ConnectionInput.ConnectionProperties.PASSWORD', 'ConnectionProperties.PASSWORD'],
  'AWS::KinesisFirehose::DeliveryStream': [
    'RedshiftDestinationConfiguration|redshift_configuration.Password',
    'HttpEndpointDestinationConfiguration.EndpointConfiguration.AccessKey',
    'http_endpoint_configuration.access_key',
  ],
  'AWS::Lambda::Permission': ['EventSourceToken'],
  'AWS::Lightsail::Database': ['MasterUserPassword|master_password'],
  'AWS::ManagedBlockchain::Member': [
    'MemberConfiguration.MemberFrameworkConfiguration.MemberFabricConfiguration.AdminPassword',
  ],
  'AWS::MemoryDB::User': ['AuthenticationMode.Passwords'],
  'AWS::AmazonMQ::Broker': ['Users|user.Password'],
  'AWS::OpenSearchService::Domain': ['AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword'],
  'AWS::Elasticsearch::Domain': ['AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword'],
  'AWS::OpsWorks::App': ['AppSource.Password', 'SslConfiguration.PrivateKey'],
  'AWS::OpsWorks::Stack': ['CustomCookbooksSource.Password', 'RdsDbInstances.DbPassword'],
  'AWS::RDS::DBCluster': ['MasterUserPassword|master_password'],
  'AWS::RDS::DBInstance': ['MasterUserPassword|password', 'TdeCredentialPassword'],
  'AWS::Redshift::Cluster': ['MasterUserPassword|master_password'],
  'AWS::RedshiftServerless::Namespace': ['AdminUserPassword'],
}
