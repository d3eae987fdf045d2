import { adminDocument } from '../src/iam/admin'
import { identityPolicies } from '../src/iam/identity'
import { boundaryOf } from '../src/model/queries'
import { defineCheck } from './check'
import { nameOf } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
export default defineCheck({
  id: 'boundary-is-no-boundary',
  title: 'Permissions boundary that allows everything',
  severity: 'medium',
  confidence: 'high',
  on: 'model',
  tags: ['boundary', 'least-privilege'],
  maps: {},
  since: '0.1.0',
  *run(model) {
    for (const identity of [...model.users, ...model.roles, ...model.permissionSets]) {
      const mention = boundaryOf(model, identity)
      const { boundary } = identityPolicies(identity, model)
      if (!mention || typeof boundary === 'string' || !adminDocument(boundary.document)) continue
      yield {
        at: mention.text.span,
        resource: identity.resource,
        message: `The permissions boundary '${boundary.name}' of ${nameOf(identity)} allows everything: it holds nothing back, and whoever may grant permissions to it can make it an administrator.`,
        subjects: [boundary.name],
        key: `boundary ${boundary.name}`,
        fix: {
          description: 'Let the boundary name the services that are needed, and deny IAM changes without a boundary.',
        },
      }
    }
  },
})
