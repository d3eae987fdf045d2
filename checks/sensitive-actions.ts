import { type ActionInfo, allActions } from '../src/iam/data'

/** What nobody should be able to do with a stolen password alone, gravest first. */
export type Harm = 'takes over identities' | 'reads secrets and data' | 'destroys'

export interface Sensitive {
  /** `iam:CreateUser` */
  readonly action: string
  readonly harm: Harm
}

/** Reading them is the harm: AWS files them under Read or Write like any other. */
const dataReads = new Set(
  [
    'secretsmanager:GetSecretValue secretsmanager:BatchGetSecretValue ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath',
    's3:GetObject s3:GetObjectVersion dynamodb:GetItem dynamodb:Scan dynamodb:Query dynamodb:BatchGetItem kms:Decrypt',
    'rds-data:ExecuteStatement athena:GetQueryResults lambda:GetFunction ec2:GetPasswordData',
    'ssm:StartSession ssm:SendCommand ecs:ExecuteCommand ec2-instance-connect:SendSSHPublicKey',
  ].flatMap((line) => line.split(' ').map((name) => name.toLowerCase())),
)

/**
 * What a person has to be able to do without MFA, to get MFA: AWS's own example policy allows it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
 */
const selfService =
  /^iam:(changepassword|createvirtualmfadevice|enablemfadevice|resyncmfadevice|deletevirtualmfadevice|deactivatemfadevice)$/

const destructive =
  /^(Delete|Terminate|Purge|Destroy|Disable|Deregister|Revoke|Schedule.*Deletion|Stop|Remove|Detach|Reset)/

const harms = new Map<number, Harm>()

/** The harm in an action, or undefined when it is not sensitive. */
export function harmOf(action: ActionInfo): Harm | undefined {
  if (harms.size === 0) for (const each of allActions()) remember(each)
  return harms.get(action.index)
}

function remember(action: ActionInfo): void {
  const name = `${action.service}:${action.name}`.toLowerCase()
  if (selfService.test(name)) return
  // AWS files some reading of permissions under permissions management.
  const changes = !/^(Get|List|Describe|View|BatchGet)/.test(action.name)
  if (changes && (action.level === 'P' || (action.service === 'iam' && action.level === 'W'))) {
    harms.set(action.index, 'takes over identities')
  } else if (dataReads.has(name)) harms.set(action.index, 'reads secrets and data')
  else if (action.level === 'W' && destructive.test(action.name)) harms.set(action.index, 'destroys')
}

/** Gravest first. */
export const harmOrder: readonly Harm[] = ['takes over identities', 'reads secrets and data', 'destroys']

/** What everybody knows to be dangerous, to be named before the rest. */
const famous = [
  'iam:CreateAccessKey',
  'iam:AttachUserPolicy',
  'iam:PassRole',
  'iam:CreateUser',
  'secretsmanager:GetSecretValue',
  's3:GetObject',
  's3:DeleteBucket',
  'dynamodb:DeleteTable',
  'ec2:TerminateInstances',
]

/** Services whose actions people know, to be named before the others. */
const wellKnown = ['iam', 'kms', 'secretsmanager', 's3', 'ssm', 'ec2', 'lambda', 'dynamodb', 'rds']

/** Up to `most` sensitive actions of a list, gravest and best known first. */
export function gravestOf(actions: readonly ActionInfo[], most: number): Sensitive[] {
  const found: Sensitive[] = []
  for (const wanted of harmOrder) {
    const these = actions.filter((action) => harmOf(action) === wanted)
    for (const action of these.sort((one, other) => renown(one) - renown(other))) {
      found.push({ action: `${action.service}:${action.name}`, harm: wanted })
      if (found.length === most) return found
    }
  }
  return found
}

/** Less is better known; the order of the table among equals. */
function renown({ service, name }: ActionInfo): number {
  const at = famous.indexOf(`${service}:${name}`)
  if (at >= 0) return at
  const known = wellKnown.indexOf(service)
  return famous.length + (known >= 0 ? known : wellKnown.length)
}
