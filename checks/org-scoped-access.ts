import { exposure } from '../src/iam/exposure'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { protectedName } from './protected'
import { letsIn } from './trust-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid */
export default defineCheck({
  id: 'org-scoped-access',
  title: 'Open to a whole organization',
  severity: 'note',
  confidence: 'high',
  on: 'policy',
  tags: ['exposure', 'organizations'],
  maps: {},
  since: '0.1.0',
  *run(policy, { trust }) {
    if (policy.kind !== 'resource' && policy.kind !== 'trust') return
    for (const exposed of exposure(policy.document, trust)) {
      if (exposed.verdict !== 'organization') continue
      if (exposed.organizations.length > 0 && exposed.organizations.every((id) => trust.organizations.includes(id)))
        continue
      const { statement } = exposed
      if (policy.kind === 'trust' && !letsIn(statement)) continue
      const what =
        policy.kind === 'trust'
          ? `assume role '${policy.resource.name}'`
          : `call ${listOf(statement.actions?.items.map(display) ?? [])} on ${protectedName(policy)}`
      yield {
        ...inPolicy(policy),
        at: exposed.principals[0]?.value.span ?? statement.principals?.span ?? statement.span,
        message: `Every principal of the organization${exposed.organizations.length > 0 ? ` ${listOf(exposed.organizations)}` : ''} may ${what}: not public, and as wide as its weakest account.`,
        subjects: exposed.organizations,
        key: 'organization',
        fix: {
          description: 'List the organization under organizations in the configuration if it is yours and meant.',
        },
      }
    }
  },
})
