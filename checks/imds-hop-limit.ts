import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { numberOf } from './setting'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html#autoscaling-4 */
export default defineCheck({
  id: 'imds-hop-limit',
  title: 'Instance metadata within reach of containers',
  severity: 'note',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration'],
  tags: ['credentials', 'compute'],
  maps: { fsbp: ['AutoScaling.4'], checkov: ['CKV_AWS_341'] },
  since: '0.1.0',
  *run(resource) {
    const limit =
      property(resource, ['MetadataOptions', 'HttpPutResponseHopLimit']) ??
      property(resource, ['LaunchTemplateData', 'MetadataOptions', 'HttpPutResponseHopLimit'])
    const hops = numberOf(limit)
    if (!limit || hops === undefined || hops <= 1) return
    yield {
      at: limit.span,
      resource,
      message: `'${nameOfResource(resource)}' answers metadata requests over ${hops} hops: a container on it gets the credentials of the instance's role.`,
      key: 'hop-limit',
      fix: { description: 'Set the hop limit to 1, and give containers roles of their own.' },
    }
  },
})
