import { missingAlarmReports } from './alarm-coverage'
import { defineCheck } from './check'

export default defineCheck({
  id: 'missing-alarm-iam-change',
  title: 'No alarm on IAM changes',
  severity: 'note',
  confidence: 'medium',
  on: 'model',
  tags: ['audit-trail', 'alarms'],
  maps: {
    cis: ['4.4'],
    fsbp: ['CloudWatch.4'],
    trivy: ['AWS-0150'],
    kics: ['CloudWatch IAM Policy Changes Alarm Missing'],
  },
  since: '0.1.0',
  optional: true,
  whole: true,
  run: (model) =>
    missingAlarmReports(model, {
      mentions: [
        /AttachRolePolicy|PutRolePolicy|CreatePolicyVersion/,
        /PutUserPolicy|AttachUserPolicy|CreatePolicy|DeleteRolePolicy/,
      ],
      what: 'IAM policies change',
    }),
})
