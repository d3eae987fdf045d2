import { defineCheck } from './check'
import { activeCredentials, dayOf, daysSince } from './credential-age'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-22 */
const mostDays = 45

export default defineCheck({
  id: 'unused-credentials',
  title: 'Credentials that nobody uses',
  severity: 'medium',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['account.credential'],
  tags: ['credentials', 'evidence'],
  maps: { cis: ['1.11'], fsbp: ['IAM.8', 'IAM.22'], trivy: ['AWS-0144', 'AWS-0166'] },
  since: '0.1.0',
  aliases: ['credential-unused-45-days'],
  *run(resource, { today }) {
    for (const { name, changed, used } of activeCredentials(resource)) {
      const days = daysSince(literalOf(used ?? changed), today)
      if (days === undefined || days <= mostDays) continue
      const since = used ? `was last used on ${dayOf(used)}` : `dates from ${dayOf(changed)} and was never used`
      yield {
        at: (used ?? changed)?.span ?? resource.span,
        resource,
        message: `The ${name} of user '${resource.name}' ${since}: nobody would notice if somebody else used it.`,
        key: name,
        subjects: [resource.name, name],
        fix: { description: 'Deactivate it, and delete it when nobody has missed it for a while.' },
      }
    }
  },
})
