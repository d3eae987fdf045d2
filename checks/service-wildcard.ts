import { actionPattern } from '../src/iam/action'
import { resourceTypes } from '../src/iam/data'
import { any } from '../src/iam/glob'
import type { Policy } from '../src/model/iam'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { identityAllows } from './identity-statements'
import { severityUnder, underWhat } from './under-conditions'

/** Services whose every action is as good as the account, its keys, or its data. */
const grave = new Set([
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
      if (!statement.actions || statement.actions.negated) continue
      for (const item of statement.actions.items) {
        const service = wholeService(actionPattern(item).exact)
        if (service === undefined) continue
        const resources = (statement.resources?.items.map(display) ?? []).filter((arn) => mayBeOf(service, arn))
        // Resources of other services: it grants nothing.
        if (statement.resources && !statement.resources.negated && resources.length === 0) continue
        const scoped = resources.length > 0 && !resources.some((arn) => isEverything(service, arn))
        // The few actions of these make one channel, which nobody uses in part.
        if (channels.has(service)) continue
        yield {
          ...inPolicy(policy),
          at: item.span,
          severity: severityUnder(statement, grave.has(service) && !scoped ? 'high' : scoped ? 'low' : 'medium'),
          message: `'${display(item)}' allows every action of ${service}${scoped ? ` on '${resources[0]}'` : ' on every resource'}${underWhat(statement)}${reachOf(policy)}, in ${nameOfPolicy(policy)}.`,
          subjects: [display(item)],
          key: `service-wildcard ${service}`,
          fix: { description: `List the actions of ${service} that the job needs.` },
        }
      }
    }
  },
})

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
