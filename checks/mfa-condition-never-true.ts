import type { Statement } from '../src/model/policy'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { conditionFaults } from './condition-faults'
import { inPolicy, nameOfPolicy } from './describe'
import { isForPeople, type MfaVerdict, mfaVerdict } from './mfa-worlds'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent */
export default defineCheck({
  id: 'mfa-condition-never-true',
  title: 'MFA condition that no request meets',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['mfa', 'conditions'],
  maps: {},
  since: '0.1.0',
  *run(policy) {
    for (const statement of writtenStatements(policy)) {
      const verdict = mfaVerdict(statement, policy.document)
      const reason = verdict && reasonOf(verdict, statement)
      const [condition] = verdict?.conditions ?? []
      if (!reason || !condition || verdict.conditions.some((each) => conditionFaults(each).length > 0)) continue
      const effect = statement.effect === 'Deny' ? 'the Deny holds nobody back' : 'the Allow lets nobody in'
      yield {
        ...inPolicy(policy),
        at: condition.span,
        message: `The condition on ${display(condition.key)} in the ${nameOfPolicy(policy)} never holds (${reason}): ${effect}.`,
        subjects: [display(condition.key)],
        key: `mfa-never ${display(condition.operator)} ${display(condition.key)}`,
        fix: { description: 'Write Bool aws:MultiFactorAuthPresent with "true" or "false", in lower case.' },
      }
    }
  },
})

function reasonOf(verdict: MfaVerdict, statement: Statement): string | undefined {
  if (verdict.longTermKey !== 'no') return undefined
  if (!isForPeople(statement)) return 'services and federated users come without the MFA keys of AWS'
  if (verdict.session !== 'no' || verdict.withMfa !== 'no') return undefined
  return 'with MFA and without it'
}
