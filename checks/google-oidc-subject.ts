import { defineCheck } from './check'
import { issuers } from './oidc-issuer'
import { oidcSubjectReports } from './oidc-subject'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
export default defineCheck({
  id: 'google-oidc-subject',
  title: 'Anybody with a Google account may assume the role',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'oidc'],
  maps: {},
  since: '0.1.0',
  run: (policy, context) => oidcSubjectReports(policy, issuers.google, context),
})
