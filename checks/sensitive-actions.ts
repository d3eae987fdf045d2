import type { ActionSet } from '../src/iam/action'
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

/** The harm in an action, or undefined when it is not sensitive. */
function harmOf(action: ActionInfo): Harm | undefined {
  const { service, name, level } = action
  // AWS files some reading of permissions under permissions management.
  const changes = level === 'P' || (level === 'W' && service === 'iam')
  if (changes && !/^(Get|List|Describe|View|BatchGet)/.test(name)) {
    return service === 'iam' && selfService.test(`iam:${name}`.toLowerCase()) ? undefined : 'takes over identities'
  }
  if (dataReads.has(`${service}:${name}`.toLowerCase())) return 'reads secrets and data'
  return level === 'W' && destructive.test(name) ? 'destroys' : undefined
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

/** Every sensitive action, gravest and best known first; the table's order among equals. */
let ranked: readonly (Sensitive & { readonly index: number })[] | undefined

function rankedActions(): readonly (Sensitive & { readonly index: number })[] {
  ranked ??= allActions()
    .flatMap((info) => {
      const harm = harmOf(info)
      const rank = harm && harmOrder.indexOf(harm) * 100 + renown(info)
      return harm ? [{ action: `${info.service}:${info.name}`, harm, index: info.index, rank: rank ?? 0 }] : []
    })
    .sort((one, other) => one.rank - other.rank)
  return ranked
}

/** Up to `most` sensitive actions of a set, gravest and best known first. */
export function gravestOf(set: ActionSet, most: number): Sensitive[] {
  const found: Sensitive[] = []
  for (const { action, harm, index } of rankedActions()) {
    if (set.known[index] !== 1) continue
    found.push({ action, harm })
    if (found.length === most) break
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
