import { defineCheck } from './check'
import { allowsEverything, deniesOf } from './organization-statements'

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html */
export default defineCheck({
  id: 'scp-full-access-only',
  title: 'Service control policies that restrict nothing',
  severity: 'note',
  confidence: 'high',
  on: 'model',
  tags: ['organizations'],
  maps: {},
  since: '0.1.0',
  whole: true,
  *run(model) {
    const scps = model.policies.filter((policy) => policy.kind === 'scp')
    if (scps.some((policy) => deniesOf(policy).length > 0 || policy.document.unknown.length > 0)) return
    for (const policy of scps) {
      if (!allowsEverything(policy)) continue
      yield {
        at: policy.use,
        resource: policy.resource,
        message: `SCP '${policy.resource.name}' allows everything and no other of this code denies anything: administrators of member accounts are restricted by nothing.`,
        key: 'scp-full-access-only',
        fix: {
          description: 'Add an SCP that denies what no account may do: leaving the organization, stopping the trail.',
        },
      }
    }
  },
})
