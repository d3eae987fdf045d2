import { evaluateCondition } from '../src/iam/condition'
import { context, present } from '../src/iam/context'
import { hasVariables } from '../src/iam/statement'
import type { PolicyDocument, Statement } from '../src/model/policy'
import { literal } from '../src/model/value'

/**
 * Whether a statement lets in tokens whose claim (`aud`) is somebody else's: no condition on the claim keeps them out.
 * False as well where a condition, or its key, is not known.
 */
export function takesAnyAudience(statement: Statement, key: string, document: PolicyDocument): boolean {
  if (statement.unknownConditions.length > 0) return false
  const request = context({ [key]: present('https://audience.of.a.stranger.example') })
  return statement.conditions.every((condition) => {
    const name = literal(condition.key)
    if (name === undefined) return false
    if (name.toLowerCase() !== key.toLowerCase()) return true
    return evaluateCondition(condition, hasVariables(document), request).answer === 'yes'
  })
}
