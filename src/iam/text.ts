import { remembered } from '../model/remembered'
import type { Answer, Hole, Text } from '../model/value'
import {
  any,
  canonical,
  glob,
  globContains,
  globMatches,
  globsOverlap,
  isLiteral,
  literally,
  one,
  opaque,
} from './glob'

/**
 * Texts with holes as globs. Two readings of each: `exact` keeps every hole as a symbol that is equal to itself alone,
 * so that what holds of it holds whatever the holes turn out to be; `wide` puts in place of a hole all that it might
 * be, so that what does not hold of it can never hold. Between the two lies "cannot tell".
 */
export interface Pattern {
  readonly exact: string
  readonly wide: string
  readonly holes: readonly Hole[]
  /** Names of the policy variables in it, in lower case: `aws:username`. */
  readonly variables: readonly string[]
}

/** How to read a text. */
export interface Reading {
  /** `*` and `?` are wildcards; otherwise they are themselves. */
  readonly wildcards: boolean
  /** `${aws:username}` is a policy variable: in documents of version 2012-10-17, in resources and condition values. */
  readonly variables: boolean
  /** Letters of either case are the same: actions. */
  readonly fold?: boolean
  /** What a policy variable is, by its name in lower case: null when the request has none, undefined when not known. */
  readonly lookup?: (name: string) => string | null | undefined
}

export const asPattern: Reading = { wildcards: true, variables: true }
export const asValue: Reading = { wildcards: false, variables: false }

const symbolNumbers = new Map<string, number>()

function symbolNumber(id: string): number {
  const found = symbolNumbers.get(id)
  if (found !== undefined) return found
  symbolNumbers.set(id, symbolNumbers.size)
  return symbolNumbers.size - 1
}

const holeNumbers = new WeakMap<Hole, number>()

/** Holes that are the same text wherever they stand: symbols, and the same variable or account in one file. */
function holeNumber(hole: Hole): number {
  if (hole.symbol) return symbolNumber(hole.symbol.id)
  if (hole.why === 'pseudo-parameter') return symbolNumber(`pseudo ${hole.expression}`)
  if (/^(?:var|local|data|module)\.[\w.-]+$/.test(hole.expression)) {
    return symbolNumber(`${hole.span.source.path} ${hole.expression}`)
  }
  let found = holeNumbers.get(hole)
  if (found === undefined) {
    found = symbolNumber(`hole ${symbolNumbers.size}`)
    holeNumbers.set(hole, found)
  }
  return found
}

const caches = new Map<string, WeakMap<Text, Pattern>>()

/** A text as a pattern; the same text and reading give the same object. */
export function patternOf(text: Text, reading: Reading): Pattern {
  if (reading.lookup) return compilePattern(text, reading)
  const name = `${reading.wildcards}${reading.variables}${reading.fold ?? false}`
  let cache = caches.get(name)
  if (!cache) {
    cache = new WeakMap()
    caches.set(name, cache)
  }
  let found = cache.get(text)
  if (!found) {
    found = compilePattern(text, reading)
    cache.set(text, found)
  }
  return found
}

/** Nothing but characters and wildcards: neither variables nor what iamgate's own patterns are written with. */
const simple = /^[^$\uE000-\uF8FF]*$/

/** A text as a pattern, for those who keep it themselves: it is looked up by no more than its characters. */
export function compilePattern(text: Text, reading: Reading): Pattern {
  const only = text.parts.length === 1 ? text.parts[0] : undefined
  if (only?.kind === 'chunk' && simple.test(only.text)) {
    const value = reading.fold ? only.text.toLowerCase() : only.text
    return reading.wildcards && /[*?]/.test(value) ? starredPattern(value) : plainPattern(value)
  }
  const state: Building = { exact: '', wide: '', holes: [], variables: [] }
  for (const [index, part] of text.parts.entries()) {
    if (part.kind === 'chunk') addChunk(state, part.text, reading)
    else if (isPartition(text, index)) addBoth(state, 'aws')
    else addHole(state, part)
  }
  const exact = canonical(state.exact)
  const wide = state.holes.length + state.variables.length === 0 ? exact : canonical(state.wide)
  return { ...state, exact, wide }
}

const simpleLimit = 50_000
const withoutHoles = (exact: string): Pattern => ({ exact, wide: exact, holes: [], variables: [] })

/** The pattern of characters without holes; the same characters give the same object, while there is room. */
const plainPattern = remembered(withoutHoles, simpleLimit)
const starredPattern = remembered((value: string) => withoutHoles(glob(value)), simpleLimit)

interface Building {
  exact: string
  wide: string
  holes: Hole[]
  variables: string[]
}

/** `arn:${AWS::Partition}:...`: code runs in one partition, so a partition that nobody knows is taken for `aws`. */
function isPartition(text: Text, index: number): boolean {
  const before = text.parts[index - 1]
  const after = text.parts[index + 1]
  if (index !== 1 || before?.kind !== 'chunk' || before.text !== 'arn:') return false
  return after?.kind === 'chunk' && after.text.startsWith(':')
}

function addBoth(state: Building, part: string): void {
  state.exact += part
  state.wide += part
}

function addHole(state: Building, hole: Hole): void {
  state.holes.push(hole)
  state.exact += opaque(holeNumber(hole))
  const known = hole.pattern?.startsWith('arn:*:') ? `arn:aws:${hole.pattern.slice(6)}` : hole.pattern
  state.wide += known === undefined ? any : glob(known)
}

function addChunk(state: Building, chunk: string, reading: Reading): void {
  const part = reading.fold ? chunk.toLowerCase() : chunk
  const plain = reading.wildcards ? glob : literally
  if (!reading.variables || !part.includes('${')) return void addBoth(state, plain(part))
  let at = 0
  for (const match of part.matchAll(/\$\{([^}]*)\}/g)) {
    addBoth(state, plain(part.slice(at, match.index)))
    addVariable(state, match[1] as string, reading)
    at = match.index + match[0].length
  }
  addBoth(state, plain(part.slice(at)))
}

/**
 * A policy variable. `${*}`, `${?}` and `${$}` are the characters themselves; `${aws:PrincipalTag/team, 'x'}` is x where
 * the request has no such key. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function addVariable(state: Building, body: string, reading: Reading): void {
  if (body === '*' || body === '?' || body === '$') return void addBoth(state, literally(body))
  const name = (body.split(',')[0] as string).trim().toLowerCase()
  const value = reading.lookup?.(name)
  state.variables.push(name)
  if (value === null) return void addBoth(state, defaultOf(body) ?? nothing)
  if (value !== undefined) return void addBoth(state, value)
  state.exact += opaque(symbolNumber(`variable ${name}`))
  state.wide += any
}

/** A text that no request has: what a variable without value and default leaves behind. */
const nothing = '\uFFFE'

function defaultOf(body: string): string | undefined {
  return /^[^,]*,\s*'(.*)'\s*$/.exec(body)?.[1]
}

/** Whether the one text `value` is in the set of `pattern`. */
export function matches(pattern: Pattern, value: Pattern): Answer {
  if (globMatches(pattern.exact, value.exact)) return 'yes'
  if (value.wide !== value.exact && globContains(pattern.exact, value.wide)) return 'yes'
  return globsOverlap(pattern.wide, value.wide) ? maybe(pattern, value) : 'no'
}

/** Whether some text is in both sets. */
export function overlaps(first: Pattern, second: Pattern): Answer {
  if (globsOverlap(first.exact, second.exact)) return 'yes'
  if (isSure(first, second)) return 'no'
  return globsOverlap(first.wide, second.wide) ? 'unknown' : 'no'
}

/** Whether every text of `inner` is in `outer`. */
export function contains(outer: Pattern, inner: Pattern): Answer {
  if (globContains(outer.exact, inner.exact)) return 'yes'
  if (inner.wide !== inner.exact && globContains(outer.exact, inner.wide)) return 'yes'
  if (isSure(outer, inner)) return 'no'
  // A hole is one text, so a set that is one text cannot hold one that is many.
  if (isLiteral(outer.exact) && (inner.exact.includes(any) || inner.exact.includes(one))) return 'no'
  return globsOverlap(outer.wide, inner.wide) ? 'unknown' : 'no'
}

const isSure = (first: Pattern, second: Pattern): boolean => first.exact === first.wide && second.exact === second.wide

function maybe(pattern: Pattern, value: Pattern): Answer {
  return isSure(pattern, value) ? 'no' : 'unknown'
}

/** The text that a symbol stands for, by the symbol's id. */
export function symbolPattern(id: string, suffix = ''): Pattern {
  const exact = opaque(symbolNumber(id)) + suffix
  return { exact, wide: any + suffix, holes: [], variables: [] }
}
