import { dataVersion, managedPolicyNames, managedPolicyText } from '../src/iam/data'
import { managedPolicyName } from '../src/iam/managed'
import { replacementOf } from '../src/iam/deprecated-policies'
import { closest } from '../src/model/closest'
import { defineCheck } from './check'
import { nameOfReference } from './describe'

const year = 365 * 24 * 3600 * 1000

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html#deprecated-managed-policies */
export default defineCheck({
  id: 'deprecated-managed-policy',
  title: 'AWS managed policy that AWS has withdrawn',
  severity: 'medium',
  confidence: 'high',
  on: 'attachment',
  tags: ['aws-managed', 'validity'],
  maps: {},
  since: '0.1.0',
  *run(attachment, { today }) {
    const name = managedPolicyName(attachment.policy.text)
    if (name === undefined) return
    const replacement = replacementOf(name)
    const there = managedPolicyText(name) !== undefined
    if (there && replacement === undefined) return
    const who = nameOfReference(attachment.target)
    const instead = replacement ?? closest(name, managedPolicyNames())
    // Old tables do not know new policies.
    const isOld = Date.parse(today) - Date.parse(dataVersion()) > year
    yield {
      at: attachment.policy.text.span,
      resource: attachment.resource,
      confidence: replacement !== undefined ? 'high' : isOld ? 'low' : 'medium',
      message: there
        ? `${name} on ${who} is deprecated in favour of ${replacement}: it grants more than that one, and gets no more corrections.`
        : replacement !== undefined
          ? `${name} on ${who} has been withdrawn by AWS and cannot be attached any more; ${replacement} takes its place.`
          : `AWS has no managed policy ${name} (${dataVersion()}), wanted on ${who}: it was withdrawn, or is misspelt, and cannot be attached${instead ? `; the nearest is ${instead}` : ''}.`,
      subjects: [name],
      key: `deprecated ${name}`,
      fix: {
        description: instead ? `Attach ${instead}.` : 'Attach a policy of your own with the actions that are needed.',
      },
    }
  },
})
