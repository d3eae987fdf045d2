import { allServices, resourceTypes } from '../src/iam/data'
import type { Policy } from '../src/model/iam'
import type { Text } from '../src/model/value'
import { isService } from './action-names'
import { defineCheck } from './check'
import { inPolicy, shortName } from './describe'
import { gap, nameInPlaceOfArn, plainText } from './plain-text'
import { isIdentityKind, writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export default defineCheck({
  id: 'invalid-arn',
  title: 'Resource that is no ARN',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: {
    parliament: ['INVALID_ARN'],
    accessAnalyzer: [
      'INVALID_ARN_PREFIX',
      'INVALID_ARN_REGION',
      'INVALID_ARN_ACCOUNT',
      'INVALID_PARTITION',
      'MISSING_ARN_FIELD',
      'INVALID_ARN_SERVICE_CASE',
    ],
    cfnLint: ['E3514'],
  },
  since: '0.1.0',
  *run(policy) {
    for (const statement of writtenStatements(policy)) {
      for (const item of statement.resources?.items ?? []) {
        const fault = faultOf(item, policy)
        if (fault === undefined) continue
        yield {
          ...inPolicy(policy),
          at: item.span,
          message: `'${shortName(item)}' is no ARN: ${fault}; ${statement.effect === 'Deny' ? 'nothing is denied' : 'nothing is granted'}, or AWS rejects the policy.`,
          subjects: [shortName(item)],
          key: `invalid-arn ${fault}`,
          fix: { description: 'Write arn:partition:service:region:account:resource.' },
        }
      }
    }
  },
})

const partitions = new Set([
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
  'aws-eusc',
])

function faultOf(item: Text, policy: Policy): string | undefined {
  const written = plainText(item)
  if (/^\**$/.test(written)) return undefined
  if (!written.startsWith('arn:')) return needsArns(policy) ? faultOfOther(item, written) : undefined
  const parts = written.split(':')
  // A wildcard may stand for colons, and a gap for anything.
  if (parts.length < 6) return /[*?\uFFFC]/.test(written) ? undefined : `it has ${parts.length} parts of 6`
  const [, partition, service, region, account] = parts as [string, string, string, string, string]
  if (isPlain(partition) && !partitions.has(partition)) return `'${partition}' is no partition`
  if (isPlain(service) && service !== service.toLowerCase()) return `the service '${service}' must be in lower case`
  if (isPlain(service) && !isServiceOfArns(service)) return `AWS has no service '${service}'`
  if (isPlain(region) && region !== '' && !/^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(region)) return `'${region}' is no region`
  if (/^\d+$/.test(account) && account.length !== 12) return `the account '${account}' has not twelve digits`
  return undefined
}

const isPlain = (part: string): boolean => !/[*?\uFFFC]/.test(part)

/** Services of resources take other forms in their own policies: paths, prefixes without `arn:`. */
function needsArns(policy: Policy): boolean {
  if (isIdentityKind(policy) || policy.kind === 'scp') return true
  return policy.kind === 'resource' && policy.protects?.type === 'AWS::S3::Bucket'
}

function faultOfOther(item: Text, written: string): string | undefined {
  const name = nameInPlaceOfArn(item)
  if (name) return `${name.expression} is a name`
  return written.startsWith(gap) ? undefined : "it does not begin with 'arn:'"
}

let ofArns: ReadonlySet<string> | undefined

/** Some services have another name in ARNs than in actions. */
function isServiceOfArns(service: string): boolean {
  if (isService(service)) return true
  ofArns ??= new Set(allServices().flatMap((each) => resourceTypes(each).map(({ arn }) => arn.split(':')[2] ?? '')))
  return ofArns.has(service)
}
