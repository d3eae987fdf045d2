import { lowerName } from '../src/iam/action'
import type { ActionInfo } from '../src/iam/data'

/** Which actions are graver than others when they are granted on every resource. No action is of two kinds. */

const named = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(' ').map((name) => name.toLowerCase())))

const isOneOf = (set: ReadonlySet<string>, action: ActionInfo): boolean => set.has(lowerName(action))

/** Actions whose answer is a credential, from the service authorization reference. */
const credentials = named([
  'chime:CreateApiKey codepipeline:PollForJobs cognito-idp:AssociateSoftwareToken cognito-idp:DescribeUserPoolClient',
  'connect:GetFederationToken connect:GetFederationTokens ec2:GetPasswordData ecr:GetAuthorizationToken',
  'gamelift:GetComputeAuthToken gamelift:GetInstanceAccess gamelift:RequestUploadCredentials iam:CreateAccessKey iam:CreateLoginProfile',
  'iam:CreateServiceSpecificCredential iam:ResetServiceSpecificCredential iam:UpdateAccessKey lightsail:GetBucketAccessKeys',
  'lightsail:CreateBucketAccessKey lightsail:GetInstanceAccessDetails lightsail:GetRelationalDatabaseMasterUserPassword lightsail:DownloadDefaultKeyPair',
  'mediapackage:RotateChannelCredentials mediapackage:RotateIngestEndpointCredentials rds-db:connect redshift:GetClusterCredentials',
  'redshift:GetClusterCredentialsWithIAM redshift-serverless:GetCredentials secretsmanager:GetSecretValue secretsmanager:BatchGetSecretValue',
  'snowball:GetJobUnlockCode sso:GetRoleCredentials sts:AssumeRoot sts:GetFederationToken codeartifact:GetAuthorizationToken ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath',
])

/** Actions that read the business's data itself, from the service authorization reference. */
const dataReads = named([
  's3:GetObject s3:GetObjectVersion dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query dynamodb:Scan dynamodb:PartiQLSelect dynamodb:ExportTableToPointInTime',
  'rds-data:ExecuteStatement redshift-data:ExecuteStatement redshift-data:GetStatementResult athena:GetQueryResults kinesis:GetRecords',
  'ebs:GetSnapshotBlock rds:DownloadCompleteDBLogFile glacier:GetJobOutput timestream:Select qldb:SendCommand codecommit:GitPull',
  'es:ESHttpGet neptune-db:ReadDataViaQuery elasticache:Connect sqs:ReceiveMessage logs:GetLogEvents',
])

/** Actions on every resource that have a check to themselves. */
const ownChecks = named(['iam:PassRole iam:CreateServiceLinkedRole sts:AssumeRole'])

export const isCredential = (action: ActionInfo): boolean => isOneOf(credentials, action)

export const isDataRead = (action: ActionInfo): boolean => isOneOf(dataReads, action)

export const isDecrypt = ({ service, name }: ActionInfo): boolean =>
  service === 'kms' && /^(Decrypt|ReEncryptFrom)$/.test(name)

/** AWS files some reading of permissions under permissions management, and the choice of a firewall's rules. */
export const isPermissionsChange = (action: ActionInfo): boolean =>
  action.level === 'P' && !/^(Get|List|Describe|SetWebACL$)/.test(action.name) && !isCredential(action)

/** Whether another check, with a graver reason, names an action that is granted on every resource. */
export const hasGraverCheck = (action: ActionInfo): boolean =>
  isCredential(action) ||
  isDataRead(action) ||
  isDecrypt(action) ||
  isPermissionsChange(action) ||
  isOneOf(ownChecks, action)
