import { actionGrantsIn } from './action-grants'
import { defineCheck } from './check'
import { inPolicy } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
export default defineCheck({
  id: 'pass-role-wildcard',
  title: 'May pass every role',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege', 'escalation'],
  maps: { trivy: ['AWS-0342'], cfnNag: ['F38', 'F39', 'F40'], accessAnalyzer: ['PASS_ROLE_WITH_STAR_IN_RESOURCE'] },
  since: '0.1.0',
  *run(policy, { model }) {
    for (const { statement, item, narrowing, resource } of actionGrantsIn(policy, 'iam:PassRole', model)) {
      if (!resource.every) continue
      const service = narrowing.some((key) => key === 'iam:passedtoservice' || key === 'iam:associatedresourcearn')
      yield {
        ...inPolicy(policy),
        at: item.span,
        severity: service || statement.conditions.length > 0 ? 'medium' : 'high',
        message: `iam:PassRole on ${resource.text}: any role, an administrator's too, can be handed to a service${service ? '' : ' of choice'} and used from there.`,
        subjects: ['iam:PassRole'],
        key: 'pass-role',
        fix: { description: 'Name the roles that the job passes, and add iam:PassedToService.' },
      }
    }
  },
})
