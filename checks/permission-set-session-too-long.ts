import { asText, literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOf } from './describe'

/** ISO 8601 durations as Identity Center takes them: hours, minutes, seconds; one hour by default. */
const duration = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html: 1 to 12 hours. */
export default defineCheck({
  id: 'permission-set-session-too-long',
  title: 'Identity Center session may last too long',
  severity: 'low',
  confidence: 'high',
  on: 'permission-set',
  tags: ['identity-center', 'sessions'],
  maps: { kics: ['SSO Permission With Inadequate User Session Duration'] },
  since: '0.1.0',
  *run(permissionSet) {
    const written = asText(permissionSet.sessionDuration)
    const match = written && duration.exec(literal(written) ?? '')
    if (!written || !match) return
    const minutes = Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0) + Number(match[3] ?? 0) / 60
    if (minutes <= 4 * 60) return
    yield {
      at: written.span,
      resource: permissionSet.resource,
      message: `Sessions of ${nameOf(permissionSet)} may last ${Math.round(minutes / 6) / 10} hours: credentials stolen from a laptop work as long.`,
      fix: { description: 'Lower the session duration to four hours (PT4H) or less.' },
    }
  },
})
