import { parseOperator } from '../src/iam/operator'
import type { PolicyDocument, Statement } from '../src/model/policy'
import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { isDeniedElsewhere, isForPeople, type MfaVerdict, mfaVerdict } from './mfa-worlds'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent */
export default defineCheck({
  id: 'mfa-null-condition-misused',
  title: 'Null condition that takes presence of the key for MFA',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['mfa', 'conditions'],
  maps: { parliament: ['BAD_PATTERN_FOR_MFA'] },
  since: '0.1.0',
  *run(policy) {
    for (const statement of writtenStatements(policy)) {
      if (!isForPeople(statement)) continue
      const verdict = mfaVerdict(statement, policy.document)
      const condition = verdict?.conditions.find(
        ({ operator }) => parseOperator(literal(operator) ?? '')?.family === 'null',
      )
      const problem = verdict && condition && problemOf(verdict, statement, policy.document)
      if (!problem) continue
      yield {
        ...inPolicy(policy),
        at: condition.span,
        message: `${problem} (${nameOfPolicy(policy)}).`,
        subjects: ['aws:MultiFactorAuthPresent'],
        key: `mfa-null ${statement.effect}`,
        fix: {
          description:
            'Ask for the value: Bool aws:MultiFactorAuthPresent true in an Allow, BoolIfExists false in a Deny.',
        },
      }
    }
  },
})

function problemOf(verdict: MfaVerdict, statement: Statement, document: PolicyDocument): string | undefined {
  const { longTermKey, session, withMfa } = verdict
  if (statement.effect === 'Allow') {
    if (session === 'yes' && withMfa === 'yes' && longTermKey === 'no') {
      return 'The Allow asks that aws:MultiFactorAuthPresent be there, and it is there and false in every session without MFA: a stolen password is enough'
    }
    if (longTermKey === 'yes' && withMfa === 'no') {
      return 'The Allow holds only where aws:MultiFactorAuthPresent is missing: it is for long-term access keys without MFA'
    }
  }
  const missed = statement.effect === 'Deny' && longTermKey === 'yes' && session === 'no'
  if (!missed || isDeniedElsewhere(statement, document, 'session')) return undefined
  return 'The Deny asks that aws:MultiFactorAuthPresent be missing, and it is there and false in every session without MFA: a stolen password is not held back'
}
