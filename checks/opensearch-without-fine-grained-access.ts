import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn } from './setting'

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html */
export default defineCheck({
  id: 'opensearch-without-fine-grained-access',
  title: 'Search domain where everybody inside sees everything',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'],
  tags: ['least-privilege', 'opensearch'],
  maps: { fsbp: ['Opensearch.7'], checkov: ['CKV_AWS_317'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['AdvancedSecurityOptions', 'Enabled'])
    const block = property(resource, ['AdvancedSecurityOptions'])
    if (!setting && block && block.kind !== 'object' && block.kind !== 'list') return
    if (isOn(setting, false) !== 'no') return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `Domain '${nameOfResource(resource)}' has no fine-grained access control: whoever its access policy lets in reads and deletes every index.`,
      key: 'fine-grained',
      fix: { description: 'Enable the advanced security options, with roles for each index.' },
    }
  },
})
