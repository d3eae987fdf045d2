/** AWS managed policies that AWS has marked deprecated or replaced, with what takes their place. */
const replaced: Readonly<Record<string, string>> = {
  AWSLambdaFullAccess: 'AWSLambda_FullAccess',
  AWSLambdaReadOnlyAccess: 'AWSLambda_ReadOnlyAccess',
  'service-role/AmazonEC2RoleforSSM': 'AmazonSSMManagedInstanceCore',
  'service-role/AmazonElasticMapReduceRole': 'service-role/AmazonEMRServicePolicy_v2',
  AmazonElasticMapReduceFullAccess: 'AmazonEMRFullAccessPolicy_v2',
  AmazonElasticMapReduceReadOnlyAccess: 'AmazonEMRReadOnlyAccessPolicy_v2',
  'service-role/AWSConfigRole': 'service-role/AWS_ConfigRole',
  AmazonEC2ContainerServiceFullAccess: 'AmazonECS_FullAccess',
  AWSElasticBeanstalkFullAccess: 'AdministratorAccess-AWSElasticBeanstalk',
  AWSElasticBeanstalkReadOnlyAccess: 'AWSElasticBeanstalkReadOnly',
  'service-role/AWSElasticBeanstalkService': 'AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy',
  AWSCloudTrailFullAccess: 'AWSCloudTrail_FullAccess',
  AWSCloudTrailReadOnlyAccess: 'AWSCloudTrail_ReadOnlyAccess',
  AWSDataPipelineFullAccess: 'AWSDataPipeline_FullAccess',
  AWSOpsWorksFullAccess: 'AWSOpsWorks_FullAccess',
  AWSCodePipelineFullAccess: 'AWSCodePipeline_FullAccess',
  AWSCodePipelineReadOnlyAccess: 'AWSCodePipeline_ReadOnlyAccess',
}

/**
 * What takes the place of an AWS managed policy (by the part of its ARN after `policy/`) that AWS has deprecated;
 * undefined for one that has not been. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-deprecated.html
 */
export function replacementOf(name: string): string | undefined {
  return Object.hasOwn(replaced, name) ? replaced[name] : undefined
}
