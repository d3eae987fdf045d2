import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn } from './setting'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html */
export default defineCheck({
  id: 'cloudtrail-no-log-validation',
  title: 'Trail without log file validation',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::CloudTrail::Trail'],
  tags: ['audit-trail'],
  maps: { cis: ['3.2'], fsbp: ['CloudTrail.4'], checkov: ['CKV_AWS_36'], trivy: ['AWS-0016'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['EnableLogFileValidation'])
    if (isOn(setting, false) !== 'no') return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `Trail '${nameOfResource(resource)}' signs no digests: whoever can write its bucket removes their traces, and nobody can prove it.`,
      key: 'log-validation',
      fix: { description: 'Enable log file validation.' },
    }
  },
})
