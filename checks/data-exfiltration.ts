import { defineCheck } from './check'
import { unscopedReports } from './unscoped-actions'
import { isDataRead } from './unscoped-kinds'

export default defineCheck({
  id: 'data-exfiltration',
  title: 'May read data, everywhere',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege', 'data'],
  maps: { checkov: ['CKV_AWS_108', 'CKV_AWS_288'], cloudsplaining: ['DataExfiltration'] },
  since: '0.1.0',
  run: (policy, context) =>
    unscopedReports(
      policy,
      {
        key: 'data-exfiltration',
        has: isDataRead,
        severity: 'medium',
        risk: 'a stolen credential copies the data of all of them',
        fix: 'Name the buckets, tables or streams.',
        wholeKinds: true,
      },
      context,
    ),
})
