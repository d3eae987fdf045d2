import { defineCheck } from './check'
import { issuers } from './oidc-issuer'
import { oidcSubjectReports } from './oidc-subject'

/** https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html */
export default defineCheck({
  id: 'eks-oidc-subject',
  title: 'Any pod of the cluster may assume the role',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'oidc'],
  maps: {},
  since: '0.1.0',
  run: (policy, context) => oidcSubjectReports(policy, issuers.eks, context),
})
