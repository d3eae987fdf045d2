import { ReferenceIndex } from '../src/model/reference-index'
import { property, type Resource } from '../src/model/resource'
import { asText, text } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource } from './describe'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html */
export default defineCheck({
  id: 's3-access-logging-off',
  title: 'Bucket without access logs',
  severity: 'note',
  confidence: 'high',
  on: 'model',
  tags: ['audit-trail', 's3'],
  maps: { fsbp: ['S3.9'], checkov: ['CKV_AWS_18'], trivy: ['AWS-0089'], cfnNag: ['W35'], cdkNag: ['AwsSolutions-S1'] },
  since: '0.1.0',
  optional: true,
  *run(model) {
    const buckets = model.resources.filter((resource) => resource.canonicalType === 'AWS::S3::Bucket')
    const index = new ReferenceIndex(
      buckets.map((resource) => ({ resource, name: text(resource.name, resource.span) })),
    )
    const logged = new Set<Resource>()
    const targets = new Set<Resource>()
    for (const resource of model.resources) {
      if (resource.canonicalType !== 'AWS::S3::BucketLogging' && resource.canonicalType !== 'AWS::S3::Bucket') continue
      const own = asText(property(resource, ['bucket']))
      const bucket =
        resource.canonicalType === 'AWS::S3::Bucket' ? resource : own && index.find(own, resource)?.resource
      const settings = property(resource, ['LoggingConfiguration'], ['logging'])
      if (bucket && (settings || bucket !== resource)) logged.add(bucket)
      const target = asText(
        property(resource, ['LoggingConfiguration', 'DestinationBucketName']) ??
          property(resource, ['logging', 'target_bucket']) ??
          property(resource, ['target_bucket']),
      )
      const found = target && index.find(target, resource)?.resource
      if (found) targets.add(found)
    }
    for (const resource of buckets) {
      // A bucket of logs that logs itself never stops.
      if (logged.has(resource) || targets.has(resource)) continue
      yield {
        at: resource.span,
        resource,
        message: `Bucket '${nameOfResource(resource)}' keeps no access logs: who read or deleted an object cannot be told afterwards.`,
        key: 'access-logs',
        fix: { description: 'Log to another bucket, or record data events in CloudTrail.' },
      }
    }
  },
})
