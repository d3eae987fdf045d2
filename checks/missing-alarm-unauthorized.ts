import { missingAlarmReports } from './alarm-coverage'
import { defineCheck } from './check'

export default defineCheck({
  id: 'missing-alarm-unauthorized',
  title: 'No alarm on denied calls',
  severity: 'note',
  confidence: 'medium',
  on: 'model',
  tags: ['audit-trail', 'alarms'],
  maps: {
    cis: ['4.1'],
    fsbp: ['CloudWatch.2'],
    trivy: ['AWS-0147'],
    kics: ['CloudWatch Unauthorized Access Alarm Missing'],
  },
  since: '0.1.0',
  optional: true,
  whole: true,
  run: (model) =>
    missingAlarmReports(model, { mentions: [/UnauthorizedOperation/, /AccessDenied/], what: 'calls are denied' }),
})
