import { defineCheck } from './check'
import { issuers } from './oidc-issuer'
import { oidcSubjectReports } from './oidc-subject'

/** https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/ */
export default defineCheck({
  id: 'circleci-oidc-subject',
  title: 'Any CircleCI job of the organization may assume the role',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'oidc'],
  maps: {},
  since: '0.1.0',
  run: (policy, context) => oidcSubjectReports(policy, issuers.circleci, context),
})
