import type { Policy } from '../src/model/iam'
import { defineCheck } from './check'
import { nameOfPolicy } from './describe'

export default defineCheck({
  id: 'unused-policy',
  title: 'Managed policy that nothing uses',
  severity: 'note',
  confidence: 'medium',
  on: 'model',
  tags: ['unused'],
  maps: {},
  since: '0.1.0',
  whole: true,
  *run(model) {
    const used = new Set<Policy | undefined>()
    for (const attachment of model.attachments) {
      // An attachment whose policy nobody can name yet may be any policy's.
      if (!attachment.policy.to && attachment.policy.text.parts.some((part) => part.kind === 'hole' && !part.symbol))
        return
      used.add(attachment.policy.to)
    }
    for (const identity of [...model.users, ...model.roles, ...model.permissionSets]) used.add(identity.boundary?.to)
    for (const policy of model.policies) {
      if (policy.kind !== 'managed' || used.has(policy)) continue
      yield {
        at: policy.resource.span,
        resource: policy.resource,
        message: `${capital(nameOfPolicy(policy))} is attached to nothing in this code: whoever may attach policies can hand it out unreviewed.`,
        fix: { description: 'Attach it here, or delete it.' },
      }
    }
  },
})

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
