import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfMention } from './describe'

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/useraccess.html advises groups. */
export default defineCheck({
  id: 'identity-center-user-assignment',
  title: 'Permission set assigned to one user',
  severity: 'medium',
  confidence: 'high',
  on: 'account-assignment',
  tags: ['identity-center', 'identities'],
  maps: {},
  since: '0.1.0',
  *run(assignment) {
    const type = assignment.principalType
    if (!type || literal(type)?.toUpperCase() !== 'USER') return
    yield {
      at: type.span,
      resource: assignment.resource,
      message: `Permission set '${nameOfMention(assignment.permissionSet)}' is assigned to one user instead of a group: the access stays when the person's job changes.`,
      fix: { description: 'Assign it to a group of the directory, and make the person a member there.' },
    }
  },
})
