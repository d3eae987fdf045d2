import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { itemsOf, literalOf } from './setting'

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_enable-disable.html */
export default defineCheck({
  id: 'scp-not-enabled',
  title: 'Service control policies are off',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::Organizations::Organization'],
  tags: ['organizations'],
  maps: { kics: ['Service Control Policies Disabled'] },
  since: '0.1.0',
  *run(resource) {
    const features = property(resource, ['FeatureSet'])
    if (features && literalOf(features) === 'CONSOLIDATED_BILLING') {
      yield report(resource, features.span)
      return
    }
    // CloudFormation has no list of policy types: they are switched on outside of it.
    if (resource.type !== 'aws_organizations_organization') return
    const types = property(resource, ['enabled_policy_types'])
    const names = itemsOf(types).map(literalOf)
    if (names.some((name) => name === undefined || name === 'SERVICE_CONTROL_POLICY')) return
    yield report(resource, types?.span ?? resource.span)
  },
})

function report(resource: Parameters<typeof property>[0], at: typeof resource.span) {
  return {
    at,
    resource,
    message:
      'The organization has no service control policies: nothing caps what an administrator of a member account may do.',
    key: 'scp',
    fix: { description: 'Use the feature set ALL and enable SERVICE_CONTROL_POLICY.' },
  }
}
