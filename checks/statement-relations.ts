import { actionPattern } from '../src/iam/action'
import { globContains } from '../src/iam/glob'
import { hasVariables, resourcePatterns } from '../src/iam/statement'
import type { Pattern } from '../src/iam/text'
import type { MatchElement, PolicyDocument, Statement, TextList } from '../src/model/policy'
import { display } from '../src/model/value'
import { areTogether } from './written-statements'

/** Which statements and actions say what others say already. */

/** Whether everything that `inner` says is said by `outer`, in the same policy and for certain. */
export function saysAll(outer: Statement, inner: Statement, document: PolicyDocument): boolean {
  if (outer.effect !== inner.effect || outer.effect === 'unknown' || !areTogether(outer, inner)) return false
  // What exists under a condition only says nothing for sure.
  if (outer.guards.length > 0 || !isPlain(outer.actions) || !isPlain(inner.actions)) return false
  if (!containsActions(outer.actions, inner.actions) || !containsResources(outer, inner, document)) return false
  return samePrincipals(outer, inner) && sameConditions(outer, inner)
}

/** Whether each action of the inner list is in one of the outer list; of NotAction only the very same list. */
function containsActions(outer: MatchElement | undefined, inner: MatchElement | undefined): boolean {
  if (!outer || !inner || outer.negated !== inner.negated) return false
  if (outer.negated) return written(outer) === written(inner)
  const patterns = outer.items.map((item) => actionPattern(item).exact)
  return inner.items.every((item) => patterns.some((pattern) => globContains(pattern, actionPattern(item).exact)))
}

const isPlain = (element: MatchElement | undefined): boolean =>
  element !== undefined && element.unknown.length === 0 && element.items.every((item) => !hasHole(actionPattern(item)))

const hasHole = (pattern: Pattern): boolean => pattern.holes.length > 0

function containsResources(outer: Statement, inner: Statement, document: PolicyDocument): boolean {
  if (outer.resources?.negated || inner.resources?.negated) {
    const alike = outer.resources?.negated === inner.resources?.negated
    const known = outer.resources?.unknown.length === 0 && inner.resources?.unknown.length === 0
    return alike && known && written(outer.resources) === written(inner.resources)
  }
  if ((inner.resources?.unknown.length ?? 0) > 0) return false
  const variables = hasVariables(document)
  const patterns = resourcePatterns(outer, variables)
  return resourcePatterns(inner, variables).every((each) =>
    patterns.some((pattern) => globContains(pattern.exact, each.exact)),
  )
}

function samePrincipals(outer: Statement, inner: Statement): boolean {
  if ((outer.principals?.unknown.length ?? 0) + (inner.principals?.unknown.length ?? 0) > 0) return false
  const names = ({ principals }: Statement): string =>
    principals
      ? `${principals.negated} ${principals.entries.map(({ type, value }) => `${type} ${display(value)}`).sort()}`
      : ''
  return names(outer) === names(inner)
}

/** Conditions narrow: the outer statement has none, or the very same. */
function sameConditions(outer: Statement, inner: Statement): boolean {
  if (outer.unknownConditions.length + inner.unknownConditions.length > 0) return false
  if ([...outer.conditions, ...inner.conditions].some(({ values }) => values.unknown.length > 0)) return false
  const terms = ({ conditions }: Statement): string =>
    conditions
      .map(({ operator, key, values }) => `${display(operator)} ${display(key)} ${written(values)}`)
      .sort()
      .join('\n')
  return outer.conditions.length === 0 || terms(outer) === terms(inner)
}

const written = (list: TextList | undefined): string => (list ? list.items.map(display).sort().join(' ') : '')
