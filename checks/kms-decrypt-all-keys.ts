import { defineCheck } from './check'
import { unscopedReports } from './unscoped-actions'
import { isDecrypt } from './unscoped-kinds'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-1 */
export default defineCheck({
  id: 'kms-decrypt-all-keys',
  title: 'May decrypt with every key',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege', 'kms'],
  maps: { fsbp: ['KMS.1', 'KMS.2'] },
  since: '0.1.0',
  run: (policy, context) =>
    unscopedReports(
      policy,
      {
        key: 'kms-decrypt',
        has: isDecrypt,
        severity: 'medium',
        risk: 'one stolen credential decrypts whatever it can read, under any key',
        fix: 'Name the keys, or require kms:ViaService or an alias (kms:RequestAlias).',
        wholeKinds: true,
      },
      context,
    ),
})
