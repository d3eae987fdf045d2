import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn } from './setting'

/** https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html */
export default defineCheck({
  id: 'sagemaker-notebook-root-access',
  title: 'Notebook whose users are root',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::SageMaker::NotebookInstance'],
  tags: ['workloads'],
  maps: { fsbp: ['SageMaker.3'], checkov: ['CKV_AWS_307'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['RootAccess'])
    if (isOn(setting, true) !== 'yes') return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `Users of notebook '${nameOfResource(resource)}' are root on its instance: what runs there can replace the agent and use the role behind everybody's back.`,
      key: 'root-access',
      fix: { description: 'Set root access to Disabled.' },
    }
  },
})
