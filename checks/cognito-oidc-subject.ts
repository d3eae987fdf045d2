import { defineCheck } from './check'
import { issuers } from './oidc-issuer'
import { oidcSubjectReports } from './oidc-subject'

/** https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html */
export default defineCheck({
  id: 'cognito-oidc-subject',
  title: 'Users of any Cognito identity pool may assume the role',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'oidc'],
  maps: {},
  since: '0.1.0',
  run: (policy, context) => oidcSubjectReports(policy, issuers.cognito, context),
})
