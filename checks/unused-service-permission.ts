import { member, property } from '../src/model/resource'
import type { Data } from '../src/model/value'
import { defineCheck } from './check'
import { listOf } from './describe'
import { daysSince } from './credential-age'
import { itemsOf, literalOf } from './setting'

const mostDays = 90

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html */
export default defineCheck({
  id: 'unused-service-permission',
  title: 'Permissions for services that are not used',
  severity: 'note',
  confidence: 'medium',
  on: 'resource',
  resourceTypes: ['account.last-accessed'],
  tags: ['least-privilege', 'evidence'],
  maps: { accessAnalyzer: ['UnusedPermission'] },
  since: '0.1.0',
  *run(resource, { today }) {
    const reported = literalOf(property(resource, ['JobCompletionDate']))?.slice(0, 10) ?? today
    const unused = itemsOf(property(resource, ['ServicesLastAccessed'])).filter((service) =>
      isUnused(service, reported),
    )
    const names = unused.flatMap((service) => literalOf(member(service, ['ServiceNamespace'])) ?? [])
    const [first] = unused
    if (!first || names.length === 0) return
    const who = literalOf(property(resource, ['Entity']))
    yield {
      at: member(first, ['ServiceNamespace'])?.span ?? first.span,
      resource,
      message: `${who ? `'${who}'` : 'Whom this report is about'} may use ${listOf(names)} and has not in the ${mostDays} days before ${reported}: its work does not need that, and whoever takes it over gets it all the same.`,
      subjects: names,
      key: `unused ${names.join(' ')}`,
      fix: { description: 'Take the statements for these services out of its policies.' },
    }
  },
})

/** Never used since AWS keeps count, or not for long. */
function isUnused(service: Data, reported: string): boolean {
  const used = member(service, ['LastAuthenticated'])
  if (!used || used.kind === 'null') return true
  const days = daysSince(literalOf(used), reported)
  return days !== undefined && days > mostDays
}
