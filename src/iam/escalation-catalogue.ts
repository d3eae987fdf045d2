/**
 * The known ways to more privileges in AWS. The facts (ids, actions, what has to be there) are those of
 * https://pathfinding.cloud by Datadog, Inc. (Apache-2.0, see THIRD_PARTY_NOTICES.md); `iam-set-default-version` is
 * from https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/.
 */

/**
 * What the actions are done to.
 * - `own-user`, `own-role`: the principal himself; `own-group`: a group of his; `own-policy`: a managed policy of his
 * - `other-user`: a user whom he becomes; `own-new-group`: a group that he joins
 * - `trust`: a role whose trust policy he rewrites; `role`: a role that he rewrites (`modify`) and then enters
 * - `assume`: a role that he may assume · `pass`: a role that he hands to a service, which he then commands
 * - `workload`: something that runs already under a role
 */
export type EscalationTarget =
  | 'own-user'
  | 'own-role'
  | 'own-group'
  | 'own-policy'
  | 'other-user'
  | 'new-group'
  | 'trust'
  | 'role'
  | 'role-policy'
  | 'assume'
  | 'pass'
  | 'workload'

export interface KnownEscalation {
  /** The catalogue's id: `iam-001`. */
  readonly id: string
  readonly target: EscalationTarget
  /** All of them are needed; `iam:PassRole` comes first where it is one. */
  readonly actions: readonly string[]
  /** `pass`: the services any of which the role has to trust. */
  readonly services?: readonly string[]
  /** `workload`: CloudFormation's type of what has to run. */
  readonly workload?: string
  /** `role` and `role-policy`: how he enters it afterwards. */
  readonly enter?: 'assume' | 'trust'
}

const passed = (id: string, service: string | readonly string[], ...actions: string[]): KnownEscalation => ({
  id,
  target: 'pass',
  actions: ['iam:PassRole', ...actions],
  services: typeof service === 'string' ? [service] : service,
})

const running = (workload: string, id: string, ...actions: string[]): KnownEscalation => ({
  id,
  target: 'workload',
  actions,
  workload,
})

const on = (id: string, target: EscalationTarget, ...actions: string[]): KnownEscalation => ({ id, target, actions })

const role = (
  id: string,
  target: 'role' | 'role-policy',
  action: string,
  enter: 'assume' | 'trust',
): KnownEscalation => ({
  id,
  target,
  actions: [action, enter === 'assume' ? 'sts:AssumeRole' : 'iam:UpdateAssumeRolePolicy'],
  enter,
})

const lambda = 'lambda.amazonaws.com'
const ec2 = 'ec2.amazonaws.com'
const tasks = 'ecs-tasks.amazonaws.com'
const glue = 'glue.amazonaws.com'
const sagemaker = 'sagemaker.amazonaws.com'
const codebuild = 'codebuild.amazonaws.com'
const cloudformation = 'cloudformation.amazonaws.com'
const pipeline = ['datapipeline.amazonaws.com', 'elasticmapreduce.amazonaws.com', ec2]

export const knownEscalations: readonly KnownEscalation[] = [
  on('iam-001', 'own-policy', 'iam:CreatePolicyVersion'),
  on('iam-set-default-version', 'own-policy', 'iam:SetDefaultPolicyVersion'),
  on('iam-002', 'other-user', 'iam:CreateAccessKey'),
  on('iam-003', 'other-user', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'),
  on('iam-004', 'other-user', 'iam:CreateLoginProfile'),
  on('iam-005', 'own-role', 'iam:PutRolePolicy'),
  on('iam-006', 'other-user', 'iam:UpdateLoginProfile'),
  on('iam-007', 'own-user', 'iam:PutUserPolicy'),
  on('iam-008', 'own-user', 'iam:AttachUserPolicy'),
  on('iam-009', 'own-role', 'iam:AttachRolePolicy'),
  on('iam-010', 'own-group', 'iam:AttachGroupPolicy'),
  on('iam-011', 'own-group', 'iam:PutGroupPolicy'),
  on('iam-012', 'trust', 'iam:UpdateAssumeRolePolicy'),
  on('iam-013', 'new-group', 'iam:AddUserToGroup'),
  role('iam-014', 'role', 'iam:AttachRolePolicy', 'assume'),
  on('iam-015', 'other-user', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'),
  role('iam-016', 'role-policy', 'iam:CreatePolicyVersion', 'assume'),
  role('iam-017', 'role', 'iam:PutRolePolicy', 'assume'),
  on('iam-018', 'other-user', 'iam:PutUserPolicy', 'iam:CreateAccessKey'),
  role('iam-019', 'role', 'iam:AttachRolePolicy', 'trust'),
  role('iam-020', 'role-policy', 'iam:CreatePolicyVersion', 'trust'),
  role('iam-021', 'role', 'iam:PutRolePolicy', 'trust'),
  on('sts-001', 'assume', 'sts:AssumeRole'),
  passed('apprunner-001', 'tasks.apprunner.amazonaws.com', 'apprunner:CreateService'),
  passed(
    'bedrock-001',
    'bedrock-agentcore.amazonaws.com',
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ),
  passed('cloudformation-001', cloudformation, 'cloudformation:CreateStack'),
  passed('cloudformation-003', cloudformation, 'cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'),
  passed('cloudformation-004', cloudformation, 'cloudformation:UpdateStackSet'),
  passed('codebuild-001', codebuild, 'codebuild:CreateProject', 'codebuild:StartBuild'),
  passed('codebuild-004', codebuild, 'codebuild:CreateProject', 'codebuild:StartBuildBatch'),
  passed(
    'datapipeline-001',
    pipeline,
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
    'datapipeline:ActivatePipeline',
  ),
  passed('ec2-001', ec2, 'ec2:RunInstances'),
  passed('ec2-003', ec2, 'ec2:RequestSpotInstances'),
  passed('ecs-001', tasks, 'ecs:CreateCluster', 'ecs:RegisterTaskDefinition', 'ecs:CreateService'),
  passed('ecs-002', tasks, 'ecs:CreateCluster', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'),
  passed('ecs-003', tasks, 'ecs:RegisterTaskDefinition', 'ecs:CreateService'),
  passed('ecs-004', tasks, 'ecs:RegisterTaskDefinition', 'ecs:RunTask'),
  passed('ecs-005', tasks, 'ecs:RegisterTaskDefinition', 'ecs:StartTask'),
  passed('glue-001', glue, 'glue:CreateDevEndpoint'),
  passed('glue-003', glue, 'glue:CreateJob', 'glue:StartJobRun'),
  passed('glue-004', glue, 'glue:CreateJob', 'glue:CreateTrigger'),
  passed('glue-005', glue, 'glue:UpdateJob', 'glue:StartJobRun'),
  passed('glue-006', glue, 'glue:UpdateJob', 'glue:CreateTrigger'),
  passed('lambda-001', lambda, 'lambda:CreateFunction', 'lambda:InvokeFunction'),
  passed('lambda-002', lambda, 'lambda:CreateFunction', 'lambda:CreateEventSourceMapping'),
  passed('lambda-006', lambda, 'lambda:CreateFunction', 'lambda:AddPermission'),
  passed('sagemaker-001', sagemaker, 'sagemaker:CreateNotebookInstance'),
  passed('sagemaker-002', sagemaker, 'sagemaker:CreateTrainingJob'),
  passed('sagemaker-003', sagemaker, 'sagemaker:CreateProcessingJob'),
  running('AWS::AppRunner::Service', 'apprunner-002', 'apprunner:UpdateService'),
  running(
    'AWS::BedrockAgentCore::CodeInterpreterCustom',
    'bedrock-002',
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ),
  running('AWS::CloudFormation::Stack', 'cloudformation-002', 'cloudformation:UpdateStack'),
  running(
    'AWS::CloudFormation::Stack',
    'cloudformation-005',
    'cloudformation:CreateChangeSet',
    'cloudformation:ExecuteChangeSet',
  ),
  running('AWS::CodeBuild::Project', 'codebuild-002', 'codebuild:StartBuild'),
  running('AWS::CodeBuild::Project', 'codebuild-003', 'codebuild:StartBuildBatch'),
  running('AWS::EC2::Instance', 'ec2-002', 'ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'),
  running('AWS::EC2::LaunchTemplate', 'ec2-004', 'ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'),
  running(
    'AWS::EC2::Instance',
    'ec2instanceconnect-003',
    'ec2-instance-connect:SendSSHPublicKey',
    'ec2:DescribeInstances',
  ),
  running('AWS::Glue::DevEndpoint', 'glue-002', 'glue:UpdateDevEndpoint'),
  running('AWS::Lambda::Function', 'lambda-003', 'lambda:UpdateFunctionCode'),
  running('AWS::Lambda::Function', 'lambda-004', 'lambda:UpdateFunctionCode', 'lambda:InvokeFunction'),
  running('AWS::Lambda::Function', 'lambda-005', 'lambda:UpdateFunctionCode', 'lambda:AddPermission'),
  running('AWS::SageMaker::NotebookInstance', 'sagemaker-004', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
  running(
    'AWS::SageMaker::NotebookInstance',
    'sagemaker-005',
    'sagemaker:CreateNotebookInstanceLifecycleConfig',
    'sagemaker:StopNotebookInstance',
    'sagemaker:UpdateNotebookInstance',
    'sagemaker:StartNotebookInstance',
  ),
  running('AWS::EC2::Instance', 'ssm-001', 'ssm:StartSession'),
  running('AWS::EC2::Instance', 'ssm-002', 'ssm:SendCommand'),
]

/** The page that explains a path. */
export function escalationPage(id: string): string {
  return id === 'iam-set-default-version'
    ? 'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/'
    : `https://pathfinding.cloud/paths/${id}`
}
