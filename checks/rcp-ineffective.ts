import { knownActions } from '../src/iam/action'
import { supportsResourceControlPolicies } from '../src/iam/data'
import type { Statement } from '../src/model/policy'
import { display, holes } from '../src/model/value'
import { defineCheck } from './check'
import { listOf } from './describe'
import { deniesOf, isForManagementAlone } from './organization-statements'

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services */
export default defineCheck({
  id: 'rcp-ineffective',
  title: 'Resource control policy without effect',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['organizations'],
  maps: {},
  since: '0.1.0',
  *run(policy) {
    if (policy.kind !== 'rcp') return
    if (isForManagementAlone(policy)) {
      yield {
        at: policy.use,
        resource: policy.resource,
        message: `RCP '${policy.resource.name}' is attached to the management account alone, whose resources RCPs do not restrict: it protects nothing.`,
        key: 'rcp-management',
        fix: { description: 'Attach it to the root, an organizational unit or a member account.' },
      }
      return
    }
    for (const statement of deniesOf(policy)) {
      const services = unsupported(statement)
      if (services.length === 0) continue
      yield {
        at: statement.actions?.span ?? statement.span,
        resource: policy.resource,
        message: `The Deny of ${listOf(statement.actions?.items.map(display) ?? [])} in RCP '${policy.resource.name}' has no effect: RCPs do not reach ${listOf(services)}, and outsiders keep the access that it seems to take.`,
        subjects: services,
        key: `rcp-unsupported ${services.join(' ')}`,
        fix: {
          description:
            'Restrict it in the policies of the resources, or by an SCP on the principals of the organization.',
        },
      }
    }
  },
})

/** The services of a statement where RCPs support none of them; nothing where they support one, or nobody knows. */
function unsupported({ actions }: Statement): string[] {
  if (!actions || actions.negated || actions.unknown.length > 0) return []
  if (actions.items.some((item) => holes(item).length > 0)) return []
  const services = [...new Set(knownActions(actions).map(({ service }) => service))]
  return services.some(supportsResourceControlPolicies) ? [] : services
}
