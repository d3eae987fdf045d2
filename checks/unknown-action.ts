import { actionSet } from '../src/iam/action'
import { dataVersion, findAction, serviceActions } from '../src/iam/data'
import { isNamedByAws, nearestAction, severityOfNothing, type WrittenAction, writtenActions } from './action-names'
import { defineCheck } from './check'
import { inPolicy } from './describe'

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export default defineCheck({
  id: 'unknown-action',
  title: 'Action that AWS does not have',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['validity'],
  maps: { parliament: ['UNKNOWN_ACTION'], accessAnalyzer: ['INVALID_ACTION'], cfnLint: ['W3037'] },
  since: '0.1.0',
  *run(policy) {
    for (const action of writtenActions(policy)) {
      if (isKnown(action)) continue
      const meant = action.service === '' ? undefined : nearestAction(action.service, action.name)
      yield {
        ...inPolicy(policy),
        at: action.item.span,
        severity: action.service === '' ? 'medium' : severityOfNothing(action.statement, action.element),
        confidence: meant === undefined && action.service !== '' ? 'medium' : 'high',
        message: `${problem(action, meant)}: ${consequence(action)}.`,
        subjects: [action.written],
        key: `unknown-action ${action.written}`,
        fix: { description: meant === undefined ? unsure() : `Write ${meant}.` },
      }
    }
  },
})

/** AWS writes these itself, though no list of its has them: the default policy of an SNS topic. */
const ghosts = new Set(['sns:receive'])

const unsure = (): string =>
  `Correct the action, or leave it out; one that is younger than ${dataVersion()} is not known yet.`

function isKnown({ service, name, written, item }: WrittenAction): boolean {
  if (service === '') return false
  if (ghosts.has(written.toLowerCase())) return true
  // What is no service at all is said by `unknown-service`; one that AWS has retired has no list.
  if (!serviceActions(service)) return true
  if (/^\*+$/.test(name) || /[*?]/.test(service)) return true
  // A pattern put together for each of many services need not find something in every one.
  if (/[*?]/.test(name) && isComposed(item)) return true
  if (findAction(written)) return true
  return actionSet(written).known.includes(1) || isNamedByAws(written)
}

const isComposed = (item: WrittenAction['item']): boolean => item.parts.length > 1

function problem({ service, name, written }: WrittenAction, meant: string | undefined): string {
  if (service === '') return `'${written}' is no action: an action is written service:Name`
  const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`
  if (/[*?]/.test(name)) return `'${written}' matches no action of AWS${hint}`
  return `'${written}' is no action of AWS${hint}`
}

function consequence({ statement, element, service }: WrittenAction): string {
  // "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
  if (service === '') return 'AWS rejects the policy'
  if (element.negated) {
    return statement.effect === 'Allow'
      ? 'what it was meant to keep back is granted'
      : 'what it was meant to spare is denied'
  }
  return statement.effect === 'Deny' ? 'what it was meant to deny stays allowed' : 'it grants nothing'
}
