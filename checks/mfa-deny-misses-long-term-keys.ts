import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { isDeniedElsewhere, isForPeople, isOfAge, mfaVerdict } from './mfa-worlds'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent */
export default defineCheck({
  id: 'mfa-deny-misses-long-term-keys',
  title: 'Deny without MFA that misses long-term keys',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['mfa', 'conditions'],
  maps: { parliament: ['BAD_PATTERN_FOR_MFA'] },
  since: '0.1.0',
  *run(policy) {
    for (const statement of writtenStatements(policy)) {
      if (statement.effect !== 'Deny' || !isForPeople(statement)) continue
      const verdict = mfaVerdict(statement, policy.document)
      if (verdict?.longTermKey !== 'no') continue
      const ofAge = verdict.conditions.find(isOfAge)
      if (verdict.session !== 'yes' && !(ofAge && verdict.withMfa === 'yes')) continue
      if (isDeniedElsewhere(statement, policy.document, 'longTermKey')) continue
      const [condition] = verdict.conditions
      if (!condition) continue
      yield {
        ...inPolicy(policy),
        at: condition.operator.span,
        severity: verdict.session === 'yes' ? 'high' : 'medium',
        message: `The Deny of the ${nameOfPolicy(policy)} with ${display(condition.operator)} on ${display(condition.key)} does not hold where the key is missing, as with every long-term access key: a stolen key is not held back.`,
        subjects: [display(condition.key)],
        key: `mfa-deny ${display(condition.operator)} ${display(condition.key)}`,
        fix: { description: `Write ${display(condition.operator)}IfExists.` },
      }
    }
  },
})
