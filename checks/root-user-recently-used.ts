import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { dayOf, daysSince } from './credential-age'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html */
const recentDays = 90

const uses: Readonly<Record<string, string>> = {
  PasswordLastUsed: 'signed in',
  AccessKey1LastUsedDate: 'called AWS with its access key 1',
  AccessKey2LastUsedDate: 'called AWS with its access key 2',
}

export default defineCheck({
  id: 'root-user-recently-used',
  title: 'Root user in use',
  severity: 'medium',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['account.root'],
  tags: ['root', 'evidence'],
  maps: { cis: ['1.6'], trivy: ['AWS-0140'] },
  since: '0.1.0',
  *run(resource, { today }) {
    for (const [column, did] of Object.entries(uses)) {
      const used = property(resource, [column])
      const days = daysSince(literalOf(used), today)
      if (days === undefined || days > recentDays) continue
      yield {
        at: used?.span ?? resource.span,
        resource,
        message: `The root user ${did} on ${dayOf(used)}: what is done as root is held back by no policy of the account, and nobody tells who did it.`,
        key: column,
        fix: { description: 'Do the work with a role, and keep the root user for what only it can do.' },
      }
    }
  },
})
