import type { Answer } from '../model/value'
import { all as every, any as some, not } from '../model/value'
import { any } from './glob'
import { matches, overlaps, type Pattern } from './text'
import { witness } from './witness'

/** A set of resources: what is in some clause, that is in all of its `all` and in none of its `none`. */
export type Region = readonly Clause[]

export interface Clause {
  readonly all: readonly Pattern[]
  readonly none: readonly Pattern[]
}

export const everyText: Pattern = { exact: any, wide: any, holes: [], variables: [] }
export const everything: Region = [{ all: [everyText], none: [] }]

const clauseLimit = 64

/** The region of a `Resource` list, or of a `NotResource` list. */
export function regionOf(patterns: readonly Pattern[], negated: boolean): Region {
  if (negated) return [{ all: [everyText], none: patterns }]
  return patterns.map((pattern) => ({ all: [pattern], none: [] }))
}

/** What is in both. */
export function intersect(first: Region, second: Region): Region {
  if (first === everything) return second
  if (second === everything) return first
  const clauses: Clause[] = []
  for (const one of first) {
    for (const other of second) {
      const clause = { all: merged(one.all, other.all), none: [...new Set([...one.none, ...other.none])] }
      if (isPossible(clause)) clauses.push(clause)
      if (clauses.length >= clauseLimit) return clauses
    }
  }
  return clauses
}

/** What a list of patterns (or, negated, all but them) leaves of a region. */
export function subtract(region: Region, patterns: readonly Pattern[], negated: boolean): Region {
  if (negated) return intersect(region, regionOf(patterns, false))
  return region
    .map((clause) => ({ all: clause.all, none: [...new Set([...clause.none, ...patterns])] }))
    .filter(isPossible)
}

function merged(first: readonly Pattern[], second: readonly Pattern[]): readonly Pattern[] {
  const both = [...new Set([...first, ...second])].filter((pattern) => pattern.exact !== any)
  return both.length > 0 ? both : [everyText]
}

/** False when no text can be in the clause. Holes are texts of their own: see `Pattern.exact`. */
function isPossible(clause: Clause): boolean {
  if (clause.none.length === 0 && clause.all.length === 1) return true
  if (clause.all.some((pattern) => pattern.exact !== pattern.wide)) {
    const apart = clause.all.some((left, at) =>
      clause.all.slice(at + 1).some((right) => overlaps(left, right) === 'no'),
    )
    if (apart) return false
    if (clause.all.length > 1) return true
  }
  const all = clause.all.map((pattern) => pattern.exact)
  const none = clause.none.map((pattern) => pattern.exact)
  return witness(all, none) !== 'none'
}

/** Whether one text is in the region. */
export function regionHas(region: Region, value: Pattern): Answer {
  return some(
    region.map((clause) =>
      every([
        ...clause.all.map((pattern) => matches(pattern, value)),
        ...clause.none.map((pattern) => not(matches(pattern, value))),
      ]),
    ),
  )
}

/** A text of the region; undefined when there is none, or none was found within the bounds. */
export function sampleOf(region: Region): string | undefined {
  for (const clause of region) {
    const found = witness(
      clause.all.map((pattern) => pattern.exact),
      clause.none.map((pattern) => pattern.exact),
    )
    if (typeof found === 'object') return found.text
  }
  return undefined
}

/** True when the region is all resources, some of which may be taken out. */
export function isUnscoped(region: Region): boolean {
  return region.some((clause) => clause.all.every((pattern) => pattern.exact === any))
}
