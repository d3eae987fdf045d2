import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'

/** Policies and statements as somebody here wrote them, for the checks of what is valid. */

/** Whether a policy's text was written here: AWS's own are AWS's affair. */
export function isWritten(policy: Policy): boolean {
  return policy.kind !== 'aws-managed'
}

/** The statements of a policy that was written here. */
export function writtenStatements(policy: Policy): readonly Statement[] {
  if (!isWritten(policy)) return []
  const { statements } = policy.document
  return policy.resource.madeFor === undefined ? statements : statements.filter((statement) => !isMade(statement))
}

/** Whether a transform wrote a statement, as SAM's policy templates do: nobody can correct it here. */
function isMade({ actions }: Statement): boolean {
  if (!actions) return false
  return actions.items.every(({ parts }) => parts.every((part) => part.kind === 'hole' || !part.exact))
}

/** Whether a policy is one of an identity, as its place tells: managed, or embedded. */
export function isIdentityKind(policy: Policy): boolean {
  return policy.kind === 'managed' || policy.kind === 'inline'
}

/** Whether elements may be in a statement that nobody can know. */
export function isOpen(statement: Statement): boolean {
  return statement.data.kind !== 'object' || (statement.data.open?.length ?? 0) > 0
}

/** Whether two statements can be in one deployment: not branches of one choice, and not two readings of one text. */
export function areTogether(first: Statement, second: Statement): boolean {
  if (first.span.source === second.span.source && first.span.start === second.span.start) return false
  return !first.guards.some((one) =>
    second.guards.some((other) => one.condition === other.condition && one.is !== other.is),
  )
}

/** What a statement is for, in words: what it does not do when part of it is void. */
export function purposeOf(statement: Statement): string {
  return statement.effect === 'Deny' ? 'denies' : 'grants'
}
