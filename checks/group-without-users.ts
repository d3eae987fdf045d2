import type { Group } from '../src/model/iam'
import { defineCheck } from './check'
import { nameOf } from './describe'

export default defineCheck({
  id: 'group-without-users',
  title: 'Group without users',
  severity: 'low',
  confidence: 'medium',
  on: 'model',
  tags: ['identities', 'unused'],
  maps: { checkov: ['CKV2_AWS_14'], cdkNag: ['IAMGroupHasUsers'] },
  since: '0.1.0',
  whole: true,
  *run(model) {
    const used = new Set<Group>()
    for (const membership of model.memberships) {
      // A membership of a group that nobody can name yet may be any group's.
      if (!membership.group.to && membership.group.text.parts.some((part) => part.kind === 'hole')) return
      if (membership.group.to) used.add(membership.group.to)
    }
    for (const group of model.groups) {
      if (used.has(group)) continue
      yield {
        at: group.resource.span,
        resource: group.resource,
        message: `${nameOf(group)} has no member in this code: its policies wait for whoever is added by hand, unreviewed.`,
        fix: { description: 'Declare its members here, or delete the group.' },
      }
    }
  },
})
