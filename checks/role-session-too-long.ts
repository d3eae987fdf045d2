import { asText, literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOf } from './describe'

const hour = 3600

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html: 1 to 12 hours, 1 by default. */
export default defineCheck({
  id: 'role-session-too-long',
  title: 'Role session may last too long',
  severity: 'low',
  confidence: 'high',
  on: 'role',
  tags: ['trust', 'sessions'],
  maps: {},
  since: '0.1.0',
  *run(role) {
    const written = asText(role.maxSessionDuration)
    const seconds = written ? Number(literal(written)) : hour
    if (!written || !(seconds > 4 * hour)) return
    yield {
      at: written.span,
      resource: role.resource,
      message: `Sessions of ${nameOf(role)} may last ${seconds / hour} hours: stolen credentials work as long.`,
      fix: { description: 'Lower the maximum session duration to four hours (14400) or less.' },
    }
  },
})
