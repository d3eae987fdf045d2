import type { Condition } from '../model/policy'
import type { Answer } from '../model/value'
import { keyState, type KeyState, type RequestContext } from './context'
import { any, globContains, globsOverlap } from './glob'
import { isPublicRange, parseRange, rangeContains } from './ip'
import { compare, type Operator, parseDate } from './operator'
import { matches, type Pattern, patternOf, type Reading } from './text'
import { witness } from './witness'

/** The values that a condition compares with. */
export interface PolicyValues {
  readonly patterns: readonly Pattern[]
  /** More values may be there that nobody knows. */
  readonly more: boolean
}

/** A condition's values as the operator reads them, with policy variables put in where the request tells them. */
export function readValues(
  operator: Operator,
  condition: Condition,
  variables: boolean,
  request: RequestContext,
): PolicyValues {
  const textual = operator.family === 'string' || operator.family === 'arn'
  const lookup = (name: string): string | null | undefined => variableValue(request, name)
  const base = { wildcards: operator.wildcards, variables: textual && variables, fold: operator.ignoreCase }
  const patterns = condition.values.items.map((item) => {
    const plain = patternOf(item, base as Reading)
    return plain.variables.length > 0 ? patternOf(item, { ...base, lookup } as Reading) : plain
  })
  return { patterns, more: condition.values.unknown.length > 0 }
}

/** The one text that a policy variable stands for, where the request tells it; null where it has no such key. */
function variableValue(request: RequestContext, name: string): string | null | undefined {
  const state = keyState(request, name)
  if (state.kind === 'absent') return null
  const only = state.kind === 'values' && state.values.length === 1 ? state.values[0] : undefined
  return only && only.holes.length === 0 ? only.exact : undefined
}

/** Whether one value of the request matches one of the policy's (the operator's negation left aside). */
export function matchesAny(operator: Operator, values: PolicyValues, value: Pattern): Answer {
  let found: Answer = values.more ? 'unknown' : 'no'
  for (const pattern of values.patterns) {
    const answer = matchesOne(operator, pattern, value)
    if (answer === 'yes') return 'yes'
    if (answer === 'unknown') found = 'unknown'
  }
  return found
}

function matchesOne(operator: Operator, pattern: Pattern, value: Pattern): Answer {
  if (operator.family === 'string') return matches(pattern, operator.ignoreCase ? folded(value) : value)
  if (operator.family === 'arn') return arnMatches(pattern, value)
  if (pattern.exact !== pattern.wide || value.exact !== value.wide) return 'unknown'
  return scalarMatches(operator, pattern.exact, value.exact) ? 'yes' : 'no'
}

const folded = (value: Pattern): Pattern => ({
  ...value,
  exact: value.exact.toLowerCase(),
  wide: value.wide.toLowerCase(),
})

/** ARNs are compared part by part, so that a `*` stays within its part, the last one aside. */
function arnMatches(pattern: Pattern, value: Pattern): Answer {
  if (pattern.exact !== pattern.wide || value.exact !== value.wide) return matches(pattern, value)
  const wanted = arnParts(pattern.exact)
  const has = arnParts(value.exact)
  if (wanted.length < 6 || has.length < 6) return matches(pattern, value)
  return wanted.every((part, at) => globContains(part, has[at] as string)) ? 'yes' : 'no'
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':')
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}

function scalarMatches(operator: Operator, wanted: string, has: string): boolean {
  switch (operator.family) {
    case 'numeric':
      return isNumber(wanted) && isNumber(has) && compare(operator.comparison, Number(has), Number(wanted))
    case 'date':
      return compare(operator.comparison, parseDate(has), parseDate(wanted))
    case 'bool':
      return isBoolean(wanted) && wanted.toLowerCase() === has.toLowerCase()
    case 'ip': {
      const outer = parseRange(wanted)
      const inner = parseRange(has)
      return outer !== undefined && inner !== undefined && rangeContains(outer, inner)
    }
    default:
      return wanted === has
  }
}

const isNumber = (text: string): boolean => /^[-+]?\d+(?:\.\d+)?$/.test(text.trim())
const isBoolean = (text: string): boolean => /^(?:true|false)$/i.test(text)

/** Whether the policy's value can match anything at all, for operators that parse it. */
function isSensible(operator: Operator, pattern: Pattern): boolean {
  if (pattern.exact !== pattern.wide) return true
  switch (operator.family) {
    case 'numeric':
      return isNumber(pattern.exact)
    case 'date':
      return !Number.isNaN(parseDate(pattern.exact))
    case 'bool':
      return isBoolean(pattern.exact)
    case 'ip':
      return parseRange(pattern.exact) !== undefined
    default:
      return true
  }
}

/** A key that is there with a value that nobody knows; for dates, one at or after `since`. */
export function answerPresent(operator: Operator, values: PolicyValues, since?: number): Answer {
  if (values.more) return 'unknown'
  const found =
    since !== undefined && operator.family === 'date' ? datesSince(operator, values, since) : always(operator, values)
  return operator.negated ? (found === 'yes' ? 'no' : found === 'no' ? 'yes' : 'unknown') : found
}

/** yes: every value matches one of the policy's; no: none can. */
function always(operator: Operator, values: PolicyValues): Answer {
  const sensible = values.patterns.filter((pattern) => isSensible(operator, pattern))
  if (sensible.length === 0) return 'no'
  return matchesEverything(operator, sensible) ? 'yes' : 'unknown'
}

function matchesEverything(operator: Operator, patterns: readonly Pattern[]): boolean {
  const texts = patterns.map((pattern) => pattern.exact)
  switch (operator.family) {
    case 'string':
      return texts.includes(any)
    case 'arn':
      return texts.some(
        (text) =>
          text === any ||
          (/^arn/.test(text) &&
            arnParts(text)
              .slice(1)
              .every((part) => part === any)),
      )
    case 'bool':
      return ['true', 'false'].every((value) => texts.some((text) => text.toLowerCase() === value))
    case 'ip': {
      const ranges = texts.map(parseRange)
      return [32, 128].every((width) => ranges.some((range) => range?.width === width && range.length === 0))
    }
    default:
      return false
  }
}

function datesSince(operator: Operator, values: PolicyValues, since: number): Answer {
  let found: Answer = 'no'
  for (const pattern of values.patterns) {
    const wanted = pattern.exact === pattern.wide ? parseDate(pattern.exact) : Number.POSITIVE_INFINITY
    if (Number.isNaN(wanted)) continue
    const past = wanted < since
    if (past && operator.comparison.startsWith('greater')) return 'yes'
    if (!past) found = 'unknown'
  }
  return found
}

/** A key whose value the caller chooses within a glob: yes when he gets what he aims at, no when he cannot. */
export function answerFree(
  operator: Operator,
  values: PolicyValues,
  state: Extract<KeyState, { kind: 'free' }>,
  aim: RequestContext['aim'],
): Answer {
  const sensible = values.patterns.filter((pattern) => isSensible(operator, pattern))
  const match = canMatch(operator, sensible, state, values.more)
  const miss = canMiss(operator, sensible, state, values.more)
  const [hold, fail] = operator.negated ? [miss, match] : [match, miss]
  if (aim === 'satisfy') return hold
  return fail === 'yes' ? 'no' : fail === 'no' ? 'yes' : 'unknown'
}

type Free = Extract<KeyState, { kind: 'free' }>

/** Whether the caller can choose a value that matches one of the policy's. */
function canMatch(operator: Operator, patterns: readonly Pattern[], state: Free, more: boolean): Answer {
  const reach = state.glob ?? any
  let found: Answer = more ? 'unknown' : 'no'
  for (const pattern of patterns) {
    if (operator.family === 'ip' && state.outside) {
      const range = parseRange(pattern.exact)
      if (range && isPublicRange(range)) return 'yes'
      if (!range) found = 'unknown'
    } else if (operator.family !== 'string' && operator.family !== 'arn') return 'yes'
    else if (globsOverlap(operator.ignoreCase ? reach.toLowerCase() : reach, pattern.exact)) return 'yes'
    // Where the key says who he is, a hole is somebody in particular, which a stranger is not.
    else if (state.glob === undefined && globsOverlap(reach, pattern.wide)) found = 'unknown'
  }
  return found
}

/** Whether the caller can choose a value that matches none of the policy's. */
function canMiss(operator: Operator, patterns: readonly Pattern[], state: Free, more: boolean): Answer {
  if (patterns.length === 0) return more ? 'unknown' : 'yes'
  if (operator.family === 'ip') return matchesEverything(operator, patterns) ? 'no' : 'yes'
  if (operator.family !== 'string' && operator.family !== 'arn')
    return matchesEverything(operator, patterns) ? 'no' : 'yes'
  const reach = state.glob ?? any
  const found = witness(
    [reach],
    patterns.map((pattern) => pattern.exact),
  )
  if (found === 'none') return 'no'
  return more ? 'unknown' : 'yes'
}
