import { conditionsOf, evaluateCondition } from '../src/iam/condition'
import { absent, avoiding, context, present, type RequestContext } from '../src/iam/context'
import { elementActions, isSubset } from '../src/iam/action'
import { hasVariables } from '../src/iam/statement'
import type { Condition, PolicyDocument, Statement } from '../src/model/policy'
import { type Answer, all, literal } from '../src/model/value'

/**
 * What conditions on MFA say of the three kinds of requests.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export interface MfaVerdict {
  /** The conditions on MFA keys, in the order written; never empty. */
  readonly conditions: readonly Condition[]
  /** A long-term access key: the request has no MFA keys. */
  readonly longTermKey: Answer
  /** A session without MFA: the key is there and false. */
  readonly session: Answer
  /** A session with MFA, fresh or a day old: `yes` when either meets the conditions. */
  readonly withMfa: Answer
}

const keys = /^aws:multifactorauth(?:present|age)$/

/** Whether a condition is on one of the MFA keys. */
export function isMfaCondition(condition: Condition): boolean {
  return keys.test((literal(condition.key) ?? '').toLowerCase())
}

/** Whether a condition is on the age of the MFA, which a request without MFA does not have. */
export function isOfAge(condition: Condition): boolean {
  return literal(condition.key)?.toLowerCase() === 'aws:multifactorauthage'
}

const longTermKey = context({ 'aws:MultiFactorAuthPresent': absent, 'aws:MultiFactorAuthAge': absent })
const session = context({ 'aws:MultiFactorAuthPresent': present('false'), 'aws:MultiFactorAuthAge': absent })
const fresh = context({ 'aws:MultiFactorAuthPresent': present('true'), 'aws:MultiFactorAuthAge': present('60') })
const old = context({ 'aws:MultiFactorAuthPresent': present('true'), 'aws:MultiFactorAuthAge': present('200000') })

/** What a statement's conditions on MFA say, all together; undefined where it has none. */
export function mfaVerdict(statement: Statement, document: PolicyDocument): MfaVerdict | undefined {
  const conditions = statement.conditions.filter(isMfaCondition)
  if (conditions.length === 0) return undefined
  const variables = hasVariables(document)
  const asked = (request: RequestContext): Answer =>
    all(conditions.map((condition) => evaluateCondition(condition, variables, request).answer))
  const answers = [asked(fresh), asked(old)]
  const withMfa = answers.includes('yes') ? 'yes' : answers.includes('unknown') ? 'unknown' : 'no'
  return { conditions, longTermKey: asked(longTermKey), session: asked(session), withMfa }
}

export type WithoutMfa = 'longTermKey' | 'session'

/** Whether another Deny of the document denies all that a Deny does, in a request without MFA, for certain. */
export function isDeniedElsewhere(deny: Statement, document: PolicyDocument, world: WithoutMfa): boolean {
  const request = avoiding(world === 'session' ? session : longTermKey)
  return document.statements.some(
    (other) =>
      other !== deny &&
      other.effect === 'Deny' &&
      conditionsOf(other, hasVariables(document), request).answer === 'yes' &&
      isSubset(elementActions(deny.actions), elementActions(other.actions)),
  )
}

/** Whether people may stand behind a statement: an identity policy's, or one that names AWS principals. */
export function isForPeople({ principals }: Statement): boolean {
  if (!principals || principals.negated || principals.unknown.length > 0) return true
  return principals.entries.some((entry) => entry.type === 'AWS' || entry.type === '*')
}
