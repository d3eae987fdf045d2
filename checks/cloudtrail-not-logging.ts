import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn } from './setting'

/** Terraform logs unless told otherwise; CloudFormation requires the property. */
export default defineCheck({
  id: 'cloudtrail-not-logging',
  title: 'Trail that does not log',
  severity: 'high',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::CloudTrail::Trail'],
  tags: ['audit-trail'],
  maps: { checkov: ['CKV_AWS_251'], kics: ['CloudTrail Logging Disabled'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['IsLogging'], ['enable_logging'])
    if (!setting || isOn(setting, true) !== 'no') return
    yield {
      at: setting.span,
      resource,
      message: `Trail '${nameOfResource(resource)}' is switched off: nothing that is done in the account is recorded.`,
      key: 'logging',
      fix: { description: 'Switch logging on.' },
    }
  },
})
