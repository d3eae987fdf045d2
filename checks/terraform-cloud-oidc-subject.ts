import { defineCheck } from './check'
import { issuers } from './oidc-issuer'
import { oidcSubjectReports } from './oidc-subject'

/** https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration */
export default defineCheck({
  id: 'terraform-cloud-oidc-subject',
  title: 'HCP Terraform runs of any workspace may assume the role',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'oidc'],
  maps: {},
  since: '0.1.0',
  run: (policy, context) => oidcSubjectReports(policy, issuers.terraformCloud, context),
})
