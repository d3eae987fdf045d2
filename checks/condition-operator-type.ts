import { parseOperator } from '../src/iam/operator'
import type { Condition, Statement } from '../src/model/policy'
import { display, literal } from '../src/model/value'
import { defineCheck } from './check'
import { conditionFaults } from './condition-faults'
import { inPolicy } from './describe'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export default defineCheck({
  id: 'condition-operator-type',
  title: 'Condition operator that does not fit its key or value',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['validity', 'conditions'],
  maps: {
    parliament: [
      'UNKNOWN_OPERATOR',
      'MISMATCHED_TYPE',
      'MISMATCHED_TYPE_BUT_USABLE',
      'MISMATCHED_TYPE_OPERATION_TO_NULL',
    ],
    accessAnalyzer: [
      'INVALID_CONDITION_OPERATOR',
      'DATA_TYPE_MISMATCH',
      'TYPE_MISMATCH',
      'WILDCARD_WITHOUT_LIKE_OPERATOR',
      'NULL_WITH_IF_EXISTS',
    ],
    cfnLint: ['E3510'],
  },
  since: '0.1.0',
  *run(policy) {
    for (const statement of writtenStatements(policy)) {
      for (const condition of statement.conditions) {
        for (const { at, problem, advice, confidence } of conditionFaults(condition)) {
          yield {
            ...inPolicy(policy),
            at,
            confidence,
            message: `${capital(problem)}: ${consequence(condition, statement)}.`,
            subjects: [display(condition.key)],
            key: `condition-operator-type ${display(condition.key)} ${problem}`,
            fix: { description: advice },
          }
        }
      }
    }
  },
})

function consequence(condition: Condition, statement: Statement): string {
  const operator = parseOperator(literal(condition.operator) ?? '')
  if (!operator) return 'AWS rejects the policy'
  const always = operator.negated
  if (statement.effect === 'Deny') return always ? 'the Deny spares nobody' : 'it denies nothing'
  return always ? 'it keeps nobody out' : 'it lets nobody in'
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)
