import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { isIdentityPolicy } from './identity-statements'
import { voidConditions } from './void-condition'
import { writtenStatements } from './written-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
export default defineCheck({
  id: 'condition-does-not-restrict',
  title: 'Condition that keeps nobody out',
  severity: 'high',
  confidence: 'high',
  on: 'policy',
  tags: ['conditions', 'exposure', 'trust'],
  maps: {
    parliament: ['SINGLE_VALUE_CONDITION_TOO_PERMISSIVE'],
    accessAnalyzer: ['FORALLVALUES_WITH_SINGLE_VALUED_KEY'],
  },
  since: '0.1.0',
  *run(policy, { model }) {
    const identity = isIdentityPolicy(policy, model)
    // What serves as a ceiling grants nothing, with or without its conditions.
    if (!identity && policy.kind !== 'trust' && policy.kind !== 'resource' && policy.kind !== 'document') return
    for (const statement of writtenStatements(policy)) {
      if (statement.effect !== 'Allow') continue
      for (const { condition, why, severity } of voidConditions(statement, policy.document, identity)) {
        yield {
          ...inPolicy(policy),
          at: condition.span,
          severity,
          message: `${display(condition.operator)} on ${display(condition.key)} in the ${nameOfPolicy(policy)} keeps nobody out: ${why}.`,
          subjects: [display(condition.key)],
          key: `condition-does-not-restrict ${display(condition.operator)} ${display(condition.key)}`,
          fix: {
            description: 'Ask for a value that only those have who are meant, without ForAllValues and IfExists.',
          },
        }
      }
    }
  },
})
