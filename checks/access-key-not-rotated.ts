import { property, type Resource } from '../src/model/resource'
import type { Report } from '../src/model/finding'
import { asText, literal } from '../src/model/value'
import type { CheckContext } from './check'
import { defineCheck } from './check'
import { activeCredentials, dayOf, daysSince } from './credential-age'
import { literalOf, numberOf } from './setting'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3 */
const mostDays = 90

export default defineCheck({
  id: 'access-key-not-rotated',
  title: 'Access key older than 90 days',
  severity: 'medium',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['account.credential', 'AWS::Config::ConfigRule'],
  tags: ['credentials', 'evidence'],
  maps: { cis: ['1.13'], fsbp: ['IAM.3'], trivy: ['AWS-0146'], kics: ['High Access Key Rotation Period'] },
  since: '0.1.0',
  aliases: ['key-older-than-90-days'],
  *run(resource, context) {
    if (resource.canonicalType === 'account.credential') yield* oldKeys(resource, context)
    else yield* laxRule(resource)
  },
})

function* oldKeys(resource: Resource, { today }: CheckContext): Generator<Report> {
  for (const { name, changed } of activeCredentials(resource)) {
    if (!name.startsWith('access key')) continue
    const days = daysSince(literalOf(changed), today)
    if (days === undefined || days <= mostDays) continue
    yield {
      at: changed?.span ?? resource.span,
      resource,
      message: `Active ${name} of user '${resource.name}' was made on ${dayOf(changed)} and not rotated since: if it has leaked in the meantime, it still works.`,
      key: name,
      subjects: [resource.name],
      fix: { description: 'Make a second key, move its users over, deactivate the old one and delete it.' },
    }
  }
}

/** https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html */
function* laxRule(resource: Resource): Generator<Report> {
  const identifier = property(resource, ['Source', 'SourceIdentifier'])
  if (literalOf(identifier) !== 'ACCESS_KEYS_ROTATED') return
  const given = property(resource, ['InputParameters'])
  const setting = given?.kind === 'object' ? given.entries.find(isMaximumAge)?.value : undefined
  const days = numberOf(setting) ?? ageInText(literalOf(given))
  if (days === undefined || days <= mostDays) return
  yield {
    at: setting?.span ?? given?.span ?? resource.span,
    resource,
    message: `Config rule '${resource.name}' lets access keys live for ${days} days: a leaked key counts as compliant for as long.`,
    key: 'maxAccessKeyAge',
    fix: { description: `Set maxAccessKeyAge to ${mostDays} or less.` },
  }
}

const isMaximumAge = (entry: { key: Parameters<typeof asText>[0] }): boolean => {
  const name = asText(entry.key)
  return name !== undefined && literal(name) === 'maxAccessKeyAge'
}

/** Terraform has the parameters as JSON. */
function ageInText(json: string | undefined): number | undefined {
  const age = json && /"maxAccessKeyAge"\s*:\s*"?(\d+)"?/.exec(json)?.[1]
  return age ? Number(age) : undefined
}
