import { defineCheck } from './check'
import { issuers } from './oidc-issuer'
import { oidcSubjectReports } from './oidc-subject'

/** https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/ */
export default defineCheck({
  id: 'bitbucket-oidc-subject',
  title: 'Any Bitbucket pipeline of the workspace may assume the role',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'oidc'],
  maps: {},
  since: '0.1.0',
  run: (policy, context) => oidcSubjectReports(policy, issuers.bitbucket, context),
})
