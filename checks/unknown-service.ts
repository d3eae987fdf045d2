import { writtenActions, isService, nearestService } from './action-names'
import { defineCheck } from './check'
import { inPolicy } from './describe'
import { purposeOf } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-invalid-service-in-action */
export default defineCheck({
  id: 'unknown-service',
  title: 'Action of a service that AWS does not have',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: { parliament: ['UNKNOWN_PREFIX'], accessAnalyzer: ['INVALID_SERVICE_IN_ACTION'], cfnLint: ['W3037'] },
  since: '0.1.0',
  *run(policy) {
    for (const { statement, element, item, written, service } of writtenActions(policy)) {
      if (service === '' || /[*?]/.test(service) || isService(service)) continue
      const meant = nearestService(service)
      const hint = meant === undefined ? '' : ` (did you mean '${meant}'?)`
      const effect = element.negated ? 'excludes' : purposeOf(statement)
      yield {
        ...inPolicy(policy),
        at: item.span,
        confidence: meant === undefined ? 'medium' : 'high',
        message: `'${written}': AWS has no service '${service}'${hint}, so that this ${effect} nothing.`,
        subjects: [written],
        key: `unknown-service ${service}`,
        fix: { description: meant === undefined ? 'Correct the prefix.' : `Write ${meant} in place of ${service}.` },
      }
    }
  },
})
