import { property, type Resource } from '../src/model/resource'
import type { Span } from '../src/model/source'
import { type Data, entry } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl, without case, `-` and `_`. */
const publicCanned = new Map([
  ['publicread', 'everybody can read it'],
  ['publicreadwrite', 'everybody can read and write it'],
  ['authenticatedread', 'everybody with an AWS account can read it'],
])

const groups = new Map([
  ['http://acs.amazonaws.com/groups/global/AllUsers', 'everybody'],
  ['http://acs.amazonaws.com/groups/global/AuthenticatedUsers', 'everybody with an AWS account'],
])

export default defineCheck({
  id: 's3-public-acl',
  title: 'Public ACL',
  severity: 'high',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::S3::Bucket', 'AWS::S3::BucketAcl', 'AWS::S3::Object'],
  tags: ['exposure', 's3'],
  maps: { fsbp: ['S3.2', 'S3.3'], checkov: ['CKV_AWS_20', 'CKV_AWS_57'], trivy: ['AWS-0092'], cfnNag: ['F14', 'W31'] },
  since: '0.1.0',
  *run(resource) {
    const canned = property(resource, ['AccessControl'], ['acl'])
    const who = canned && publicCanned.get((literalOf(canned) ?? '').toLowerCase().replaceAll(/[-_]/g, ''))
    if (canned && who)
      yield report(resource, canned.span, `ACL '${literalOf(canned)}' on '${nameOfResource(resource)}': ${who}`)
    for (const grant of grants(property(resource, ['AccessControlPolicy']) ?? property(resource, ['Grant']))) {
      yield report(resource, grant.at, `An ACL grant on '${nameOfResource(resource)}' is for ${grant.who}`)
    }
  },
})

function report(resource: Resource, at: Span, message: string) {
  return {
    at,
    resource,
    message: `${message}, unless a public access block says otherwise.`,
    fix: { description: 'Use the ACL private, and grant access with a bucket policy that names principals.' },
  }
}

/** Grants to the public groups, wherever they are nested: blocks of Terraform differ by version. */
function* grants(data: Data | undefined, depth = 0): Generator<{ at: Span; who: string }> {
  if (!data || depth > 8) return
  if (data.kind === 'list') for (const item of data.items) yield* grants(item, depth + 1)
  if (data.kind !== 'object') return
  const uri = entry(data, 'uri') ?? entry(data, 'URI')
  const who = groups.get(literalOf(uri) ?? '')
  if (uri && who) yield { at: uri.span, who }
  for (const child of data.entries) yield* grants(child.value, depth + 1)
}
