import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { isForPeople, isOfAge, mfaVerdict } from './mfa-worlds'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html */
export default defineCheck({
  id: 'mfa-condition-allows-missing-key',
  title: 'Allow whose MFA condition a long-term key meets',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['mfa', 'conditions'],
  maps: { parliament: ['BAD_PATTERN_FOR_MFA'] },
  since: '0.1.0',
  *run(policy) {
    for (const statement of writtenStatements(policy)) {
      if (statement.effect !== 'Allow' || !isForPeople(statement)) continue
      const verdict = mfaVerdict(statement, policy.document)
      if (verdict?.longTermKey !== 'yes' || verdict.withMfa !== 'yes') continue
      // What a session without MFA meets as well is met by everybody, unless it is about age alone: then there is none.
      if (verdict.session === 'yes' && !verdict.conditions.some(isOfAge)) continue
      const [condition] = verdict.conditions
      if (!condition) continue
      yield {
        ...inPolicy(policy),
        at: condition.operator.span,
        message: `${display(condition.operator)} on ${display(condition.key)} in an Allow of the ${nameOfPolicy(policy)} holds where the key is missing, as with every long-term access key: a stolen key needs no MFA.`,
        subjects: [display(condition.key)],
        key: `mfa-allow ${display(condition.operator)} ${display(condition.key)}`,
        fix: { description: 'Use Bool aws:MultiFactorAuthPresent true in an Allow; ...IfExists belongs in a Deny.' },
      }
    }
  },
})
