import { defineCheck } from './check'
import { unscopedReports } from './unscoped-actions'
import { isPermissionsChange } from './unscoped-kinds'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html */
export default defineCheck({
  id: 'permissions-management',
  title: 'May change who has access, everywhere',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: {
    checkov: ['CKV_AWS_109', 'CKV_AWS_289'],
    parliament: ['PERMISSIONS_MANAGEMENT_ACTIONS'],
    cloudsplaining: ['ResourceExposure'],
  },
  since: '0.1.0',
  run: (policy, context) =>
    unscopedReports(
      policy,
      {
        key: 'permissions-management',
        has: isPermissionsChange,
        severity: 'medium',
        risk: 'whoever has it changes who may do what with any of them',
        fix: 'Name the resources, or leave permissions to those who administer them.',
        wholeKinds: true,
      },
      context,
    ),
})
