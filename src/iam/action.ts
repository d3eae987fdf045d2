import { remembered } from '../model/remembered'
import type { MatchElement } from '../model/policy'
import type { Answer, Text } from '../model/value'
import { type ActionInfo, actionAt, actionCount, allActions, findAction, serviceActions } from './data'
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

/** The patterns of an element, each made when it is first wanted: AWS's own policies list hundreds. */
class ElementPatterns {
  readonly #items: readonly Text[]
  readonly #made: (Pattern | undefined)[]
  #places:
    | { readonly byService: ReadonlyMap<string, readonly number[]>; readonly anywhere: readonly number[] }
    | undefined

  constructor(items: readonly Text[]) {
    this.#items = items
    this.#made = new Array(items.length)
  }

  at(place: number): Pattern {
    this.#made[place] ??= actionPattern(this.#items[place] as Text)
    return this.#made[place] as Pattern
  }

  /** All of them, in order. */
  all(): readonly Pattern[] {
    return this.#items.map((_, place) => this.at(place))
  }

  /** The services that they spell out; undefined when one of them may be of any. */
  services(): ReadonlySet<string> | undefined {
    const { byService, anywhere } = this.#sorted()
    return anywhere.length > 0 ? undefined : new Set(byService.keys())
  }

  /** Where those stand that can name an action of a service. */
  near(service: string): readonly (readonly number[])[] {
    const { byService, anywhere } = this.#sorted()
    return [byService.get(service) ?? [], anywhere]
  }

  #sorted() {
    if (this.#places) return this.#places
    const byService = new Map<string, number[]>()
    const anywhere: number[] = []
    for (const [place, item] of this.#items.entries()) {
      const service = serviceOf(item)
      const list = service === undefined ? anywhere : byService.get(service)
      if (list) list.push(place)
      else byService.set(service as string, [place])
    }
    this.#places = { byService, anywhere }
    return this.#places
  }
}

/** The service that a text begins with, in lower case; undefined when wildcards or holes may stand for several. */
function serviceOf(item: Text): string | undefined {
  const first = item.parts[0]
  if (first?.kind !== 'chunk') return undefined
  const service = first.text.slice(0, Math.max(0, first.text.indexOf(':'))).toLowerCase()
  return service === '' || /[*?\uE000-\uF8FF]/.test(service) ? undefined : service
}

const elementCache = new WeakMap<MatchElement, ElementPatterns>()

function elementPatterns(element: MatchElement): ElementPatterns {
  let found = elementCache.get(element)
  if (!found) {
    found = new ElementPatterns(element.items)
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
  return globMatches(compiledGlob(pattern), action.toLowerCase())
}

let lastPattern = ''
let lastGlob = ''

/** Callers ask for one pattern and many actions. */
function compiledGlob(pattern: string): string {
  if (pattern !== lastPattern) {
    const text = glob(pattern.toLowerCase())
    lastPattern = pattern
    lastGlob = text === `${any}:${any}` ? any : text
  }
  return lastGlob
}

const reserved = /[\uE000-\uF8FF]/

/** The services that an element spells out, in lower case; undefined when it may name actions of any. */
export function servicesOf(element: MatchElement): ReadonlySet<string> | undefined {
  return element.negated || element.unknown.length > 0 ? undefined : elementPatterns(element).services()
}

/** Whether an `Action` / `NotAction` element names an action. A missing element names none. */
export function elementNamesAction(element: MatchElement | undefined, action: Pattern): Answer {
  if (!element) return 'no'
  let found: Answer = element.unknown.length > 0 ? 'unknown' : 'no'
  const patterns = elementPatterns(element)
  for (const places of patterns.near(action.exact.slice(0, Math.max(0, action.exact.indexOf(':'))))) {
    for (const place of places) {
      const answer = matches(patterns.at(place), action)
      if (answer === 'yes') return element.negated ? 'no' : 'yes'
      if (answer === 'unknown') found = 'unknown'
    }
  }
  if (!element.negated) return found
  return found === 'no' ? 'yes' : 'unknown'
}

/**
 * A set of actions: which of the known ones (by `ActionInfo.index`), and, for those that AWS has not made yet, the
 * globs that would name them. A name is in `later` when some clause has it: in all of `all` and in none of `none`.
 */
export interface ActionSet {
  /** 1 or 0 for each action; empty for none at all. Its buffer is whole words long. */
  readonly known: Uint8Array
  readonly later: readonly Clause[]
}

interface Clause {
  readonly all: readonly string[]
  readonly none: readonly string[]
}

function noneKnown(): Uint8Array {
  const count = actionCount()
  return new Uint8Array(new ArrayBuffer((count + 3) & ~3), 0, count)
}

/** Four actions at a time: a scan is short, and its loops run before they are compiled. */
function words(known: Uint8Array): Int32Array {
  return known.length === 0 ? new Int32Array((actionCount() + 3) >> 2) : new Int32Array(known.buffer)
}

/** The set that one pattern (`s3:Get*`, any case) names. */
export function actionSet(pattern: string): ActionSet {
  const text = canonical(glob(pattern.toLowerCase()))
  return globSet(text === `${any}:${any}` ? any : text)
}

const globSet = remembered((pattern: string): ActionSet => {
  const known = noneKnown()
  mark(pattern, known)
  return { known, later: [{ all: [pattern], none: [] }] }
}, 2_000)

/** Marks the known actions that a pattern names, without matching where there is nothing to match. */
function mark(pattern: string, known: Uint8Array): void {
  if (pattern === any) known.fill(1)
  else for (const action of namedBy(pattern)) known[action.index] = 1
}

/** The known actions that a pattern names (`exact` of a pattern of actions), by service and name. */
export function namedBy(pattern: string): readonly ActionInfo[] {
  if (pattern === any) return allActions()
  if (isLiteral(pattern)) {
    const action = findAction(pattern)
    return action ? [action] : []
  }
  return namedByGlob(pattern)
}

const namedByGlob = remembered((pattern: string): readonly ActionInfo[] => {
  const head = pattern.endsWith(any) && isLiteral(pattern.slice(0, -1)) ? pattern.slice(0, -1) : undefined
  const matching = (name: string) => (head === undefined ? globMatches(pattern, name) : name.startsWith(head))
  return candidates(pattern).filter((action) => matching(lowerName(action)))
}, 2_000)

/**
 * The known actions that an `Action` / `NotAction` element names, by service and name; holes are left out as in
 * `elementActions`. Cheaper than the set where nothing is joined or taken away.
 */
export function knownActions(element: MatchElement | undefined): readonly ActionInfo[] {
  if (!element) return []
  if (element.negated) return listActions(elementActions(element))
  const patterns = elementPatterns(element)
    .all()
    .filter(({ holes }) => holes.length === 0)
  if (patterns.length <= 1) return patterns[0] ? namedBy(patterns[0].exact) : []
  const found = new Set<ActionInfo>()
  for (const { exact } of patterns) for (const action of namedBy(exact)) found.add(action)
  return [...found].sort((first, second) => first.index - second.index)
}

const lowerNames: string[] = []

/** `s3:getobject` of an action: asked for in every statement of an estate, and made once. */
export function lowerName({ index, service, name }: ActionInfo): string {
  lowerNames[index] ??= `${service}:${name}`.toLowerCase()
  return lowerNames[index] as string
}

/** The actions that a pattern can name at all: those of its service, where it spells one out. */
function candidates(pattern: string): readonly ActionInfo[] {
  const colon = pattern.indexOf(':')
  const prefix = colon < 0 ? any : pattern.slice(0, colon)
  if (!reserved.test(prefix)) return serviceActions(prefix) ?? []
  return allActions()
}

export const noActions: ActionSet = { known: new Uint8Array(0), later: [] }

/** Known actions of two sets, four at a time. */
function combined(first: ActionSet, second: ActionSet, how: (one: number, other: number) => number): Uint8Array {
  const known = noneKnown()
  const [into, one, other] = [words(known), words(first.known), words(second.known)]
  for (let at = 0; at < into.length; at++) into[at] = how(one[at] as number, other[at] as number)
  // What fills the last word is no action.
  new Uint8Array(known.buffer).fill(0, known.length)
  return known
}

/** Whether the first has an action, of those that are known, that the second has not. */
export function addsKnown(first: ActionSet, second: ActionSet): boolean {
  const [one, other] = [words(first.known), words(second.known)]
  for (let at = 0; at < one.length; at++)
    if (((one[at] as number) & ~(other[at] as number) & 0x01010101) !== 0) return true
  return false
}

/** What either set has. */
export function union(first: ActionSet, second: ActionSet): ActionSet {
  if (first.known.length === 0) return { known: second.known, later: [...first.later, ...second.later] }
  const known = combined(first, second, (one, other) => one | other)
  return { known, later: [...first.later, ...second.later] }
}

/** What both sets have. */
export function intersection(first: ActionSet, second: ActionSet): ActionSet {
  const known = combined(first, second, (one, other) => one & other)
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
  const known = combined(set, noActions, (one) => one ^ 0x01010101)
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
  if (addsKnown(first, second)) return false
  return first.later.every((clause) => {
    if (clause.all.some((glob) => second.later.some((other) => isWithin(glob, other)))) return true
    return isEmpty(difference({ known: first.known.slice(0, 0), later: [clause] }, second))
  })
}

const isWithin = (glob: string, clause: Clause): boolean =>
  clause.none.length === 0 && clause.all.every((outer) => globContains(outer, glob))

/** The known actions of a set, by service and name. */
export function listActions(set: ActionSet): readonly ActionInfo[] {
  const listed: ActionInfo[] = []
  for (let at = set.known.indexOf(1); at >= 0; at = set.known.indexOf(1, at + 1))
    listed.push(actionAt(at) as ActionInfo)
  return listed
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
  return element ? setOfElement(element) : noActions
}

/** Each set takes 22 kB; several checks ask for the same few in a row. */
const setOfElement = remembered((element: MatchElement): ActionSet => {
  // One set is filled in place: AWS's own policies list hundreds of patterns.
  const known = noneKnown()
  const later: Clause[] = []
  for (const pattern of elementPatterns(element).all()) {
    if (pattern.holes.length > 0) continue
    mark(pattern.exact, known)
    later.push({ all: [pattern.exact], none: [] })
  }
  return element.negated ? complement({ known, later }) : { known, later }
}, 200)
