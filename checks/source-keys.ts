import type { RequestContext } from '../src/iam/context'
import { context, present, strangerAccount } from '../src/iam/context'
import { normalService } from '../src/iam/principal'
import { conditionsOf } from '../src/iam/condition'
import { scopeOfKey } from '../src/iam/condition-scope'
import { hasVariables } from '../src/iam/statement'
import type { PolicyDocument, Statement } from '../src/model/policy'
import { glob } from '../src/iam/glob'
import { holes, literal } from '../src/model/value'

/**
 * Which services say for whom they act, with `aws:SourceArn` and `aws:SourceAccount`, where they use a policy. Only what
 * AWS documents is here: a condition on keys that a service does not send makes an Allow that never matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */

const lambdaServices =
  'apigateway bedrock codecommit cognito-idp config connect elasticloadbalancing events iot lexv2 logs s3 secretsmanager ses sns vpc-lattice'

/** By CloudFormation's type of what the policy protects: services, and the page that shows the condition. */
const resourceServices: readonly (readonly [types: string, services: string, page: string])[] = [
  [
    'AWS::Lambda::Function',
    lambdaServices,
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
  ],
  [
    'AWS::Lambda::Function',
    'lambda.alarms.cloudwatch',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html',
  ],
  ['AWS::SQS::Queue', 'sns', 'https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html'],
  // Of topics the page says the opposite of EventBridge: its rules cannot meet a condition there.
  ['AWS::SQS::Queue', 'events', 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html'],
  [
    'AWS::ApiGateway::RestApi',
    'events',
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html',
  ],
  [
    'AWS::SQS::Queue AWS::SNS::Topic',
    's3',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html',
  ],
  [
    'AWS::SNS::Topic',
    'cloudwatch',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html',
  ],
  ['AWS::SNS::Topic', 'config', 'https://docs.aws.amazon.com/config/latest/developerguide/sns-topic-policy.html'],
  ['AWS::SNS::Topic', 'ses', 'https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html'],
  [
    'AWS::SNS::Topic',
    'budgets costalerts',
    'https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html',
  ],
  [
    'AWS::SNS::Topic',
    'events.rds',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html',
  ],
  [
    'AWS::S3::Bucket AWS::SNS::Topic AWS::KMS::Key',
    'cloudtrail',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cross-service-confused-deputy-prevention.html',
  ],
  ['AWS::S3::Bucket', 'config', 'https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html'],
  [
    'AWS::S3::Bucket AWS::Logs::LogGroup',
    'delivery.logs',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html',
  ],
  ['AWS::S3::Bucket', 'logs', 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html'],
  [
    'AWS::S3::Bucket',
    'logging.s3',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html',
  ],
  ['AWS::S3::Bucket', 's3', 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html'],
  [
    'AWS::S3::Bucket AWS::Lambda::Function AWS::KMS::Key',
    'cloudfront',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],
  ['AWS::S3::Bucket', 'ses', 'https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html'],
  [
    'AWS::S3::Bucket',
    'serverlessrepo',
    'https://docs.aws.amazon.com/serverlessrepo/latest/devguide/security_iam_resource-based-policy-examples.html',
  ],
  [
    'AWS::S3::Bucket AWS::KMS::Key',
    'guardduty',
    'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html',
  ],
  [
    'AWS::S3::Bucket AWS::KMS::Key',
    'inspector2',
    'https://docs.aws.amazon.com/inspector/latest/user/findings-managing-exporting-reports.html',
  ],
  [
    'AWS::S3::Bucket AWS::KMS::Key',
    'macie',
    'https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html',
  ],
  [
    'AWS::S3::Bucket',
    'ssm',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-create-resource-data-sync.html',
  ],
  ['AWS::S3::Bucket', 'billingreports', 'https://docs.aws.amazon.com/cur/latest/userguide/cur-s3.html'],
  [
    'AWS::S3::Bucket',
    'bcm-data-exports',
    'https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html',
  ],
  [
    'AWS::S3::Bucket',
    'appstream',
    'https://docs.aws.amazon.com/appstream2/latest/developerguide/example-elastic-fleets.html',
  ],
  ['AWS::ECR::Repository', 'lambda', 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html'],
  [
    'AWS::Logs::LogGroup',
    'es',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html',
  ],
  ['AWS::Logs::LogGroup', 'route53', 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html'],
]

/** Services that send the keys when they assume a role, and the page that shows the trust policy. */
const trustServices: Readonly<Record<string, string>> = {
  appstream: 'https://docs.aws.amazon.com/appstream2/latest/developerguide/example-fleet-machine.html',
  autoscaling: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/cross-service-confused-deputy-prevention.html',
  batch: 'https://docs.aws.amazon.com/batch/latest/userguide/cross-service-confused-deputy-prevention.html',
  bedrock: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html',
  codebuild: 'https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html',
  comprehend: 'https://docs.aws.amazon.com/comprehend/latest/dg/cross-service-confused-deputy-prevention.html',
  datasync: 'https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html',
  dms: 'https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html',
  'ecs-tasks': 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  elasticmapreduce: 'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-role.html',
  'export.rds': 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/cross-service-confused-deputy-prevention.html',
  fis: 'https://docs.aws.amazon.com/fis/latest/userguide/getting-started-iam-service-role.html',
  forecast: 'https://docs.aws.amazon.com/forecast/latest/dg/cross-service-confused-deputy-prevention.html',
  frauddetector: 'https://docs.aws.amazon.com/frauddetector/latest/ug/confused-deputy-prevention.html',
  greengrass: 'https://docs.aws.amazon.com/greengrass/v2/developerguide/cross-service-confused-deputy-prevention.html',
  iot: 'https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html',
  kinesisanalytics:
    'https://docs.aws.amazon.com/managed-flink/latest/java/iam-cross-service-confused-deputy-prevention.html',
  logs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions-confused-deputy.html',
  'monitoring.rds':
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/cross-service-confused-deputy-prevention.html',
  personalize: 'https://docs.aws.amazon.com/personalize/latest/dg/cross-service-confused-deputy-prevention.html',
  'resources.cloudformation':
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cross-service-confused-deputy-prevention.html',
  sagemaker: 'https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html',
  scheduler: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html',
  ssm: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html',
  states: 'https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html',
  transfer: 'https://docs.aws.amazon.com/transfer/latest/userguide/confused-deputy.html',
  'vpc-flow-logs': 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html',
}

/** The page on which AWS tells that a service names its source to a resource's policy; undefined where none is known. */
export function sourcePageOfResource(service: string, type: string): string | undefined {
  const name = prefixOf(service)
  return resourceServices.find(([types, services]) => has(types, type) && has(services, name))?.[2]
}

/** The same for the trust policy of a role that the service assumes. */
export function sourcePageOfTrust(service: string): string | undefined {
  const name = prefixOf(service)
  return Object.hasOwn(trustServices, name) ? trustServices[name] : undefined
}

const prefixOf = (service: string): string => normalService(service).replace(/\.amazonaws\.com$/, '')
const has = (list: string, wanted: string): boolean => list.split(' ').includes(wanted)

/**
 * Whether a statement lets a service in when it acts for somebody else's resource: its conditions hold then, and no
 * Deny of the document speaks of the source. What the service sends beside the source is left open.
 */
export function letsStrangersUse(service: string, statement: Statement, document: PolicyDocument): boolean {
  const asked = document.statements.filter(({ effect }) => effect === 'Deny').flatMap(({ conditions }) => conditions)
  if (asked.some(({ key }) => ['service', 'organization'].includes(scopeOfKey(literal(key) ?? 'aws:SourceArn')))) {
    return false
  }
  // What only the deployment knows of the source is taken for the right one.
  const ofSource = statement.conditions.filter(({ key }) => scopeOfKey(literal(key) ?? '') === 'service')
  if (ofSource.some(({ values }) => values.unknown.length > 0 || values.items.some((item) => holes(item).length > 0))) {
    return false
  }
  return conditionsOf(statement, hasVariables(document), requestFor(service)).answer === 'yes'
}

/** The service's request on behalf of a stranger's resource. Names of buckets say no account. */
function requestFor(service: string): RequestContext {
  const own = prefixOf(service)
  const organization = 'o-0000000000'
  const source =
    own === 's3' || own === 'logging.s3'
      ? present('arn:aws:s3:::bucket-of-a-stranger')
      : ({ kind: 'free', required: true, glob: glob(`arn:aws:*:*:${strangerAccount}:*`) } as const)
  return context({
    'aws:SourceArn': source,
    'aws:SourceAccount': present(strangerAccount),
    'aws:SourceOwner': present(strangerAccount),
    'aws:SourceOrgID': present(organization),
    'aws:SourceOrgPaths': present(`${organization}/r-0000/`),
    'aws:PrincipalIsAWSService': present('true'),
    'aws:PrincipalServiceName': present(service),
    'aws:SecureTransport': present('true'),
    's3:x-amz-acl': { kind: 'free' },
    's3:x-amz-server-side-encryption': { kind: 'free' },
  })
}
