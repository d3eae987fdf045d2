import type { PolicyDocument } from '../src/model/policy'
import type { Text } from '../src/model/value'

/** The policy variables that AWS knows: `${aws:username}`, `${aws:PrincipalTag/team}`, `${s3:prefix}`. */
const variable = /\$\{[a-z][a-z0-9-]*:[^}]*\}/i

/**
 * The first policy variable that a document uses, in a resource or a condition; undefined where there is none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function firstVariable(document: PolicyDocument): string | undefined {
  for (const statement of document.statements) {
    const values = statement.conditions.flatMap((condition) => condition.values.items)
    for (const text of [...(statement.resources?.items ?? []), ...values]) {
      const found = variable.exec(writtenIn(text))
      if (found) return found[0]
    }
  }
  return undefined
}

/** Literal characters alone: the holes of a template language look the same when shown. */
function writtenIn(text: Text): string {
  return text.parts.map((part) => (part.kind === 'chunk' ? part.text : ' ')).join('')
}

/** What a document of the old version costs: the variable that does nothing, or the one that somebody adds. */
export function costOfOldVersion(document: PolicyDocument): { message: string; severity: 'medium' | 'low' } {
  const used = firstVariable(document)
  return used === undefined
    ? { message: 'a policy variable that is added later will be plain text and protect nothing', severity: 'low' }
    : { message: `${used} in it is plain text and protects nothing`, severity: 'medium' }
}
