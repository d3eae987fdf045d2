import type { MatchElement } from '../model/policy'
import type { Answer, Text } from '../model/value'
import { type ActionInfo, allActions, findAction, serviceActions } from './data'
import { any, canonical, glob, globContains, globMatches, isLiteral } from './glob'
import { asPattern, compilePattern, matches, type Pattern, type Reading } from './text'
import { witness } from './witness'

/** How `Action` elements are read: in any case, and without policy variables. */
export const asAction: Reading = { ...asPattern, variables: false, fold: true }

/**
 * The pattern of one `Action` text. `*:*` is `*`; so is a lone `*`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function actionPattern(text: Text): Pattern {
  const pattern = compilePattern(text, asAction)
  return pattern.exact === `${any}:${any}` ? { ...pattern, exact: any, wide: any } : pattern
}

const elementCache = new WeakMap<MatchElement, readonly Pattern[]>()

/** The patterns of an element, in order; kept with it. */
function elementPatterns(element: MatchElement): readonly Pattern[] {
  let found = elementCache.get(element)
  if (!found) {
    found = element.items.map(actionPattern)
    elementCache.set(element, found)
  }
  return found
}

/** An action's name as the value that patterns are matched with. */
export function actionValue(name: string): Pattern {
  const exact = name.toLowerCase()
  return { exact, wide: exact, holes: [], variables: [] }
}

/** Whether one action pattern names an action: `matchesAction('s3:Get*', 's3:GetObject')`. Case does not count. */
export function matchesAction(pattern: string, action: string): boolean {
  const compiled = glob(pattern.toLowerCase())
  return globMatches(compiled === `${any}:${any}` ? any : compiled, action.toLowerCase())
}

const reserved = /[\uE000-\uF8FF]/

/** The services that an element spells out, in lower case; undefined when it may name actions of any. */
export function servicesOf(element: MatchElement): ReadonlySet<string> | undefined {
  if (element.negated || element.unknown.length > 0) return undefined
  const services = new Set<string>()
  for (const { exact } of elementPatterns(element)) {
    const service = exact.slice(0, Math.max(0, exact.indexOf(':')))
    if (service === '' || reserved.test(service)) return undefined
    services.add(service)
  }
  return services
}

/** Whether an `Action` / `NotAction` element names an action. A missing element names none. */
export function elementNamesAction(element: MatchElement | undefined, action: Pattern): Answer {
  if (!element) return 'no'
  let found: Answer = element.unknown.length > 0 ? 'unknown' : 'no'
  for (const pattern of elementPatterns(element)) {
    const answer = matches(pattern, action)
    if (answer === 'yes') return element.negated ? 'no' : 'yes'
    if (answer === 'unknown') found = 'unknown'
  }
  if (!element.negated) return found
  return found === 'no' ? 'yes' : 'unknown'
}

/**
 * A set of actions: which of the known ones (by `ActionInfo.index`), and, for those that AWS has not made yet, the
 * globs that would name them. A name is in `later` when some clause has it: in all of `all` and in none of `none`.
 */
export interface ActionSet {
  readonly known: Uint8Array
  readonly later: readonly Clause[]
}

interface Clause {
  readonly all: readonly string[]
  readonly none: readonly string[]
}

const sets = new Map<string, ActionSet>()
const setCacheLimit = 2_000

/** The set that one pattern (`s3:Get*`, any case) names. */
export function actionSet(pattern: string): ActionSet {
  const text = canonical(glob(pattern.toLowerCase()))
  return globSet(text === `${any}:${any}` ? any : text)
}

function globSet(pattern: string): ActionSet {
  const cached = sets.get(pattern)
  if (cached) return cached
  const known = new Uint8Array(allActions().length)
  mark(pattern, known)
  const set = { known, later: [{ all: [pattern], none: [] }] }
  if (sets.size >= setCacheLimit) sets.clear()
  sets.set(pattern, set)
  return set
}

/** Marks the known actions that a pattern names, without matching where there is nothing to match. */
function mark(pattern: string, known: Uint8Array): void {
  if (pattern === any) {
    known.fill(1)
    return
  }
  if (isLiteral(pattern)) {
    const action = findAction(pattern)
    if (action) known[action.index] = 1
    return
  }
  const whole = pattern.endsWith(`:${any}`) && isLiteral(pattern.slice(0, -2))
  for (const action of candidates(pattern)) {
    if (whole || globMatches(pattern, lowerNames()[action.index] as string)) known[action.index] = 1
  }
}

let lower: readonly string[] | undefined

/** The names of all actions in lower case, by their index. */
function lowerNames(): readonly string[] {
  lower ??= allActions().map((action) => `${action.service}:${action.name}`.toLowerCase())
  return lower
}

/** The actions that a pattern can name at all: those of its service, where it spells one out. */
function candidates(pattern: string): readonly ActionInfo[] {
  const colon = pattern.indexOf(':')
  const prefix = colon < 0 ? any : pattern.slice(0, colon)
  if (!reserved.test(prefix)) return serviceActions(prefix) ?? []
  return allActions()
}

export const noActions: ActionSet = { known: new Uint8Array(0), later: [] }

/** What either set has. */
export function union(first: ActionSet, second: ActionSet): ActionSet {
  const known = new Uint8Array(allActions().length)
  for (let at = 0; at < known.length; at++) known[at] = first.known[at] || second.known[at] ? 1 : 0
  return { known, later: [...first.later, ...second.later] }
}

/** What both sets have. */
export function intersection(first: ActionSet, second: ActionSet): ActionSet {
  const known = new Uint8Array(allActions().length)
  for (let at = 0; at < known.length; at++) known[at] = first.known[at] && second.known[at] ? 1 : 0
  const later = first.later.flatMap((one) =>
    second.later.map((other) => ({ all: [...one.all, ...other.all], none: [...one.none, ...other.none] })),
  )
  return { known, later: later.filter(hasFuture) }
}

/** What the first has and the second has not. */
export function difference(first: ActionSet, second: ActionSet): ActionSet {
  return intersection(first, complement(second))
}

/** Every action, today's and tomorrow's, that the set has not. */
export function complement(set: ActionSet): ActionSet {
  const known = new Uint8Array(allActions().length)
  for (let at = 0; at < known.length; at++) known[at] = set.known[at] ? 0 : 1
  let later: Clause[] = [{ all: [any], none: [] }]
  for (const clause of set.later) {
    // Not (all and none) is: outside one of `all`, or inside one of `none`.
    const outside = clause.all.map((glob) => ({ all: [any], none: [glob] }))
    const inside = clause.none.map((glob) => ({ all: [glob], none: [] }))
    later = later.flatMap((one) => [...outside, ...inside].map((other) => merge(one, other))).filter(hasFuture)
  }
  return { known, later }
}

/** Both clauses at once, without what says nothing more. */
function merge(one: Clause, other: Clause): Clause {
  const all = [...new Set([...one.all, ...other.all])].filter((glob) => glob !== any)
  return { all: all.length > 0 ? all : [any], none: [...new Set([...one.none, ...other.none])] }
}

/** A clause that no name at all can meet is dropped; one that the search gives up on is kept. */
function hasFuture(clause: Clause): boolean {
  return witness(clause.all, clause.none) !== 'none'
}

/** True when the set has no action, neither today nor tomorrow. */
export function isEmpty(set: ActionSet): boolean {
  return !set.known.includes(1) && !set.later.some(hasFuture)
}

/** True when every action of the first, today's and tomorrow's, is in the second. */
export function isSubset(first: ActionSet, second: ActionSet): boolean {
  for (let at = 0; at < first.known.length; at++) if (first.known[at] && !second.known[at]) return false
  return first.later.every((clause) => {
    if (clause.all.some((glob) => second.later.some((other) => isWithin(glob, other)))) return true
    return isEmpty(difference({ known: first.known.slice(0, 0), later: [clause] }, second))
  })
}

const isWithin = (glob: string, clause: Clause): boolean =>
  clause.none.length === 0 && clause.all.every((outer) => globContains(outer, glob))

/** The known actions of a set, by service and name. */
export function listActions(set: ActionSet): readonly ActionInfo[] {
  return allActions().filter((action) => set.known[action.index] === 1)
}

/** A name that the set has and that no known action has, for a witness; undefined when there is none. */
export function futureAction(set: ActionSet): string | undefined {
  for (const clause of set.later) {
    const found = witness(clause.all, clause.none)
    if (typeof found === 'object') return found.text
  }
  return undefined
}

/**
 * The set of an `Action` / `NotAction` element, holes left out: what it names for certain where it is not negated, and
 * more than it names where it is.
 */
export function elementActions(element: MatchElement | undefined): ActionSet {
  // One set is filled in place: AWS's own policies list hundreds of patterns.
  const known = new Uint8Array(allActions().length)
  const later: Clause[] = []
  for (const pattern of element ? elementPatterns(element) : []) {
    if (pattern.holes.length > 0) continue
    mark(pattern.exact, known)
    later.push({ all: [pattern.exact], none: [] })
  }
  return element?.negated ? complement({ known, later }) : { known, later }
}
