import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { isOn, itemsOf, literalOf } from './setting'

/** https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#add-remove-permissions */
export default defineCheck({
  id: 'vpc-endpoint-service-open',
  title: 'Endpoint service that everybody may ask for',
  severity: 'medium',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::EC2::VPCEndpointService', 'AWS::EC2::VPCEndpointServicePermissions'],
  tags: ['exposure', 'network'],
  maps: { checkov: ['CKV_AWS_123'], prowler: ['vpc_endpoint_services_allowed_principals_trust_boundaries'] },
  since: '0.1.0',
  *run(resource) {
    const principals = property(resource, ['AllowedPrincipals'], ['principal_arn'])
    const everybody = itemsOf(principals).find((item) => literalOf(item) === '*')
    if (!everybody) return
    const acceptance = isOn(property(resource, ['AcceptanceRequired']), true)
    const atOnce = resource.canonicalType === 'AWS::EC2::VPCEndpointService' && acceptance === 'no'
    yield {
      at: everybody.span,
      resource,
      severity: atOnce ? 'high' : 'medium',
      message: `Everybody may connect to the endpoint service of ${resource.address}${atOnce ? ', and nobody has to accept it' : ''}: what is behind it is reached from any account.`,
      key: 'endpoint-service',
      fix: { description: 'Name the accounts, and require acceptance.' },
    }
  },
})
