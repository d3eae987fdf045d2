import { actionGrantsIn } from './action-grants'
import { defineCheck } from './check'
import { inPolicy } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/create-service-linked-role.html */
export default defineCheck({
  id: 'create-service-linked-role-wildcard',
  title: 'May create the role of any service',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: { accessAnalyzer: ['CREATE_SLR_WITH_STAR_IN_RESOURCE'] },
  since: '0.1.0',
  *run(policy, { model }) {
    for (const { item, narrowing, resource } of actionGrantsIn(policy, 'iam:CreateServiceLinkedRole', model)) {
      if (!resource.every || narrowing.includes('iam:awsservicename')) continue
      yield {
        ...inPolicy(policy),
        at: item.span,
        message: `iam:CreateServiceLinkedRole on ${resource.text}: any service can be let into the account, with the permissions that AWS gives it.`,
        subjects: ['iam:CreateServiceLinkedRole'],
        key: 'service-linked-role',
        fix: { description: 'Add the condition StringEquals iam:AWSServiceName with the services that are used.' },
      }
    }
  },
})
