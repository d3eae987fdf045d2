import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { protectedName } from './protected'
import { principalsOf } from './trust-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts */
export default defineCheck({
  id: 'root-principal-in-resource-policy',
  title: 'Resource policy that names the whole own account',
  severity: 'note',
  confidence: 'high',
  on: 'policy',
  tags: ['least-privilege'],
  maps: {},
  since: '0.1.0',
  *run(policy, { trust }) {
    if (policy.kind !== 'resource') return
    // A key without this statement obeys nobody's IAM policies, and can become unmanageable.
    if (policy.protects?.type === 'AWS::KMS::Key') return
    for (const statement of policy.document.statements) {
      if (statement.effect !== 'Allow' || statement.conditions.length > 0) continue
      for (const principal of principalsOf(statement, trust)) {
        if (principal.kind !== 'account' || principal.own !== 'yes') continue
        yield {
          ...inPolicy(policy),
          at: principal.entry.value.span,
          message: `'${display(principal.entry.value)}' on ${protectedName(policy)} is the whole account, not its root user: every principal whose own policies allow ${listOf(statement.actions?.items.map(display) ?? [])} gets in.`,
          subjects: [display(principal.entry.value)],
          key: 'root-principal',
          fix: { description: 'Name the roles that use it; IAM policies of the account work without this statement.' },
        }
      }
    }
  },
})
