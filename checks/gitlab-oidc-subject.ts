import { defineCheck } from './check'
import { issuers } from './oidc-issuer'
import { oidcSubjectReports } from './oidc-subject'

/** https://docs.gitlab.com/ci/cloud_services/aws/ */
export default defineCheck({
  id: 'gitlab-oidc-subject',
  title: 'GitLab jobs of any project may assume the role',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'oidc'],
  maps: {},
  since: '0.1.0',
  run: (policy, context) => oidcSubjectReports(policy, issuers.gitlab, context),
})
