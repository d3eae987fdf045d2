import { type NeverApplies, neverApplies } from '../src/iam/never'
import type { Report } from '../src/model/finding'
import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { display } from '../src/model/value'
import { conditionFaults } from './condition-faults'
import { inPolicy, nameOfPolicy } from './describe'
import { isMfaCondition } from './mfa-worlds'
import { writtenStatements } from './written-statements'

/** One report for each statement of an effect that no request meets, for reasons that no check of their own tells. */
export function* neverAppliesReports(policy: Policy, effect: 'Allow' | 'Deny'): Generator<Report> {
  for (const statement of writtenStatements(policy)) {
    if (statement.effect !== effect) continue
    // Most statements have neither, and are not worth asking.
    if (statement.conditions.length === 0 && !statement.actions?.negated) continue
    const never = neverApplies(statement, policy.document)
    if (!never || isToldElsewhere(never)) continue
    yield {
      ...inPolicy(policy),
      at: never.span,
      message: `${reasonOf(never)}, so that ${what(statement)} of the ${nameOfPolicy(policy)} never applies: ${effect === 'Deny' ? 'what it is meant to deny stays allowed' : 'it grants nothing'}.`,
      key: `never-applies ${never.why} ${never.conditions.map(({ operator, key }) => `${display(operator)} ${display(key)}`).join(' ')}`,
      fix: { description: 'Say what is meant, or leave the statement out.' },
    }
  }
}

/** Resources of another kind, values that no operator reads, empty lists and MFA have checks of their own. */
function isToldElsewhere({ why, conditions }: NeverApplies): boolean {
  if (why === 'resource-does-not-fit') return true
  return conditions.some(
    (condition) =>
      conditionFaults(condition).length > 0 ||
      isMfaCondition(condition) ||
      (condition.values.items.length === 0 && condition.values.unknown.length === 0),
  )
}

function reasonOf({ why, conditions }: NeverApplies): string {
  if (why === 'actions-cancel-out') return "NotAction '*' leaves no action"
  const keys = [...new Set(conditions.map(({ key }) => display(key)))].join(' and ')
  if (why === 'conditions-contradict') return `Two conditions on ${keys} cannot hold together`
  return `No request meets the condition on ${keys}`
}

const what = ({ effect }: Statement): string => (effect === 'Deny' ? 'the Deny' : 'the Allow')
