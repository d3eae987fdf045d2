import { isService, nearestService, severityOfNothing, type WrittenAction, writtenActions } from './action-names'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
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
    // One wrong prefix is one mistake, however many actions of a statement have it.
    const groups: WrittenAction[][] = []
    for (const action of writtenActions(policy)) {
      if (action.service === '' || /[*?]/.test(action.service) || isService(action.service)) continue
      const same = groups.find(([one]) => one?.element === action.element && one.service === action.service)
      if (same) same.push(action)
      else groups.push([action])
    }
    for (const [first, ...others] of groups) {
      if (!first) continue
      const { statement, element, item, service } = first
      const meant = nearestService(service)
      const hint = meant === undefined ? '' : ` (did you mean '${meant}'?)`
      const effect = element.negated ? 'excludes' : purposeOf(statement)
      const names = [first, ...others].map(({ written }) => written)
      yield {
        ...inPolicy(policy),
        at: item.span,
        severity: severityOfNothing(statement, element),
        confidence: meant === undefined ? 'medium' : 'high',
        message: `${listOf(names)}: AWS has no service '${service}'${hint}, so that this ${effect} nothing.`,
        subjects: names,
        related: others.map((other) => ({ span: other.item.span, message: 'And here' })),
        key: `unknown-service ${service}`,
        fix: { description: meant === undefined ? 'Correct the prefix.' : `Write ${meant} in place of ${service}.` },
      }
    }
  },
})
