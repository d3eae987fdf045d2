import type { Identity } from '../src/model/iam'
import { defineCheck } from './check'
import { nameOf } from './describe'

export default defineCheck({
  id: 'group-without-policy',
  title: 'Group without a policy',
  severity: 'note',
  confidence: 'medium',
  on: 'model',
  tags: ['identities', 'unused'],
  maps: {},
  since: '0.1.0',
  *run(model) {
    const granted = new Set<Identity | undefined>()
    for (const attachment of model.attachments) granted.add(attachment.target.to)
    for (const policy of model.policies) granted.add(policy.carrier?.to)
    for (const group of model.groups) {
      if (granted.has(group)) continue
      yield {
        at: group.resource.span,
        resource: group.resource,
        message: `${nameOf(group)} carries no policy in this code: its members get nothing from it, or what was attached by hand.`,
        fix: { description: 'Attach the policy of the job here, or delete the group.' },
      }
    }
  },
})
