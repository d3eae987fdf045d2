import { type ActionSet, elementActions, listActions } from '../src/iam/action'
import { type ActionInfo, findAction, serviceActions } from '../src/iam/data'
import type { MatchElement } from '../src/model/policy'

/** What nobody should be able to do with a stolen password alone, gravest first. */
export type Harm = 'takes over identities' | 'reads secrets and data' | 'destroys'

export interface Sensitive {
  /** `iam:CreateUser` */
  readonly action: string
  readonly harm: Harm
}

/** Reading them is the harm: AWS files them under Read or Write like any other. */
const readsData = [
  'secretsmanager:GetSecretValue secretsmanager:BatchGetSecretValue ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath',
  's3:GetObject s3:GetObjectVersion dynamodb:GetItem dynamodb:Scan dynamodb:Query dynamodb:BatchGetItem kms:Decrypt',
  'rds-data:ExecuteStatement athena:GetQueryResults lambda:GetFunction ec2:GetPasswordData',
  'ssm:StartSession ssm:SendCommand ecs:ExecuteCommand ec2-instance-connect:SendSSHPublicKey',
].flatMap((line) => line.split(' '))

let dataReads: ReadonlySet<ActionInfo> | undefined

function isDataRead(action: ActionInfo): boolean {
  dataReads ??= new Set(readsData.flatMap((name) => findAction(name) ?? []))
  return dataReads.has(action)
}

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
  if (isDataRead(action)) return 'reads secrets and data'
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

/** So many sensitive actions of a statement are named before it counts as harmless. */
const most = 25

const gravest = new WeakMap<MatchElement, readonly Sensitive[]>()

/**
 * Up to 25 sensitive actions that an `Action` / `NotAction` element names, gravest and best known first; the table's
 * order among equals.
 */
export function gravestOf(element: MatchElement): readonly Sensitive[] {
  let found = gravest.get(element)
  if (!found) {
    found = gravestOfSet(elementActions(withoutReading(element)))
    gravest.set(element, found)
  }
  return found
}

/** A service and the beginning of names that only read, which is harmless but for those of `readsData`. */
const reading = /^([^:*?]+):(?:Get|List|Describe|View|BatchGet)/i
const servicesOfData = new Set(readsData.map((name) => name.slice(0, name.indexOf(':'))))

/** An element without the patterns that name nothing sensitive: AWS's ReadOnlyAccess has a thousand of them. */
function withoutReading(element: MatchElement): MatchElement {
  if (element.negated) return element
  const items = element.items.filter(({ parts: [first] }) => {
    const service = first?.kind === 'chunk' ? reading.exec(first.text)?.[1] : undefined
    return service === undefined || servicesOfData.has(service.toLowerCase())
  })
  return { ...element, items }
}

function gravestOfSet(set: ActionSet): readonly Sensitive[] {
  const first = byHarm(wellKnownActions().filter((info) => set.known[info.index] === 1))
  // The rest of a large set is looked at only where the well known do not suffice.
  let rest: ReadonlyMap<Harm, readonly Sensitive[]> | undefined
  const found: Sensitive[] = []
  for (const harm of harmOrder) {
    found.push(...(first.get(harm) ?? []))
    if (found.length >= most) break
    rest ??= byHarm(listActions(set).filter(({ service }) => !wellKnown.includes(service)))
    found.push(...(rest.get(harm) ?? []))
  }
  return found.slice(0, most)
}

function byHarm(actions: readonly ActionInfo[]): ReadonlyMap<Harm, readonly Sensitive[]> {
  const groups = new Map<Harm, Sensitive[]>(harmOrder.map((harm) => [harm, []]))
  for (const info of actions) {
    const harm = harmOf(info)
    if (harm) groups.get(harm)?.push({ action: `${info.service}:${info.name}`, harm })
  }
  return groups
}

let known: readonly ActionInfo[] | undefined

/** The actions of well known services, best known first. */
function wellKnownActions(): readonly ActionInfo[] {
  if (known) return known
  const first = famous.flatMap((name) => findAction(name) ?? [])
  const others = wellKnown.flatMap((service) => serviceActions(service) ?? [])
  known = [...new Set([...first, ...others])]
  return known
}
