import { exposure } from '../src/iam/exposure'
import type { IamModel, TrustZone } from '../src/model/iam'
import { policiesOn } from '../src/model/queries'
import { ReferenceIndex } from '../src/model/reference-index'
import { property, type Resource } from '../src/model/resource'
import { asText, text } from '../src/model/value'
import { defineCheck } from './check'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-6 */
export default defineCheck({
  id: 'cloudtrail-bucket-public',
  title: 'Public bucket with the audit trail',
  severity: 'critical',
  confidence: 'high',
  on: 'model',
  tags: ['audit-trail', 'exposure'],
  maps: {
    fsbp: ['CloudTrail.6'],
    trivy: ['AWS-0161'],
    kics: ['CloudTrail Log Files S3 Bucket is Publicly Accessible'],
    regula: ['FG_R00028'],
  },
  since: '0.1.0',
  *run(model, { trust }) {
    const trails = model.resources.filter((resource) => resource.canonicalType === 'AWS::CloudTrail::Trail')
    if (trails.length === 0) return
    const buckets = indexOf(model, 'AWS::S3::Bucket')
    const open = new Map<Resource, Resource>()
    for (const resource of model.resources) {
      if (resource.canonicalType !== 'AWS::S3::BucketAcl') continue
      const mention = asText(property(resource, ['bucket']))
      const bucket = mention && buckets.find(mention, resource)?.resource
      if (bucket && isPublicAcl(resource)) open.set(bucket, resource)
    }
    for (const trail of trails) {
      const mention = asText(property(trail, ['S3BucketName']))
      const bucket = mention && buckets.find(mention, trail)?.resource
      if (!mention || !bucket) continue
      const by = open.get(bucket) ?? (isPublicAcl(bucket) ? bucket : publicPolicy(bucket, model, trust))
      if (!by) continue
      yield {
        at: mention.via?.[0] ?? mention.span,
        resource: trail,
        message: `Trail '${trail.name}' writes to bucket '${bucket.name}', which is public: everybody reads who does what in the account, or wipes out his traces.`,
        related: [{ span: by.span, message: 'this makes the bucket public' }],
        key: 'trail-bucket',
        fix: { description: 'Block public access of the bucket, and let cloudtrail.amazonaws.com alone write to it.' },
      }
    }
  },
})

function indexOf(model: IamModel, type: string): ReferenceIndex<{ resource: Resource }> {
  const all = model.resources.filter((resource) => resource.canonicalType === type)
  return new ReferenceIndex(all.map((resource) => ({ resource, name: text(resource.name, resource.span) })))
}

function publicPolicy(bucket: Resource, model: IamModel, zone: TrustZone): Resource | undefined {
  return policiesOn(model, bucket).find((policy) =>
    exposure(policy.document, zone).some(({ verdict, certainty }) => verdict === 'public' && certainty === 'yes'),
  )?.resource
}

function isPublicAcl(resource: Resource): boolean {
  const canned = literalOf(property(resource, ['AccessControl'], ['acl'])) ?? ''
  return /^(?:publicread|publicreadwrite|authenticatedread)$/i.test(canned.replaceAll('-', ''))
}
