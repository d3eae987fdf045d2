/**
 * Where credentials end up in code: the property of each type, by canonical name, and where else it may stand. All of it
 * can be read by whoever may describe the resource.
 */
export const credentialPlaces: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'provider.aws': [['access_key'], ['secret_key'], ['token']],
  'AWS::EC2::Instance': [['UserData'], ['user_data_base64']],
  'AWS::EC2::LaunchTemplate': [['UserData'], ['LaunchTemplateData', 'UserData']],
  'AWS::AutoScaling::LaunchConfiguration': [['UserData'], ['user_data_base64']],
  'AWS::Lambda::Function': [['Environment', 'Variables']],
  'AWS::Serverless::Function': [['Environment', 'Variables']],
  'AWS::ECS::TaskDefinition': [['ContainerDefinitions']],
  'AWS::CodeBuild::Project': [['Environment']],
  'AWS::Glue::Job': [['DefaultArguments']],
  'AWS::SSM::Parameter': [['Value']],
  'AWS::Batch::JobDefinition': [['ContainerProperties']],
  'AWS::Amplify::App': [['EnvironmentVariables']],
  'AWS::ElasticBeanstalk::Environment': [['OptionSettings'], ['setting']],
  'AWS::DataSync::LocationObjectStorage': [['AccessKey'], ['SecretKey']],
}
