import type { Report } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import type { PrincipalEntry, Statement } from '../src/model/policy'
import { display, literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf, unquoted } from './describe'
import { protectedName } from './protected'
import { letsStrangersUse, sourcePageOfResource } from './source-keys'

/** With these a service looks whether it may deliver; nothing of what is kept there comes out. */
const tellsSettingsAlone = /^(?:s3:(?:GetBucket(?:Acl|Location)|ListBucket)|kms:DescribeKey)$/i

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export default defineCheck({
  id: 'service-access-without-source',
  title: 'AWS service let in for whoever makes it call',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['exposure', 'confused-deputy'],
  maps: {
    checkov: ['CKV_AWS_364'],
    trivy: ['AWS-0067'],
    kics: ['Public Lambda via API Gateway'],
    cfnLint: ['W3663'],
    regula: ['FG_R00499'],
  },
  since: '0.1.0',
  *run(policy) {
    if (policy.kind !== 'resource') return
    const type = policy.protects?.type ?? policy.resource.canonicalType
    for (const statement of policy.document.statements) {
      if (statement.effect !== 'Allow' || statement.principals?.negated) continue
      if (isOfEventRules(statement, type)) continue
      const open = (statement.principals?.entries ?? []).filter(({ type: kind, value }) => {
        const service = kind === 'Service' ? literal(value) : undefined
        if (service === undefined || sourcePageOfResource(service, type) === undefined) return false
        return letsStrangersUse(service, statement, policy.document)
      })
      if (open.length > 0) yield report(policy, statement, open)
    }
  },
})

/** One report for all services of a statement: one condition mends it for each. */
function report(policy: Policy, statement: Statement, open: readonly PrincipalEntry[]): Report {
  const services = open.map(({ value }) => display(value))
  const actions = statement.actions?.items.map(display) ?? []
  const tellsLittle = actions.length > 0 && actions.every((action) => tellsSettingsAlone.test(action))
  const [first, ...more] = open
  return {
    ...inPolicy(policy),
    at: first?.value.span ?? statement.span,
    severity: tellsLittle ? 'note' : 'medium',
    message: `${unquoted(services)} may call ${listOf(actions)} on ${protectedName(policy)} on behalf of anybody: an attacker points a resource of his own account at it.`,
    related: more.map(({ value }) => ({ span: value.span, message: 'And this one' })),
    subjects: services,
    key: `without-source ${services.join(' ')}`,
    fix: { description: 'Require aws:SourceArn or aws:SourceAccount of the resource that may cause the call.' },
  }
}

/**
 * How AWS has EventBridge write to log groups: for two services at once, and without a condition.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
 */
function isOfEventRules({ principals }: Statement, type: string): boolean {
  const named = principals?.entries.some(({ value }) => literal(value) === 'events.amazonaws.com')
  return named === true && type === 'AWS::Logs::LogGroup'
}
