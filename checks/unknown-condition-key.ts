import { dataVersion } from '../src/iam/data'
import { evaluateCondition } from '../src/iam/condition'
import { absent, context } from '../src/iam/context'
import type { Condition, Statement } from '../src/model/policy'
import type { Severity } from '../src/model/finding'
import { literal } from '../src/model/value'
import { isService } from './action-names'
import { defineCheck } from './check'
import { findKey, isOfProvider, nearestKey } from './condition-keys'
import { inPolicy } from './describe'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export default defineCheck({
  id: 'unknown-condition-key',
  title: 'Condition key that AWS does not have',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['validity', 'conditions'],
  maps: {
    parliament: ['UNKNOWN_CONDITION_FOR_ACTION'],
    accessAnalyzer: ['INVALID_GLOBAL_CONDITION_KEY', 'INVALID_SERVICE_CONDITION_KEY', 'MISSING_TAG_KEY_IN_CONDITION'],
  },
  since: '0.1.0',
  *run(policy) {
    for (const statement of writtenStatements(policy)) {
      for (const condition of statement.conditions) {
        const key = literal(condition.key)
        if (key === undefined || isOfProvider(key) || findKey(key)) continue
        const prefix = key.slice(0, Math.max(0, key.indexOf(':')))
        const meant = nearestKey(key)
        const sure = prefix === 'aws' || meant !== undefined || !isService(prefix)
        const { severity, consequence } = whenAbsent(condition, statement)
        yield {
          ...inPolicy(policy),
          at: condition.key.span,
          severity,
          confidence: sure ? 'high' : 'medium',
          message: `No request has the condition key '${key}'${meant === undefined ? '' : ` (did you mean ${meant}?)`}: ${consequence}.`,
          subjects: [key],
          key: `unknown-condition-key ${key}`,
          fix: { description: meant === undefined ? unsure() : `Write ${meant}.` },
        }
      }
    }
  },
})

const unsure = (): string => `Correct the key; one that is younger than ${dataVersion()} is not known yet.`

/** What a condition on a key that never is there comes to. Where it lets more through than it seems, that is graver. */
function whenAbsent(condition: Condition, { effect }: Statement): { severity: Severity; consequence: string } {
  const holds = evaluateCondition(condition, false, context({}, absent)).answer
  if (effect === 'Deny') {
    return holds === 'yes'
      ? { severity: 'low', consequence: 'the condition always holds, and the Deny is for all' }
      : { severity: 'medium', consequence: 'the condition never holds, and the Deny denies nothing' }
  }
  return holds === 'yes'
    ? { severity: 'medium', consequence: 'the condition always holds, and keeps nobody out' }
    : { severity: 'low', consequence: 'the condition never holds, and the statement grants nothing' }
}
