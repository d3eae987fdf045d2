import { namesResources } from '../src/iam/condition-scope'
import { actionGrantsIn } from './action-grants'
import { defineCheck } from './check'
import { inPolicy } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html */
export default defineCheck({
  id: 'assume-role-wildcard',
  title: 'May assume every role',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege', 'escalation'],
  maps: { prowler: ['iam_no_custom_policy_permissive_role_assumption'] },
  since: '0.1.0',
  *run(policy, { model }) {
    for (const { statement, item, resource } of actionGrantsIn(policy, 'sts:AssumeRole', model)) {
      if (!resource.every || statement.conditions.some(namesResources)) continue
      const account = /^'arn:[^:]*:iam::(.+):(?:role\/)?\*+'$/.exec(resource.text)?.[1] ?? '*'
      yield {
        ...inPolicy(policy),
        at: item.span,
        severity: statement.conditions.length > 0 ? 'medium' : 'high',
        message: `sts:AssumeRole on ${resource.text}: ${/^\*+$/.test(account) ? 'every role that trusts this account, in any account,' : `every role of account ${account} that trusts this one`} opens to whoever has this policy.`,
        subjects: ['sts:AssumeRole'],
        key: 'assume-role',
        fix: { description: 'Name the roles that the job assumes.' },
      }
    }
  },
})
