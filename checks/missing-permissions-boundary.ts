import { grantsOf } from '../src/iam/access'
import { isAdmin } from '../src/iam/admin'
import { absent, openRequest, withKeys } from '../src/iam/context'
import { identityPolicies } from '../src/iam/identity'
import type { IamModel, Identity } from '../src/model/iam'
import { boundaryOf } from '../src/model/queries'
import { defineCheck } from './check'
import { listOf, nameOf } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
export default defineCheck({
  id: 'missing-permissions-boundary',
  title: 'No permissions boundary',
  severity: 'low',
  confidence: 'high',
  on: 'model',
  tags: ['boundary', 'least-privilege'],
  maps: {},
  since: '0.1.0',
  optional: true,
  *run(model) {
    for (const identity of [...model.users, ...model.roles]) {
      const creates = creatingActions(identity, model)
      const without = boundaryOf(model, identity) === undefined
      if (creates.length === 0 && !without) continue
      yield {
        at: identity.resource.span,
        resource: identity.resource,
        severity: creates.length > 0 ? 'medium' : 'low',
        message:
          creates.length > 0
            ? `${capital(nameOf(identity))} may call ${listOf(creates)} without giving the new principal a permissions boundary: it can make one that may do more than itself.`
            : `${capital(nameOf(identity))} has no permissions boundary: whatever is attached to it later is granted.`,
        subjects: creates,
        key: creates.length > 0 ? 'creates-without-boundary' : 'without-boundary',
        fix: {
          description:
            creates.length > 0
              ? 'Add a condition on iam:PermissionsBoundary to the statement.'
              : 'Set a permissions boundary that names the most it may ever do.',
        },
      }
    }
  },
})

const unbounded = withKeys(openRequest(), { 'iam:PermissionsBoundary': absent })

/** What makes principals, allowed for certain where the new one gets no boundary. */
function creatingActions(identity: Identity, model: IamModel): string[] {
  // An administrator needs nobody else to do more.
  if (isAdmin(identity, model)) return []
  const policies = identityPolicies(identity, model)
  return ['iam:CreateRole', 'iam:CreateUser'].filter((action) =>
    grantsOf(policies, action, unbounded).some(
      ({ certainty, residual, mayBeDenied }) => certainty === 'yes' && residual.length + mayBeDenied.length === 0,
    ),
  )
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
