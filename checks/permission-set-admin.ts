import { isAdmin } from '../src/iam/admin'
import { defineCheck } from './check'
import { nameOf } from './describe'

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html */
export default defineCheck({
  id: 'permission-set-admin',
  title: 'Permission set with full access',
  severity: 'medium',
  confidence: 'high',
  on: 'permission-set',
  tags: ['identity-center', 'admin'],
  maps: { kics: ['SSO Policy with full privileges'], checkov: ['CKV_AWS_274'] },
  since: '0.1.0',
  *run(permissionSet, { model }) {
    if (!isAdmin(permissionSet, model)) return
    const assigned = model.accountAssignments.filter((assignment) => assignment.permissionSet.to === permissionSet)
    const where =
      assigned.length > 0 ? `, and is assigned ${assigned.length === 1 ? 'once' : `${assigned.length} times`}` : ''
    yield {
      at: permissionSet.resource.span,
      resource: permissionSet.resource,
      message: `The ${nameOf(permissionSet)} has full access${where}: each session of its people is an administrator's, for whatever they do that day.`,
      related: assigned.slice(0, 5).map(({ resource }) => ({ span: resource.span, message: 'assigned here' })),
      key: 'permission-set-admin',
      fix: { description: 'Keep it for emergencies, and give people permission sets for their work.' },
    }
  },
})
