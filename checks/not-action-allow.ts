import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { identityAllows } from './identity-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html */
export default defineCheck({
  id: 'not-action-allow',
  title: 'Allow of everything but a list of actions',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: { cfnNag: ['W15', 'W16', 'W17'], guard: ['IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_ACTION'] },
  since: '0.1.0',
  *run(policy, { model }) {
    for (const statement of identityAllows(policy, model)) {
      if (!statement.actions?.negated) continue
      const left = statement.actions.items.map(display)
      const resources = statement.resources?.items.map(display) ?? []
      const scoped = resources.length > 0 && !resources.includes('*') && !statement.resources?.negated
      yield {
        ...inPolicy(policy),
        at: statement.actions.span,
        severity: scoped || statement.conditions.length > 0 ? 'medium' : 'high',
        message: `Allow with NotAction grants every action of AWS but ${listOf(left)}, also those that AWS adds later${scoped ? `, on '${resources[0]}'` : ''}.`,
        subjects: left,
        key: 'not-action',
        fix: { description: 'List the actions that are needed with Action; use NotAction in a Deny.' },
      }
    }
  },
})
