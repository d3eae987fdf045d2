import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html */
export default defineCheck({
  id: 'cloudtrail-no-cloudwatch',
  title: 'Trail without CloudWatch Logs',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::CloudTrail::Trail'],
  tags: ['audit-trail'],
  maps: { fsbp: ['CloudTrail.5'], checkov: ['CKV2_AWS_10'], trivy: ['AWS-0162'] },
  since: '0.1.0',
  *run(resource) {
    if (property(resource, ['CloudWatchLogsLogGroupArn'], ['cloud_watch_logs_group_arn'])) return
    yield {
      at: resource.span,
      resource,
      message: `Trail '${nameOfResource(resource)}' goes to a bucket alone: no alarm can fire when somebody uses root or changes IAM.`,
      key: 'cloudwatch',
      fix: { description: 'Send it to a CloudWatch Logs group, and put metric filters and alarms on that.' },
    }
  },
})
