import { property } from '../src/model/resource'
import { literal } from '../src/model/value'
import { defineCheck } from './check'

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
    const profile = property(resource, ['IamInstanceProfile'])
    // A plan of an instance that has none, and a caller that passes none on, say the empty string.
    if (profile && !(profile.kind === 'text' && literal(profile) === '')) return
    if (property(resource, ['LaunchTemplate'])) return
    yield {
      at: resource.span,
      resource,
      message: `Instance '${resource.name}' has no role: software on it that needs AWS will be given access keys instead.`,
      fix: { description: 'Give it an instance profile with the permissions that it needs, or with none.' },
    }
  },
})
