import type { Statement } from '../src/model/policy'
import { display, literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
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
      for (const entry of statement.principals?.entries ?? []) {
        const service = entry.type === 'Service' ? literal(entry.value) : undefined
        if (service === undefined || sourcePageOfResource(service, type) === undefined) continue
        if (isOfEventRules(statement, type) || !letsStrangersUse(service, statement, policy.document)) continue
        const actions = statement.actions?.items.map(display) ?? []
        const tellsLittle = actions.length > 0 && actions.every((action) => tellsSettingsAlone.test(action))
        yield {
          ...inPolicy(policy),
          at: entry.value.span,
          severity: tellsLittle ? 'low' : 'medium',
          message: `${service} may call ${listOf(actions)} on ${protectedName(policy)} on behalf of anybody: an attacker points a resource of his own account at it.`,
          subjects: [service],
          key: `without-source ${service}`,
          fix: { description: 'Require aws:SourceArn or aws:SourceAccount of the resource that may cause the call.' },
        }
      }
    }
  },
})

/**
 * How AWS has EventBridge write to log groups: for two services at once, and without a condition.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
 */
function isOfEventRules({ principals }: Statement, type: string): boolean {
  const named = principals?.entries.some(({ value }) => literal(value) === 'events.amazonaws.com')
  return named === true && type === 'AWS::Logs::LogGroup'
}
