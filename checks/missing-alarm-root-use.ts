import { missingAlarmReports } from './alarm-coverage'
import { defineCheck } from './check'

export default defineCheck({
  id: 'missing-alarm-root-use',
  title: 'No alarm on root use',
  severity: 'note',
  confidence: 'medium',
  on: 'model',
  tags: ['audit-trail', 'alarms'],
  maps: { cis: ['4.3'], fsbp: ['CloudWatch.1'], trivy: ['AWS-0149'], kics: ['CloudWatch Root Account Use Missing'] },
  since: '0.1.0',
  optional: true,
  whole: true,
  run: (model) =>
    missingAlarmReports(model, { mentions: [/userIdentity\.type/, /Root/], what: 'the root user is used' }),
})
