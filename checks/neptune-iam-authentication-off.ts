import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn } from './setting'

export default defineCheck({
  id: 'neptune-iam-authentication-off',
  title: 'Neptune cluster without IAM authentication',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::Neptune::DBCluster'],
  tags: ['credentials', 'database'],
  maps: { fsbp: ['Neptune.7'], checkov: ['CKV_AWS_359'], cdkNag: ['AwsSolutions-N5'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['IamAuthEnabled'], ['iam_database_authentication_enabled'])
    if (isOn(setting, false) !== 'no') return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `Neptune cluster '${nameOfResource(resource)}' asks nobody who they are: whoever reaches its network reads and writes the whole graph.`,
      key: 'iam-authentication',
      fix: { description: 'Switch IAM authentication on; clients then sign their requests with a role.' },
    }
  },
})
