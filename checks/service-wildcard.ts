import { actionPattern } from '../src/iam/action'
import { any } from '../src/iam/glob'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { identityAllows } from './identity-statements'

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
    trivy: ['AWS-0345'],
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
        const resources = statement.resources?.items.map(display) ?? []
        const scoped = resources.length > 0 && !resources.includes('*')
        yield {
          ...inPolicy(policy),
          at: item.span,
          severity: grave.has(service) && !scoped ? 'high' : scoped ? 'low' : 'medium',
          message: `'${display(item)}' allows every action of ${service}${scoped ? ` on '${resources[0]}'` : ' on every resource'}, administration and deletion included, in ${nameOfPolicy(policy)}.`,
          subjects: [display(item)],
          key: `service-wildcard ${service}`,
          fix: { description: `List the actions of ${service} that the job needs.` },
        }
      }
    }
  },
})

/** `s3` for `s3:*`; undefined for a single action, part of a service, and what spans services. */
function wholeService(pattern: string): string | undefined {
  const [service, action, ...rest] = pattern.split(':')
  if (!service || rest.length > 0 || action !== any) return undefined
  return /^[a-z0-9-]+$/.test(service) ? service : undefined
}
