import { actionPattern } from '../src/iam/action'
import { resourceTypes } from '../src/iam/data'
import { any } from '../src/iam/glob'
import type { Report } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { display, type Text } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf, nameOfPolicy, unquoted } from './describe'
import { identityAllows } from './identity-statements'
import { severityUnder, underWhat } from './under-conditions'

/** Services whose every action is as good as the account, its keys, or its data. */
const graveServices = new Set([
  'iam',
  'sts',
  'kms',
  'organizations',
  's3',
  'secretsmanager',
  'sso',
  'lambda',
  'ec2',
  'cloudformation',
])

/**
 * What the agent of Systems Manager talks through: a handful of actions on no resource, each needed for the others.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
const channels = new Set(['ec2messages', 'ssmmessages'])

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21 */
export default defineCheck({
  id: 'service-wildcard',
  title: 'Every action of one service',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: {
    fsbp: ['IAM.21'],
    checkov: ['CKV2_AWS_40'],
    trivy: ['AWS-0057', 'AWS-0345'],
    cdkNag: ['IAMPolicyNoStatementsWithFullAccess', 'AwsSolutions-IAM5'],
    cloudsplaining: ['ServiceWildcard'],
  },
  since: '0.1.0',
  *run(policy, { model }) {
    for (const statement of identityAllows(policy, model)) {
      const items = wholeServices(statement)
      for (const where of new Set(items.map((item) => item.where))) {
        const alike = items.filter((item) => item.where === where)
        const [first, ...more] = [...alike.filter(isGrave), ...alike.filter((item) => !isGrave(item))]
        if (first) yield report(policy, statement, first, more)
      }
    }
  },
})

/** An item that names all of a service. */
interface WholeService {
  readonly item: Text
  readonly service: string
  /** The resource that it is meant for; undefined for all of them. */
  readonly where: string | undefined
}

function wholeServices({ actions, resources }: Statement): WholeService[] {
  if (!actions || actions.negated) return []
  return actions.items.flatMap((item) => {
    const service = wholeService(actionPattern(item).exact)
    // The few actions of these make one channel, which nobody uses in part.
    if (service === undefined || channels.has(service)) return []
    const own = (resources?.items.map(display) ?? []).filter((arn) => mayBeOf(service, arn))
    // Resources of other services: it grants nothing.
    if (resources && !resources.negated && own.length === 0) return []
    return [{ item, service, where: own.some((arn) => isEverything(service, arn)) ? undefined : own[0] }]
  })
}

const isGrave = ({ service }: WholeService): boolean => graveServices.has(service)

/** One report for all services of a statement that are allowed on the same, gravest first: they are one list and one mistake. */
function report(policy: Policy, statement: Statement, first: WholeService, more: readonly WholeService[]): Report {
  const { where } = first
  const all = [first, ...more]
  const what =
    more.length === 0
      ? `'${display(first.item)}' allows every action of ${first.service}`
      : `${listOf(all.map(({ item }) => display(item)))} allow every action of their services`
  return {
    ...inPolicy(policy),
    at: first.item.span,
    severity: severityUnder(statement, where !== undefined ? 'low' : isGrave(first) ? 'high' : 'medium'),
    message: `${what}${where === undefined ? ' on every resource' : ` on '${where}'`}${underWhat(statement)}${reachOf(policy)}, in the ${nameOfPolicy(policy)}.`,
    related: more.map(({ item }) => ({ span: item.span, message: 'And this one' })),
    subjects: all.map(({ item }) => display(item)),
    key: `service-wildcard ${all.map(({ service }) => service).join(' ')}`,
    fix: { description: `List the actions of ${unquoted(all.map(({ service }) => service))} that the job needs.` },
  }
}

/** A policy of AWS IoT is for devices, and says only whom they may be and which topics are theirs. */
const reachOf = ({ resource }: Policy): string =>
  resource.canonicalType === 'AWS::IoT::Policy'
    ? ', as any device and on any topic'
    : ', administration and deletion included'

/** Whether an ARN, as people read it, may be of a service; its own prefix is not always that of its actions. */
function mayBeOf(service: string, arn: string): boolean {
  const named = /^arn:[^:]*:([a-z0-9-]+):/.exec(arn)?.[1]
  if (named === undefined || named === service) return true
  return resourceTypes(service).some((type) => type.arn === '' || type.arn.split(':')[2] === named)
}

/** `*`, and `arn:aws:lambda:*`, which leaves nothing of the service out. */
const isEverything = (service: string, arn: string): boolean =>
  arn === '*' || new RegExp(`^arn:[^:]*:(?:${service}|\\*):[*:]*$`).test(arn)

/** `s3` for `s3:*`; undefined for a single action, part of a service, and what spans services. */
function wholeService(pattern: string): string | undefined {
  const [service, action, ...rest] = pattern.split(':')
  if (!service || rest.length > 0 || action !== any) return undefined
  return /^[a-z0-9-]+$/.test(service) ? service : undefined
}
