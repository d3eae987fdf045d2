import { parseOperator } from '../src/iam/operator'
import type { Condition, Statement } from '../src/model/policy'
import { type Text, literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { isOfAge } from './mfa-worlds'
import { writtenStatements } from './written-statements'

/** Seconds: twelve hours, a working day. AWS's own examples have one hour. */
const longest = 43_200

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_sample-code.html */
export default defineCheck({
  id: 'mfa-age-too-long',
  title: 'MFA that is good for too long',
  severity: 'low',
  confidence: 'high',
  on: 'policy',
  tags: ['mfa', 'conditions'],
  maps: {},
  since: '0.1.0',
  *run(policy) {
    for (const statement of writtenStatements(policy)) {
      for (const condition of statement.conditions) {
        const limit = limitOf(condition, statement)
        const seconds = limit && Number(literal(limit))
        if (!limit || !seconds || seconds <= longest) continue
        yield {
          ...inPolicy(policy),
          at: limit.span,
          message: `MFA counts for ${hours(seconds)} hours in the ${nameOfPolicy(policy)}: a session that is stolen within that time is as good as the device.`,
          subjects: ['aws:MultiFactorAuthAge'],
          key: `mfa-age ${seconds}`,
          fix: { description: 'Set aws:MultiFactorAuthAge to 43200 seconds (twelve hours) or less.' },
        }
      }
    }
  },
})

/** The one value that bounds the age: below it in an Allow, above it in a Deny. */
function limitOf(condition: Condition, { effect }: Statement): Text | undefined {
  if (!isOfAge(condition) || condition.values.items.length !== 1) return undefined
  const operator = parseOperator(literal(condition.operator) ?? '')
  const bounds = effect === 'Deny' ? 'greater' : 'less'
  if (operator?.family !== 'numeric' || !operator.comparison.startsWith(bounds)) return undefined
  return condition.values.items[0]
}

const hours = (seconds: number): string => String(Math.round((seconds / 3600) * 10) / 10)
