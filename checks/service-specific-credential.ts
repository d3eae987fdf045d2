import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html */
export default defineCheck({
  id: 'service-specific-credential',
  title: 'Long-term password or API key of a service made by code',
  severity: 'medium',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::IAM::ServiceSpecificCredential'],
  tags: ['credentials'],
  maps: {},
  since: '0.1.0',
  *run(resource) {
    if (/^inactive$/i.test(literalOf(property(resource, ['Status'])) ?? '')) return
    const service = literalOf(property(resource, ['ServiceName'])) ?? 'a service'
    yield {
      at: resource.span,
      resource,
      message: `Creates a long-term credential for ${service}: it stands in the state, and whoever reads it there uses the service as that user until it is deleted.`,
      subjects: [service],
      key: `service-credential ${service}`,
      fix: { description: 'Let clients sign with a role: all of these services take signed requests.' },
    }
  },
})
