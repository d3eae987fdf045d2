import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html */
export default defineCheck({
  id: 'instance-without-profile',
  title: 'Instance without a role',
  severity: 'low',
  confidence: 'medium',
  on: 'resource',
  resourceTypes: ['AWS::EC2::Instance'],
  tags: ['credentials', 'compute'],
  maps: { cis: ['1.17'], checkov: ['CKV2_AWS_41'], cdkNag: ['EC2InstanceProfileAttached'], regula: ['FG_R00253'] },
  since: '0.1.0',
  *run(resource) {
    if (property(resource, ['IamInstanceProfile'])) return
    if (property(resource, ['LaunchTemplate'])) return
    yield {
      at: resource.span,
      resource,
      message: `Instance '${nameOfResource(resource)}' has no role: software on it that needs AWS will be given access keys instead.`,
      fix: { description: 'Give it an instance profile with the permissions that it needs, or with none.' },
    }
  },
})
