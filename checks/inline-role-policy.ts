import { defineCheck } from './check'
import { inlinePolicyReports } from './inline-policy'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html */
export default defineCheck({
  id: 'inline-role-policy',
  title: 'Policy embedded in a role',
  severity: 'low',
  confidence: 'high',
  on: 'model',
  tags: ['inline', 'identities'],
  maps: { cdkNag: ['IAMNoInlinePolicy'] },
  since: '0.1.0',
  run: (model) => inlinePolicyReports(model, 'role'),
})
