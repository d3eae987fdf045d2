import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-2 */
export default defineCheck({
  id: 'cloudtrail-not-encrypted',
  title: 'Trail without a key of its own',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::CloudTrail::Trail'],
  tags: ['audit-trail'],
  maps: { cis: ['3.5'], fsbp: ['CloudTrail.2'], checkov: ['CKV_AWS_35'], trivy: ['AWS-0015'] },
  since: '0.1.0',
  *run(resource) {
    if (property(resource, ['KMSKeyId'])) return
    yield {
      at: resource.span,
      resource,
      message: `Trail '${nameOfResource(resource)}' is encrypted with the key of S3: whoever may read the bucket reads the trail, and no key policy has a say.`,
      key: 'trail-key',
      fix: { description: 'Set a KMS key whose policy says who may read the trail.' },
    }
  },
})
