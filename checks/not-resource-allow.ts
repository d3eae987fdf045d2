import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { identityAllows } from './identity-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html */
export default defineCheck({
  id: 'not-resource-allow',
  title: 'Allow on everything but a list of resources',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: { cfnNag: ['W21', 'W22', 'W23'], parliament: ['NOTRESOURCE_WITH_ALLOW'] },
  since: '0.1.0',
  *run(policy, { model }) {
    for (const statement of identityAllows(policy, model)) {
      if (!statement.resources?.negated) continue
      const left = statement.resources.items.map(display)
      const actions = statement.actions?.items.map(display) ?? []
      yield {
        ...inPolicy(policy),
        at: statement.resources.span,
        severity: statement.conditions.length > 0 ? 'medium' : 'high',
        message: `Allow with NotResource grants ${statement.actions?.negated ? 'everything but ' : ''}${listOf(actions)} on every resource but ${listOf(left)}, also in other accounts and on those made later.`,
        subjects: left,
        key: 'not-resource',
        fix: { description: 'Name the resources with Resource; use NotResource in a Deny.' },
      }
    }
  },
})
