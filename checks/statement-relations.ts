import { actionPattern } from '../src/iam/action'
import { globContains } from '../src/iam/glob'
import { hasVariables, resourcePatterns } from '../src/iam/statement'
import type { MatchElement, PolicyDocument, Statement, TextList } from '../src/model/policy'
import { display } from '../src/model/value'
import { areTogether } from './written-statements'

/** Which statements and actions say what others say already. */

interface Actions {
  readonly globs: readonly string[]
  /** Whether all of it is known. */
  readonly plain: boolean
}

/** Each statement is compared with all others of its policy. */
const actionsRead = new WeakMap<MatchElement, Actions>()

function actionsOf(element: MatchElement): Actions {
  let read = actionsRead.get(element)
  if (!read) {
    const patterns = element.items.map(actionPattern)
    const plain = element.unknown.length === 0 && patterns.every(({ holes }) => holes.length === 0)
    read = { globs: patterns.map(({ exact }) => exact), plain }
    actionsRead.set(element, read)
  }
  return read
}

/** Whether everything that `inner` says is said by `outer`, in the same policy and for certain. */
export function saysAll(outer: Statement, inner: Statement, document: PolicyDocument): boolean {
  if (outer.effect !== inner.effect || outer.effect === 'unknown' || !areTogether(outer, inner)) return false
  // What exists under a condition only says nothing for sure.
  if (outer.guards.length > 0 || !outer.actions || !inner.actions) return false
  if (!containsActions(outer.actions, inner.actions) || !containsResources(outer, inner, document)) return false
  return samePrincipals(outer, inner) && sameConditions(outer, inner)
}

/** Whether each action of the inner list is in one of the outer list; of NotAction only the very same list. */
function containsActions(outer: MatchElement, inner: MatchElement): boolean {
  if (outer.negated !== inner.negated || !actionsOf(outer).plain || !actionsOf(inner).plain) return false
  if (outer.negated) return written(outer) === written(inner)
  const { globs } = actionsOf(outer)
  return actionsOf(inner).globs.every((each) => globs.some((glob) => globContains(glob, each)))
}

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
