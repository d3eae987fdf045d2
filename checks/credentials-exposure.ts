import type { ActionInfo } from '../src/iam/data'
import { defineCheck } from './check'
import { unscopedReports } from './unscoped-actions'

/** Actions whose answer is a credential, from the service authorization reference. */
const credentials = new Set(
  [
    'chime:CreateApiKey codepipeline:PollForJobs cognito-idp:AssociateSoftwareToken cognito-idp:DescribeUserPoolClient',
    'connect:GetFederationToken connect:GetFederationTokens ec2:GetPasswordData ecr:GetAuthorizationToken',
    'gamelift:GetComputeAuthToken gamelift:GetInstanceAccess gamelift:RequestUploadCredentials iam:CreateAccessKey iam:CreateLoginProfile',
    'iam:CreateServiceSpecificCredential iam:ResetServiceSpecificCredential iam:UpdateAccessKey lightsail:GetBucketAccessKeys',
    'lightsail:CreateBucketAccessKey lightsail:GetInstanceAccessDetails lightsail:GetRelationalDatabaseMasterUserPassword lightsail:DownloadDefaultKeyPair',
    'mediapackage:RotateChannelCredentials mediapackage:RotateIngestEndpointCredentials rds-db:connect redshift:GetClusterCredentials',
    'redshift:GetClusterCredentialsWithIAM redshift-serverless:GetCredentials secretsmanager:GetSecretValue secretsmanager:BatchGetSecretValue',
    'snowball:GetJobUnlockCode sso:GetRoleCredentials sts:AssumeRoot sts:GetFederationToken codeartifact:GetAuthorizationToken ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath',
  ].flatMap((line) => line.split(' ').map((name) => name.toLowerCase())),
)

export default defineCheck({
  id: 'credentials-exposure',
  title: 'May fetch credentials, everywhere',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege', 'credentials'],
  maps: {
    checkov: ['CKV_AWS_107', 'CKV_AWS_287'],
    parliament: ['CREDENTIALS_EXPOSURE'],
    cloudsplaining: ['CredentialsExposure'],
  },
  since: '0.1.0',
  run: (policy, context) =>
    unscopedReports(
      policy,
      {
        key: 'credentials-exposure',
        has: (action) => isCredential(action),
        severity: 'medium',
        risk: 'each hands out a credential, with which whoever has it is somebody else',
        fix: 'Name the secrets, parameters or users.',
      },
      context,
    ),
})

const isCredential = (action: ActionInfo): boolean => credentials.has(`${action.service}:${action.name}`.toLowerCase())
