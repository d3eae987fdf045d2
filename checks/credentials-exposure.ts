import { defineCheck } from './check'
import { unscopedReports } from './unscoped-actions'
import { isCredential } from './unscoped-kinds'

export default defineCheck({
  id: 'credentials-exposure',
  title: 'May fetch credentials, everywhere',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege', 'credentials'],
  maps: {
    checkov: ['CKV_AWS_107', 'CKV_AWS_287'],
    parliament: ['CREDENTIALS_EXPOSURE'],
    cloudsplaining: ['CredentialsExposure'],
  },
  since: '0.1.0',
  run: (policy, context) =>
    unscopedReports(
      policy,
      {
        key: 'credentials-exposure',
        has: isCredential,
        severity: 'medium',
        risk: 'one stolen credential fetches all passwords, keys and tokens that are kept or made there',
        fix: 'Name the secrets, parameters or users.',
        wholeKinds: true,
      },
      context,
    ),
})
