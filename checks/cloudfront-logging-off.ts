import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html */
export default defineCheck({
  id: 'cloudfront-logging-off',
  title: 'Distribution without access logs',
  severity: 'note',
  confidence: 'medium',
  on: 'resource',
  resourceTypes: ['AWS::CloudFront::Distribution'],
  tags: ['audit-trail'],
  maps: { checkov: ['CKV_AWS_86'], trivy: ['AWS-0010'] },
  since: '0.1.0',
  optional: true,
  *run(resource) {
    if (property(resource, ['DistributionConfig', 'Logging']) || property(resource, ['logging_config'])) return
    yield {
      at: resource.span,
      resource,
      message: `Distribution '${nameOfResource(resource)}' keeps no access logs: nobody can tell afterwards who fetched what.`,
      key: 'logging',
      fix: { description: 'Switch standard logging on.' },
    }
  },
})
