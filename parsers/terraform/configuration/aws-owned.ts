import { managedPolicyNames, managedPolicyText } from '../../../src/iam/data'
import { SourceFile, span } from '../../../src/model/source'
import type { Value } from '../evaluate/value'
import { knownText, stringValue } from '../evaluate/value'
import type { ResourceInstance } from './resource-value'

/** What data sources give that AWS itself owns, and that is the same in every account. */

/** A text argument that is known to the last character; undefined otherwise. */
function known(instance: ResourceInstance, name: string): string | undefined {
  const value = instance.configured(name)
  return value?.kind === 'string' ? knownText(value) : undefined
}

/** The partition of the provider's region; `aws` where the code does not tell the region. */
export function partitionOf(instance: ResourceInstance): 'aws' | 'aws-cn' | 'aws-us-gov' {
  const given = instance.place.region()
  const region = given?.kind === 'string' ? (knownText(given) ?? '') : ''
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

let byName: ReadonlyMap<string, string> | undefined

/** The part of an AWS managed policy's ARN after `policy/`, by the name alone. */
function pathOfManaged(name: string): string | undefined {
  byName ??= new Map(managedPolicyNames().map((path) => [path.slice(path.lastIndexOf('/') + 1), path]))
  return byName.get(name)
}

/**
 * `aws_iam_policy` by the name or ARN of a policy of AWS's own: no account may have another one of such a name in what
 * the data source looks through. Undefined for all others.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy
 */
export function managedPolicy(instance: ResourceInstance, attribute: string): Value | undefined {
  const arn = known(instance, 'arn')
  const name = known(instance, 'name')
  const path = arn === undefined ? name && pathOfManaged(name) : /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1]
  if (!path) return undefined
  const given = instance.configured(arn === undefined ? 'name' : 'arn')
  const at = given?.span ?? instance.declaration.header
  const slash = path.lastIndexOf('/') + 1
  switch (attribute) {
    case 'arn':
    case 'id':
      return stringValue(arn ?? `arn:${partitionOf(instance)}:iam::aws:policy/${path}`, at)
    case 'name':
      return stringValue(path.slice(slash), at)
    case 'path':
      return stringValue(`/${path.slice(0, slash)}`, at)
    case 'policy': {
      const document = managedPolicyText(path)
      if (document === undefined) return undefined
      const source = new SourceFile(`arn:aws:iam::aws:policy/${path}`, document)
      return stringValue(document, span(source), true)
    }
    default:
      return undefined
  }
}

/**
 * The account that writes the logs of load balancers, by region.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
const loadBalancing: Readonly<Record<string, string>> = {
  'af-south-1': '098369216593',
  'ap-east-1': '754344448648',
  'ap-northeast-1': '582318560864',
  'ap-northeast-2': '600734575887',
  'ap-northeast-3': '383597477331',
  'ap-south-1': '718504428378',
  'ap-southeast-1': '114774131450',
  'ap-southeast-2': '783225319266',
  'ap-southeast-3': '589379963580',
  'ca-central-1': '985666609251',
  'cn-north-1': '638102146993',
  'cn-northwest-1': '037604701340',
  'eu-central-1': '054676820928',
  'eu-north-1': '897822967062',
  'eu-south-1': '635631232127',
  'eu-west-1': '156460612806',
  'eu-west-2': '652711504416',
  'eu-west-3': '009996457667',
  'me-south-1': '076674570225',
  'sa-east-1': '507241528517',
  'us-east-1': '127311923021',
  'us-east-2': '033677994240',
  'us-gov-east-1': '190560391635',
  'us-gov-west-1': '048591011584',
  'us-west-1': '027434742980',
  'us-west-2': '797873946194',
}

/** `aws_elb_service_account`; undefined where the region is not known, or writes its logs as a service. */
export function loadBalancingAccount(instance: ResourceInstance, attribute: string): Value | undefined {
  const provider = instance.place.region()
  const region = known(instance, 'region') ?? (provider?.kind === 'string' ? knownText(provider) : undefined)
  const account = region !== undefined && Object.hasOwn(loadBalancing, region) ? loadBalancing[region] : undefined
  return account === undefined ? undefined : rootOf(account, instance, attribute)
}

/**
 * `aws_billing_service_account`: the same everywhere.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/billing_service_account
 */
export function billingAccount(instance: ResourceInstance, attribute: string): Value | undefined {
  return rootOf('386209384616', instance, attribute)
}

function rootOf(account: string, instance: ResourceInstance, attribute: string): Value | undefined {
  const at = instance.declaration.header
  if (attribute === 'id') return stringValue(account, at)
  return attribute === 'arn' ? stringValue(`arn:${partitionOf(instance)}:iam::${account}:root`, at) : undefined
}
