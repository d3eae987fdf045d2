import type { PolicyDocument, Statement } from '../model/policy'
import type { Answer } from '../model/value'
import { literal } from '../model/value'
import { elementNamesAction } from './action'
import { type ConditionVerdict, conditionsOf } from './condition'
import { avoiding, type RequestContext } from './context'
import { everything, everyText, type Region, regionOf } from './region'
import { asPattern, compilePattern, matches, type Pattern } from './text'

/** True when policy variables count in a document: version 2012-10-17. A version that nobody knows is taken for it. */
export function hasVariables(document: PolicyDocument): boolean {
  if (!document.version) return false
  const version = literal(document.version)
  return version === undefined || version === '2012-10-17'
}

const resources = new WeakMap<Statement, readonly Pattern[]>()

/** The resources that a statement's element lists, negated or not; a statement without the element is about all. */
export function resourcePatterns(statement: Statement, variables: boolean): readonly Pattern[] {
  if (!statement.resources) return [everyText]
  let found = resources.get(statement)
  if (!found) {
    found = statement.resources.items.map((item) => compilePattern(item, { ...asPattern, variables }))
    resources.set(statement, found)
  }
  return found
}

const regions = new WeakMap<Statement, Region>()

/** The resources that a statement is about. Lists that may hold more are taken as they are. */
export function statementRegion(statement: Statement, variables: boolean): Region {
  let found = regions.get(statement)
  if (!found) {
    const patterns = resourcePatterns(statement, variables)
    const negated = statement.resources?.negated ?? false
    found =
      !negated && patterns.some((pattern) => pattern === everyText || pattern.exact === everyText.exact)
        ? everything
        : regionOf(patterns, negated)
    regions.set(statement, found)
  }
  return found
}

/** Whether a statement is about one resource. */
export function namesResource(statement: Statement, variables: boolean, resource: Pattern): Answer {
  if (!statement.resources) return 'yes'
  let found: Answer = statement.resources.unknown.length > 0 ? 'unknown' : 'no'
  for (const pattern of resourcePatterns(statement, variables)) {
    const answer = matches(pattern, resource)
    if (answer === 'yes') {
      found = 'yes'
      break
    }
    if (answer === 'unknown') found = 'unknown'
  }
  if (!statement.resources.negated || found === 'unknown') return found
  return found === 'yes' ? 'no' : 'yes'
}

/** What a statement says of an action in a request, its resources and principals left aside. */
export interface StatementVerdict extends ConditionVerdict {
  /** True when it exists only under a deployment-time condition. */
  readonly guarded: boolean
}

const silent: StatementVerdict = { answer: 'no', keys: [], holes: [], residual: [], guarded: false }

/**
 * Whether a statement speaks of an action in a request. Under Deny the caller avoids the conditions that he can, and a
 * Deny under a guard is never certain; an Allow under a guard counts, since a deployment exists that has it.
 */
export function statementVerdict(
  statement: Statement,
  document: PolicyDocument,
  action: Pattern,
  request: RequestContext,
): StatementVerdict {
  const named = elementNamesAction(statement.actions, action)
  if (named === 'no' || statement.effect === 'unknown') return silent
  const aimed = statement.effect === 'Deny' ? avoiding(request) : request
  const conditions = conditionsOf(statement, hasVariables(document), aimed)
  if (conditions.answer === 'no') return silent
  const guarded = statement.guards.length > 0
  const sure = named === 'yes' && conditions.answer === 'yes' && !(guarded && statement.effect === 'Deny')
  const holes = named === 'unknown' ? [...(statement.actions?.unknown ?? []), ...conditions.holes] : conditions.holes
  return { ...conditions, holes, answer: sure ? 'yes' : 'unknown', guarded }
}
