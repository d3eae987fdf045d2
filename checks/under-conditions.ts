import type { Severity } from '../src/model/finding'
import type { Statement } from '../src/model/policy'
import { display } from '../src/model/value'
import { listOf } from './describe'

/** How findings speak of what is allowed under conditions that do not name its resources. */

/** `, under a condition on 'aws:RequestedRegion'`; '' without one. */
export function underWhat({ conditions }: Statement): string {
  const keys = [...new Set(conditions.map((condition) => display(condition.key)))]
  return keys.length > 0 ? `, under a condition on ${listOf(keys)}` : ''
}

/** One less than the given severity under a condition, whatever it is. */
export function severityUnder({ conditions, unknownConditions }: Statement, severity: Severity): Severity {
  return conditions.length + unknownConditions.length > 0 ? lower(severity) : severity
}

const lower = (severity: Severity): Severity =>
  severity === 'critical' ? 'high' : severity === 'high' ? 'medium' : severity === 'medium' ? 'low' : 'note'
