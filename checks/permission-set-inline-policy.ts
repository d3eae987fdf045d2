import { defineCheck } from './check'
import { inPolicy, nameOfReference } from './describe'

export default defineCheck({
  id: 'permission-set-inline-policy',
  title: 'Policy embedded in a permission set',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['identity-center', 'inline'],
  maps: {},
  since: '0.1.0',
  *run(policy) {
    if (policy.kind !== 'inline' || policy.carrier?.identityKind !== 'permission-set') return
    yield {
      ...inPolicy(policy),
      at: policy.use,
      message: `Inline policy is embedded in ${nameOfReference(policy.carrier)}: it is copied into every account and reviewed in none.`,
      key: 'inline',
      fix: { description: 'Attach a customer managed policy by name, which each account can review and version.' },
    }
  },
})
