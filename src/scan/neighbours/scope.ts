import { findAction } from '../../iam/data'
import type { Finding } from '../../model/finding'

/** What of a check of iamgate a neighbour's narrower one says. */
export interface Scope {
  /** How the CloudFormation type of the resource begins. */
  readonly types?: readonly string[]
  /** What may have caused the finding. */
  readonly subjects?: readonly string[]
  /** Only actions that change something may have caused it. */
  readonly writing?: true
}

/**
 * Where a check of iamgate says what several of a neighbour's say, the part that each says: a module whose registry may be
 * public does not hide a public bucket.
 * https://www.checkov.io/5.Policy%20Index/terraform.html
 * https://github.com/aquasecurity/trivy-checks/tree/main/checks/cloud/aws
 */
const scopes: Readonly<Record<string, Scope>> = {
  CKV_AWS_32: { types: ['AWS::ECR::'] },
  CKV_AWS_33: { types: ['AWS::KMS::'] },
  CKV_AWS_45: { types: ['AWS::Lambda::'] },
  CKV_AWS_46: { types: ['AWS::EC2::', 'AWS::AutoScaling::'] },
  CKV_AWS_53: { subjects: ['BlockPublicAcls'] },
  CKV_AWS_54: { subjects: ['BlockPublicPolicy'] },
  CKV_AWS_55: { subjects: ['IgnorePublicAcls'] },
  CKV_AWS_56: { subjects: ['RestrictPublicBuckets'] },
  CKV_AWS_59: { types: ['AWS::ApiGateway::'] },
  CKV_AWS_70: { types: ['AWS::S3::'] },
  CKV_AWS_72: { types: ['AWS::SQS::'] },
  CKV_AWS_111: { writing: true },
  CKV_AWS_161: { types: ['AWS::RDS::DBInstance'] },
  CKV_AWS_162: { types: ['AWS::RDS::DBCluster'] },
  CKV_AWS_167: { types: ['AWS::Glacier::'] },
  CKV_AWS_168: { types: ['AWS::SQS::'] },
  CKV_AWS_169: { types: ['AWS::SNS::'] },
  CKV_AWS_205: { types: ['AWS::EC2::'] },
  CKV_AWS_290: { writing: true },
  CKV_AWS_301: { types: ['AWS::Lambda::'] },
  CKV_AWS_302: { types: ['AWS::RDS::'] },
  CKV_AWS_309: { types: ['AWS::ApiGatewayV2::'] },
  CKV_AWS_329: { subjects: ['RootDirectory'] },
  CKV_AWS_330: { subjects: ['PosixUser'] },
  CKV_AWS_364: { types: ['AWS::Lambda::'] },
  CKV_AWS_379: { types: ['AWS::S3::'] },
  CKV_AWS_384: { types: ['AWS::SSM::'] },
  CKV_AWS_385: { types: ['AWS::SNS::'] },
  CKV_AWS_387: { types: ['AWS::SQS::'] },
  CKV2_AWS_40: { subjects: ['iam:*'] },
  CKV2_AWS_56: { subjects: ['IAMFullAccess'] },
  'AWS-0028': { types: ['AWS::EC2::Instance'] },
  'AWS-0029': { types: ['AWS::EC2::Instance'] },
  'AWS-0036': { types: ['AWS::ECS::'] },
  'AWS-0067': { types: ['AWS::Lambda::'] },
  'AWS-0086': { subjects: ['BlockPublicAcls'] },
  'AWS-0087': { subjects: ['BlockPublicPolicy'] },
  'AWS-0091': { subjects: ['IgnorePublicAcls'] },
  'AWS-0093': { subjects: ['RestrictPublicBuckets'] },
  'AWS-0097': { types: ['AWS::SQS::'] },
  'AWS-0129': { types: ['AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::'] },
  'AWS-0130': { types: ['AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::'] },
  'AWS-0345': { subjects: ['s3:*'] },
}

/** The scope of a neighbour's check; an empty one for a check that says all that ours does. */
export const scopeOf = (id: string): Scope => scopes[id] ?? {}

/** The causes of a finding that are inside a scope: all of them (`'all'`), or some, perhaps none. */
export function causesWithin({ types, subjects, writing }: Scope, finding: Finding): 'all' | readonly string[] {
  if (types && !types.some((type) => finding.resource.canonicalType.startsWith(type))) return []
  if (!subjects && !writing) return 'all'
  const isWithin = (subject: string): boolean => subjects?.includes(subject) ?? changes(subject)
  const within = finding.subjects.filter(isWithin)
  return within.length > 0 && within.length === finding.subjects.length ? 'all' : within
}

/** Whether an action changes anything; one that AWS does not list may. */
function changes(action: string): boolean {
  const level = findAction(action)?.level
  return level !== 'R' && level !== 'L'
}
