import { type EscalationStep, escalationPage, escalationPaths } from '../src/iam/escalation'
import { defineCheck } from './check'
import { nameOf } from './describe'
import { capital, confidences, isRoleChain, placeOfStep } from './escalation-report'

/** https://pathfinding.cloud/paths/sts-001 */
export default defineCheck({
  id: 'role-chain-to-admin',
  title: 'A principal that may assume an administrator role',
  severity: 'high',
  confidence: 'high',
  on: 'model',
  tags: ['escalation', 'trust'],
  maps: { pathfinding: ['sts-001'] },
  since: '0.1.0',
  *run(model, { trust }) {
    for (const identity of [...model.users, ...model.groups, ...model.roles, ...model.permissionSets]) {
      for (const path of escalationPaths(identity, model, trust)) {
        if (!isRoleChain(path)) continue
        const first = path.steps[0] as EscalationStep
        const roles = path.steps.flatMap((step) => (step.target ? [nameOf(step.target)] : []))
        yield {
          ...placeOfStep(first, identity),
          // MFA, an external id: somebody has thought of it.
          severity: path.steps.some((step) => (step.trust?.conditions.length ?? 0) > 0) ? 'medium' : 'high',
          confidence: confidences[path.certainty],
          message: `${capital(nameOf(identity))} may assume ${roles.join(', which may assume ')}, which has full access: whoever gets its credentials has the account.`,
          subjects: path.steps.flatMap((step) => (step.target ? [step.target.resource.name] : [])),
          key: 'role-chain',
          related: first.trust ? [{ span: first.trust.span, message: 'this trust policy lets it in' }] : [],
          fix: {
            description: `Give the role that is assumed what the job needs, or require MFA and name fewer principals; see ${escalationPage('sts-001')}.`,
          },
        }
      }
    }
  },
})
