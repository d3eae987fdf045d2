import type { AnyCheck } from './check'
import accessAnalyzerMissing from './access-analyzer-missing'
import accessKeyNotRotated from './access-key-not-rotated'
import accessKeySecretInState from './access-key-secret-in-state'
import accountRootTrusted from './account-root-trusted'
import adminAccess from './admin-access'
import apiWithoutAuthorizer from './api-without-authorizer'
import assumeRoleWildcard from './assume-role-wildcard'
import assumeRoleWithoutMfa from './assume-role-without-mfa'
import awsManagedAdminPolicy from './aws-managed-admin-policy'
import awsManagedPolicyBroad from './aws-managed-policy-broad'
import bitbucketOidcSubject from './bitbucket-oidc-subject'
import boundaryIsNoBoundary from './boundary-is-no-boundary'
import bucketPolicyLocksOut from './bucket-policy-locks-out'
import circleciOidcSubject from './circleci-oidc-subject'
import cloudfrontLoggingOff from './cloudfront-logging-off'
import cloudshellFullAccess from './cloudshell-full-access'
import cloudtrailBucketPublic from './cloudtrail-bucket-public'
import cloudtrailNoCloudwatch from './cloudtrail-no-cloudwatch'
import cloudtrailNoLogValidation from './cloudtrail-no-log-validation'
import cloudtrailNotEncrypted from './cloudtrail-not-encrypted'
import cloudtrailNotLogging from './cloudtrail-not-logging'
import cloudtrailSingleRegion from './cloudtrail-single-region'
import cognitoMfaOff from './cognito-mfa-off'
import cognitoOidcSubject from './cognito-oidc-subject'
import cognitoPasswordPolicyWeak from './cognito-password-policy-weak'
import cognitoUnauthenticatedIdentities from './cognito-unauthenticated-identities'
import conditionDoesNotRestrict from './condition-does-not-restrict'
import conditionOperatorType from './condition-operator-type'
import consoleLoginProfile from './console-login-profile'
import consoleUserWithoutMfaPolicy from './console-user-without-mfa-policy'
import createServiceLinkedRoleWildcard from './create-service-linked-role-wildcard'
import credentialsExposure from './credentials-exposure'
import crossAccountResourcePolicy from './cross-account-resource-policy'
import crossAccountTrust from './cross-account-trust'
import dataExfiltration from './data-exfiltration'
import delegatedAdminBroad from './delegated-admin-broad'
import denyNeverApplies from './deny-never-applies'
import deprecatedManagedPolicy from './deprecated-managed-policy'
import driftFromCode from './drift-from-code'
import duplicateSid from './duplicate-sid'
import ecsTaskSharesExecutionRole from './ecs-task-shares-execution-role'
import efsAccessPointOpen from './efs-access-point-open'
import eksClusterAdmin from './eks-cluster-admin'
import eksOidcSubject from './eks-oidc-subject'
import emptyStatement from './empty-statement'
import exclusivePolicyAttachment from './exclusive-policy-attachment'
import expiredServerCertificate from './expired-server-certificate'
import githubOidcSubject from './github-oidc-subject'
import gitlabOidcSubject from './gitlab-oidc-subject'
import googleOidcSubject from './google-oidc-subject'
import groupWithoutPolicy from './group-without-policy'
import groupWithoutUsers from './group-without-users'
import hardCodedPartition from './hard-coded-partition'
import hardcodedAwsCredentials from './hardcoded-aws-credentials'
import iamUser from './iam-user'
import identityCenterUserAssignment from './identity-center-user-assignment'
import imdsHopLimit from './imds-hop-limit'
import imdsv1Allowed from './imdsv1-allowed'
import inlineGroupPolicy from './inline-group-policy'
import inlineRolePolicy from './inline-role-policy'
import inlineUserPolicy from './inline-user-policy'
import insecureTransportAllowed from './insecure-transport-allowed'
import instanceWithoutProfile from './instance-without-profile'
import invalidArn from './invalid-arn'
import invalidPrincipal from './invalid-principal'
import invalidSid from './invalid-sid'
import kmsDecryptAllKeys from './kms-decrypt-all-keys'
import kmsRotationOff from './kms-rotation-off'
import lakeFormationOpenGrant from './lake-formation-open-grant'
import lambdaFunctionsShareRole from './lambda-functions-share-role'
import lambdaUrlWithoutAuth from './lambda-url-without-auth'
import loginProfilePasswordInPlainText from './login-profile-password-in-plain-text'
import loginProfileWithoutReset from './login-profile-without-reset'
import mfaAgeTooLong from './mfa-age-too-long'
import mfaConditionAllowsMissingKey from './mfa-condition-allows-missing-key'
import mfaConditionNeverTrue from './mfa-condition-never-true'
import mfaDenyMissesLongTermKeys from './mfa-deny-misses-long-term-keys'
import mfaNullConditionMisused from './mfa-null-condition-misused'
import mfaSelfManagementUnsafe from './mfa-self-management-unsafe'
import missingAlarmConsoleWithoutMfa from './missing-alarm-console-without-mfa'
import missingAlarmIamChange from './missing-alarm-iam-change'
import missingAlarmRootUse from './missing-alarm-root-use'
import missingAlarmUnauthorized from './missing-alarm-unauthorized'
import missingExternalId from './missing-external-id'
import missingMfaCondition from './missing-mfa-condition'
import missingPermissionsBoundary from './missing-permissions-boundary'
import multiServiceTrust from './multi-service-trust'
import neptuneIamAuthenticationOff from './neptune-iam-authentication-off'
import notActionAllow from './not-action-allow'
import notResourceAllow from './not-resource-allow'
import oidcAudience from './oidc-audience'
import oidcProviderThumbprint from './oidc-provider-thumbprint'
import opensearchWithoutFineGrainedAccess from './opensearch-without-fine-grained-access'
import orgScopedAccess from './org-scoped-access'
import overlappingStatements from './overlapping-statements'
import passRoleWildcard from './pass-role-wildcard'
import passRoleWithoutService from './pass-role-without-service'
import passwordChangeForbidden from './password-change-forbidden'
import passwordExpiry from './password-expiry'
import passwordHardExpiry from './password-hard-expiry'
import passwordLowercase from './password-lowercase'
import passwordMinLength from './password-min-length'
import passwordNumber from './password-number'
import passwordPolicyMissing from './password-policy-missing'
import passwordReuse from './password-reuse'
import passwordSymbol from './password-symbol'
import passwordUppercase from './password-uppercase'
import permissionSetAdmin from './permission-set-admin'
import permissionSetInlinePolicy from './permission-set-inline-policy'
import permissionSetSessionTooLong from './permission-set-session-too-long'
import permissionSetWithoutBoundary from './permission-set-without-boundary'
import permissionsManagement from './permissions-management'
import plainTextPassword from './plain-text-password'
import policyComplexity from './policy-complexity'
import policySyntax from './policy-syntax'
import policyTooLong from './policy-too-long'
import policyVariableUnescaped from './policy-variable-unescaped'
import policyVersionMissing from './policy-version-missing'
import policyVersionOld from './policy-version-old'
import privilegeEscalation from './privilege-escalation'
import publicResourcePolicy from './public-resource-policy'
import publicTrust from './public-trust'
import ramShareExternal from './ram-share-external'
import rcpIneffective from './rcp-ineffective'
import rdsIamAuthenticationOff from './rds-iam-authentication-off'
import readOnlyAccessToData from './read-only-access-to-data'
import redundantAction from './redundant-action'
import resourceDoesNotFitAction from './resource-does-not-fit-action'
import resourcePolicyNotPrincipal from './resource-policy-not-principal'
import resourcePolicyPermissionsManagement from './resource-policy-permissions-management'
import resourcePolicyWildcardAction from './resource-policy-wildcard-action'
import roleChainToAdmin from './role-chain-to-admin'
import roleSessionTooLong from './role-session-too-long'
import roleWithoutPolicy from './role-without-policy'
import rolesanywhereProfileOpen from './rolesanywhere-profile-open'
import rootAccessKey from './root-access-key'
import rootCredentialsNotCentralised from './root-credentials-not-centralised'
import rootPrincipalInResourcePolicy from './root-principal-in-resource-policy'
import rootUserMfaDisabled from './root-user-mfa-disabled'
import rootUserRecentlyUsed from './root-user-recently-used'
import s3AccessLoggingOff from './s3-access-logging-off'
import s3MfaDeleteOff from './s3-mfa-delete-off'
import s3PublicAccessBlockOff from './s3-public-access-block-off'
import s3PublicAcl from './s3-public-acl'
import sagemakerNotebookRootAccess from './sagemaker-notebook-root-access'
import samlAudience from './saml-audience'
import scpDoesNotDenyRoot from './scp-does-not-deny-root'
import scpFullAccessOnly from './scp-full-access-only'
import scpIneffective from './scp-ineffective'
import scpNotEnabled from './scp-not-enabled'
import secretRotationOff from './secret-rotation-off'
import secretRotationTooSlow from './secret-rotation-too-slow'
import serviceAccessWithoutSource from './service-access-without-source'
import serviceSpecificCredential from './service-specific-credential'
import serviceTrustConfusedDeputy from './service-trust-confused-deputy'
import serviceWildcard from './service-wildcard'
import sharedSnapshotOrImage from './shared-snapshot-or-image'
import sharedUserName from './shared-user-name'
import ssmDocumentShared from './ssm-document-shared'
import statementNeverApplies from './statement-never-applies'
import supportRoleMissing from './support-role-missing'
import terraformCloudOidcSubject from './terraform-cloud-oidc-subject'
import tooManyAccessKeys from './too-many-access-keys'
import trustNotPrincipal from './trust-not-principal'
import trustWildcardAction from './trust-wildcard-action'
import unknownAction from './unknown-action'
import unknownConditionKey from './unknown-condition-key'
import unknownService from './unknown-service'
import unrestrictedWrite from './unrestricted-write'
import unusedCredentials from './unused-credentials'
import unusedPolicy from './unused-policy'
import unusedRole from './unused-role'
import unusedServicePermission from './unused-service-permission'
import userAccessKey from './user-access-key'
import userAttachedPolicy from './user-attached-policy'
import userWithoutGroup from './user-without-group'
import userWithoutMfa from './user-without-mfa'
import vpcEndpointDefaultPolicy from './vpc-endpoint-default-policy'
import vpcEndpointServiceOpen from './vpc-endpoint-service-open'
import wildcardAction from './wildcard-action'
import wildcardResource from './wildcard-resource'

/** Every check, in alphabetical order. Kept by hand: a new check is a new line here. */
export const checks: readonly AnyCheck[] = [
  accessAnalyzerMissing,
  accessKeyNotRotated,
  accessKeySecretInState,
  accountRootTrusted,
  adminAccess,
  apiWithoutAuthorizer,
  assumeRoleWildcard,
  assumeRoleWithoutMfa,
  awsManagedAdminPolicy,
  awsManagedPolicyBroad,
  bitbucketOidcSubject,
  boundaryIsNoBoundary,
  bucketPolicyLocksOut,
  circleciOidcSubject,
  cloudfrontLoggingOff,
  cloudshellFullAccess,
  cloudtrailBucketPublic,
  cloudtrailNoCloudwatch,
  cloudtrailNoLogValidation,
  cloudtrailNotEncrypted,
  cloudtrailNotLogging,
  cloudtrailSingleRegion,
  cognitoMfaOff,
  cognitoOidcSubject,
  cognitoPasswordPolicyWeak,
  cognitoUnauthenticatedIdentities,
  conditionDoesNotRestrict,
  conditionOperatorType,
  consoleLoginProfile,
  consoleUserWithoutMfaPolicy,
  createServiceLinkedRoleWildcard,
  credentialsExposure,
  crossAccountResourcePolicy,
  crossAccountTrust,
  dataExfiltration,
  delegatedAdminBroad,
  denyNeverApplies,
  deprecatedManagedPolicy,
  driftFromCode,
  duplicateSid,
  ecsTaskSharesExecutionRole,
  efsAccessPointOpen,
  eksClusterAdmin,
  eksOidcSubject,
  emptyStatement,
  exclusivePolicyAttachment,
  expiredServerCertificate,
  githubOidcSubject,
  gitlabOidcSubject,
  googleOidcSubject,
  groupWithoutPolicy,
  groupWithoutUsers,
  hardCodedPartition,
  hardcodedAwsCredentials,
  iamUser,
  identityCenterUserAssignment,
  imdsHopLimit,
  imdsv1Allowed,
  inlineGroupPolicy,
  inlineRolePolicy,
  inlineUserPolicy,
  insecureTransportAllowed,
  instanceWithoutProfile,
  invalidArn,
  invalidPrincipal,
  invalidSid,
  kmsDecryptAllKeys,
  kmsRotationOff,
  lakeFormationOpenGrant,
  lambdaFunctionsShareRole,
  lambdaUrlWithoutAuth,
  loginProfilePasswordInPlainText,
  loginProfileWithoutReset,
  mfaAgeTooLong,
  mfaConditionAllowsMissingKey,
  mfaConditionNeverTrue,
  mfaDenyMissesLongTermKeys,
  mfaNullConditionMisused,
  mfaSelfManagementUnsafe,
  missingAlarmConsoleWithoutMfa,
  missingAlarmIamChange,
  missingAlarmRootUse,
  missingAlarmUnauthorized,
  missingExternalId,
  missingMfaCondition,
  missingPermissionsBoundary,
  multiServiceTrust,
  neptuneIamAuthenticationOff,
  notActionAllow,
  notResourceAllow,
  oidcAudience,
  oidcProviderThumbprint,
  opensearchWithoutFineGrainedAccess,
  orgScopedAccess,
  overlappingStatements,
  passRoleWildcard,
  passRoleWithoutService,
  passwordChangeForbidden,
  passwordExpiry,
  passwordHardExpiry,
  passwordLowercase,
  passwordMinLength,
  passwordNumber,
  passwordPolicyMissing,
  passwordReuse,
  passwordSymbol,
  passwordUppercase,
  permissionSetAdmin,
  permissionSetInlinePolicy,
  permissionSetSessionTooLong,
  permissionSetWithoutBoundary,
  permissionsManagement,
  plainTextPassword,
  policyComplexity,
  policySyntax,
  policyTooLong,
  policyVariableUnescaped,
  policyVersionMissing,
  policyVersionOld,
  privilegeEscalation,
  publicResourcePolicy,
  publicTrust,
  ramShareExternal,
  rcpIneffective,
  rdsIamAuthenticationOff,
  readOnlyAccessToData,
  redundantAction,
  resourceDoesNotFitAction,
  resourcePolicyNotPrincipal,
  resourcePolicyPermissionsManagement,
  resourcePolicyWildcardAction,
  roleChainToAdmin,
  roleSessionTooLong,
  roleWithoutPolicy,
  rolesanywhereProfileOpen,
  rootAccessKey,
  rootCredentialsNotCentralised,
  rootPrincipalInResourcePolicy,
  rootUserMfaDisabled,
  rootUserRecentlyUsed,
  s3AccessLoggingOff,
  s3MfaDeleteOff,
  s3PublicAccessBlockOff,
  s3PublicAcl,
  sagemakerNotebookRootAccess,
  samlAudience,
  scpDoesNotDenyRoot,
  scpFullAccessOnly,
  scpIneffective,
  scpNotEnabled,
  secretRotationOff,
  secretRotationTooSlow,
  serviceAccessWithoutSource,
  serviceSpecificCredential,
  serviceTrustConfusedDeputy,
  serviceWildcard,
  sharedSnapshotOrImage,
  sharedUserName,
  ssmDocumentShared,
  statementNeverApplies,
  supportRoleMissing,
  terraformCloudOidcSubject,
  tooManyAccessKeys,
  trustNotPrincipal,
  trustWildcardAction,
  unknownAction,
  unknownConditionKey,
  unknownService,
  unrestrictedWrite,
  unusedCredentials,
  unusedPolicy,
  unusedRole,
  unusedServicePermission,
  userAccessKey,
  userAttachedPolicy,
  userWithoutGroup,
  userWithoutMfa,
  vpcEndpointDefaultPolicy,
  vpcEndpointServiceOpen,
  wildcardAction,
  wildcardResource,
]
