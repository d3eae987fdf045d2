import type { Identity } from './iam'
import type { Condition, PrincipalEntry } from './policy'
import type { Resource } from './resource'
import type { Span } from './source'
import type { Answer } from './value'

/** What `who-can` and `can` answer, with the statements that it rests on. */

/**
 * - `allow`, `deny`: a statement of the principal's own policies; `may-deny`: one that hangs on the request
 * - `boundary`: his permissions boundary does not let it through
 * - `resource-allow`, `resource-deny`: a statement of the resource's policy · `trust`: of a role's trust policy
 * - `no-trust`: the resource's own policy does not let him in, where it has to
 * - `unknown`: a policy of his that nobody can know
 */
export type AccessReasonKind =
  | 'allow'
  | 'deny'
  | 'may-deny'
  | 'boundary'
  | 'resource-allow'
  | 'resource-deny'
  | 'trust'
  | 'no-trust'
  | 'unknown'

export interface AccessReason {
  readonly kind: AccessReasonKind
  /** The policy's name, and the group or attachment that brings it. */
  readonly policy: string
  /** The statement, or the mention of what is not known. */
  readonly span: Span
  /** Conditions that the request has to meet. */
  readonly conditions: readonly Condition[]
}

/** Whether one principal may do an action. `unknown`: it hangs on the request, or on something that nobody knows. */
export interface AccessAnswer {
  readonly principal: Identity
  readonly answer: Answer
  readonly reasons: readonly AccessReason[]
}

/** Somebody who is no principal of this code and whom a resource's policy lets in. */
export interface OutsideAccess {
  readonly principal: PrincipalEntry | 'everyone else'
  readonly answer: Answer
  readonly resource: Resource
  readonly reasons: readonly AccessReason[]
}

export interface WhoCanAnswer {
  readonly action: string
  /** As asked; undefined for any resource. */
  readonly resource: string | undefined
  /** Those who can, or may; surest first, then in the order of the code. */
  readonly principals: readonly AccessAnswer[]
  readonly outside: readonly OutsideAccess[]
  /** How many principals were asked. */
  readonly asked: number
  /** False when AWS had no such action at the date of the tables. */
  readonly knownAction: boolean
}

export interface CanAnswer extends AccessAnswer {
  readonly action: string
  readonly resource: string | undefined
  readonly knownAction: boolean
}
