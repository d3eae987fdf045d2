import { missingAlarmReports } from './alarm-coverage'
import { defineCheck } from './check'

export default defineCheck({
  id: 'missing-alarm-console-without-mfa',
  title: 'No alarm on console sign-in without MFA',
  severity: 'note',
  confidence: 'medium',
  on: 'model',
  tags: ['audit-trail', 'alarms'],
  maps: {
    cis: ['4.2'],
    fsbp: ['CloudWatch.3'],
    trivy: ['AWS-0148'],
    kics: ['CloudWatch Console Sign-in Without MFA Alarm Missing'],
  },
  since: '0.1.0',
  optional: true,
  whole: true,
  run: (model) =>
    missingAlarmReports(model, {
      mentions: [/ConsoleLogin/, /MFAUsed/],
      what: 'somebody signs in to the console without MFA',
    }),
})
