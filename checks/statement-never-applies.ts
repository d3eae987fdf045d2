import { defineCheck } from './check'
import { neverAppliesReports } from './never-applies'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
export default defineCheck({
  id: 'statement-never-applies',
  title: 'Allow that no request meets',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['validity', 'conditions'],
  maps: {},
  since: '0.1.0',
  run: (policy) => neverAppliesReports(policy, 'Allow'),
})
