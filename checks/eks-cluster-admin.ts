import { member, property, type Resource } from '../src/model/resource'
import type { Data } from '../src/model/value'
import { asText } from '../src/model/value'
import { defineCheck } from './check'
import { shortName } from './describe'
import { itemsOf, literalOf } from './setting'

/** https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
export default defineCheck({
  id: 'eks-cluster-admin',
  title: 'Principal that administers a whole cluster',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::EKS::AccessEntry', 'AWS::EKS::AccessPolicyAssociation'],
  tags: ['admin', 'eks'],
  maps: {},
  since: '0.1.0',
  *run(resource) {
    const principal = asText(property(resource, ['PrincipalArn']))
    for (const policy of policiesOf(resource)) {
      const name = /:cluster-access-policy\/(AmazonEKSClusterAdminPolicy)$/.exec(literalOf(policy.arn) ?? '')?.[1]
      const scope = literalOf(member(policy.scope, ['Type']))?.toLowerCase()
      if (!policy.arn || !name || scope === 'namespace') continue
      yield {
        at: policy.arn.span,
        resource,
        message: `${name} for '${principal ? shortName(principal) : resource.name}' is everything in the cluster: whoever has its credentials reads every secret and takes the role of every pod.`,
        subjects: [name],
        key: `eks ${name}`,
        fix: { description: 'Use AmazonEKSEditPolicy or AmazonEKSViewPolicy, in the namespaces that it works in.' },
      }
    }
  },
})

function policiesOf(resource: Resource): { arn: Data | undefined; scope: Data | undefined }[] {
  if (resource.canonicalType === 'AWS::EKS::AccessPolicyAssociation') {
    return [{ arn: property(resource, ['PolicyArn']), scope: property(resource, ['AccessScope']) }]
  }
  return itemsOf(property(resource, ['AccessPolicies'])).map((each) => ({
    arn: member(each, ['PolicyArn']),
    scope: member(each, ['AccessScope']),
  }))
}
