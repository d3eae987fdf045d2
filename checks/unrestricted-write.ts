import { defineCheck } from './check'
import { unscopedReports } from './unscoped-actions'
import { hasGraverCheck } from './unscoped-kinds'

/** `wildcard-resource` names these among others: for those who want them apart. */
export default defineCheck({
  id: 'unrestricted-write',
  title: 'May write, everywhere',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: { checkov: ['CKV_AWS_111', 'CKV_AWS_290'], cloudsplaining: ['InfrastructureModification'] },
  since: '0.1.0',
  optional: true,
  run: (policy, context) =>
    unscopedReports(
      policy,
      {
        key: 'unrestricted-write',
        has: (action) => action.level === 'W' && !hasGraverCheck(action),
        severity: 'low',
        risk: 'a mistake or a stolen credential changes or deletes any of them',
        fix: 'Name the resources that the job writes.',
        wholeKinds: false,
      },
      context,
    ),
})
