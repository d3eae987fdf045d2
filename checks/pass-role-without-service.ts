import { actionGrantsIn } from './action-grants'
import { defineCheck } from './check'
import { inPolicy } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService */
export default defineCheck({
  id: 'pass-role-without-service',
  title: 'May pass a role to any service',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: {},
  since: '0.1.0',
  *run(policy, { model }) {
    for (const { item, narrowing, resource } of actionGrantsIn(policy, 'iam:PassRole', model)) {
      if (resource.every) continue
      if (narrowing.some((key) => /^iam:(passedtoservice|associatedresourcearn)$/.test(key))) continue
      yield {
        ...inPolicy(policy),
        at: item.span,
        message: `iam:PassRole on ${resource.text} to whichever service the role trusts: one more trusted service later is one more way to use it.`,
        subjects: ['iam:PassRole'],
        key: 'passed-to-service',
        fix: {
          description: 'Add the condition StringEquals iam:PassedToService with the service that the role is for.',
        },
      }
    }
  },
})
