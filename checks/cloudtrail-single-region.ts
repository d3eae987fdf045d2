import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn } from './setting'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html */
export default defineCheck({
  id: 'cloudtrail-single-region',
  title: 'Trail of one region',
  severity: 'medium',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::CloudTrail::Trail'],
  tags: ['audit-trail'],
  maps: { cis: ['3.1'], fsbp: ['CloudTrail.1'], checkov: ['CKV_AWS_67'], trivy: ['AWS-0014'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['IsMultiRegionTrail'])
    if (isOn(setting, false) !== 'no') return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `Trail '${nameOfResource(resource)}' records one region alone: an attacker works in another one unseen.`,
      key: 'multi-region',
      fix: { description: 'Make it a multi-region trail.' },
    }
  },
})
