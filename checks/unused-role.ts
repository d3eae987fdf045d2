import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { dayOf, daysSince } from './credential-age'
import { literalOf } from './setting'

const mostDays = 90

/** Roles of AWS's own making, which nobody can delete as such: service-linked ones, and those of Identity Center. */
const ofAws = /^\/(?:aws-service-role|aws-reserved)\//

export default defineCheck({
  id: 'unused-role',
  title: 'Role that nobody uses',
  severity: 'low',
  confidence: 'high',
  on: 'role',
  tags: ['least-privilege', 'identities', 'evidence'],
  maps: { cloudrail: ['non_car_unused_roles'] },
  since: '0.1.0',
  *run(role, { today }) {
    const { resource } = role
    if (resource.framework !== 'account' || ofAws.test(literalOf(role.path) ?? '')) return
    // Without `RoleLastUsed` the export does not say; an empty one says that AWS has seen no use in 400 days.
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
    const lastUse = property(resource, ['RoleLastUsed'])
    if (!lastUse) return
    const used = property(resource, ['RoleLastUsed', 'LastUsedDate'])
    const made = property(resource, ['CreateDate'])
    const days = daysSince(literalOf(used ?? made), today)
    if (days === undefined || days <= mostDays) return
    const since = used ? `was last used on ${dayOf(used)}` : `was made on ${dayOf(made)} and AWS has seen no use of it`
    yield {
      at: used?.span ?? resource.span,
      resource,
      message: `Role '${resource.name}' ${since}: whoever it trusts can still take what it is allowed, unseen.`,
      key: 'unused',
      subjects: [resource.name],
      fix: { description: 'Delete the role, or deny its assumption for a while to see whether anybody misses it.' },
    }
  },
})
