import type { Identity } from '../src/model/iam'
import { defineCheck } from './check'
import { nameOf } from './describe'

export default defineCheck({
  id: 'role-without-policy',
  title: 'Role without a policy',
  severity: 'note',
  confidence: 'medium',
  on: 'model',
  tags: ['identities', 'unused'],
  maps: {},
  since: '0.1.0',
  optional: true,
  *run(model) {
    const granted = new Set<Identity | undefined>()
    for (const attachment of model.attachments) granted.add(attachment.target.to)
    for (const policy of model.policies) if (policy.kind === 'inline') granted.add(policy.carrier?.to)
    for (const role of model.roles) {
      if (granted.has(role)) continue
      yield {
        at: role.resource.span,
        resource: role.resource,
        message: `${nameOf(role)} carries no policy in this code: it can do nothing, or what was attached by hand.`,
        fix: { description: 'Attach the policy of its job here, or delete the role.' },
      }
    }
  },
})
