import type { Answer } from '../model/value'
import { normalService } from './principal'

/**
 * Service principals, and whether AWS documents that a service sends `aws:SourceArn` and `aws:SourceAccount`: where it
 * does not, a condition on them makes an Allow that never matches. Kept by hand from the services' own pages on
 * confused deputies (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html): a service that is not here
 * is not known to send them, nor known not to.
 */

/** When a service uses a resource's policy (it delivers to a bucket, invokes a function), it says for which resource. */
const inResourcePolicies = new Set([
  'apigateway.amazonaws.com',
  'budgets.amazonaws.com',
  'cloudfront.amazonaws.com',
  'cloudtrail.amazonaws.com',
  'cloudwatch.amazonaws.com',
  'cognito-idp.amazonaws.com',
  'config.amazonaws.com',
  'delivery.logs.amazonaws.com',
  'events.amazonaws.com',
  'guardduty.amazonaws.com',
  'inspector2.amazonaws.com',
  'lex.amazonaws.com',
  'lexv2.amazonaws.com',
  'logs.amazonaws.com',
  'macie.amazonaws.com',
  's3.amazonaws.com',
  'logging.s3.amazonaws.com',
  'secretsmanager.amazonaws.com',
  'serverlessrepo.amazonaws.com',
  'ses.amazonaws.com',
  'sns.amazonaws.com',
])

/**
 * When a service assumes a role, it says on behalf of which resource. Firehose does not: it sends the account as
 * `sts:ExternalId`. https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
const inTrustPolicies = new Set([
  'autoscaling.amazonaws.com',
  'batch.amazonaws.com',
  'bedrock.amazonaws.com',
  'bedrock-agentcore.amazonaws.com',
  'codebuild.amazonaws.com',
  'codepipeline.amazonaws.com',
  'comprehend.amazonaws.com',
  'config.amazonaws.com',
  'datasync.amazonaws.com',
  'dms.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'elasticmapreduce.amazonaws.com',
  'events.amazonaws.com',
  'export.rds.amazonaws.com',
  'forecast.amazonaws.com',
  'iot.amazonaws.com',
  'kinesisanalytics.amazonaws.com',
  'logs.amazonaws.com',
  'monitoring.rds.amazonaws.com',
  'personalize.amazonaws.com',
  'pipes.amazonaws.com',
  'resources.cloudformation.amazonaws.com',
  'rds.amazonaws.com',
  'sagemaker.amazonaws.com',
  'scheduler.amazonaws.com',
  'ssm.amazonaws.com',
  'states.amazonaws.com',
  'transcribe.amazonaws.com',
  'transfer.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
])

/**
 * Services that hand a role's credentials to a workload of the account itself: the role can only be passed by somebody
 * who may, so that there is no deputy to confuse, and the keys are not sent.
 */
const workloads = new Set([
  'ec2.amazonaws.com',
  'edgelambda.amazonaws.com',
  'eks.amazonaws.com',
  'lambda.amazonaws.com',
  'pods.eks.amazonaws.com',
  'spotfleet.amazonaws.com',
])

/** Whether a service sends `aws:SourceArn` and `aws:SourceAccount` where it uses a policy of that kind. */
export function sendsSource(service: string, policy: 'resource' | 'trust'): Answer {
  const name = normalService(service)
  const documented = policy === 'trust' ? inTrustPolicies : inResourcePolicies
  if (documented.has(name)) return 'yes'
  return policy === 'trust' && workloads.has(name) ? 'no' : 'unknown'
}

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
