import { property } from '../src/model/resource'
import { asText, type Data } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html: the default policy allows everything. */
export default defineCheck({
  id: 'vpc-endpoint-default-policy',
  title: 'VPC endpoint with the default policy',
  severity: 'low',
  confidence: 'high',
  on: 'model',
  tags: ['exposure', 'network'],
  maps: {},
  since: '0.1.0',
  *run(model) {
    const withPolicy = new Set(
      model.policies
        .filter((policy) => policy.kind === 'endpoint')
        .flatMap((policy) => [policy.resource, policy.protects?.reference?.to]),
    )
    for (const resource of model.resources) {
      if (resource.canonicalType !== 'AWS::EC2::VPCEndpoint') continue
      if (withPolicy.has(resource) || property(resource, ['PolicyDocument'], ['policy'])) continue
      const kind = literalOf(property(resource, ['VpcEndpointType'])) ?? 'Gateway'
      if (kind !== 'Gateway' && kind !== 'Interface') continue
      const named = property(resource, ['ServiceName'])
      if (named && isOfOthers(named)) continue
      const service = literalOf(named)
      yield {
        at: resource.span,
        resource,
        message: `VPC endpoint '${nameOfResource(resource)}'${service ? ` to ${service}` : ''} lets every principal reach every resource of the service: data can leave to an attacker's own account through it.`,
        key: 'endpoint-policy',
        fix: { description: 'Give it a policy that names your organization (aws:PrincipalOrgID, aws:ResourceOrgID).' },
      }
    }
  },
})

/** A service that is not AWS's own (`com.amazonaws.vpce.eu-west-1.vpce-svc-...`): its endpoints take no policy. */
function isOfOthers(name: Data): boolean {
  return (asText(name)?.parts ?? []).some((part) =>
    part.kind === 'chunk'
      ? part.text.includes('vpce-svc-') || part.text.startsWith('com.amazonaws.vpce.')
      : /^(?:aws_vpc_endpoint_service|AWS::EC2::VPCEndpointService)$/.test(part.symbol?.type ?? ''),
  )
}
