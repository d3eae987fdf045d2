import type { TerraformFunction } from '../function'
import { decimal } from '../number'
import { numberType, stringType } from '../type'
import type { Value } from '../value'
import { numberValue, stringValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import { textOf } from './text'
import type { Clock, Timestamp } from './timestamp'
import { clockOf, formatTimestamp, offsetText, parseDuration, parseTimestamp } from './timestamp'

/** https://developer.hashicorp.com/terraform/language/functions#date-and-time-functions */

const months = 'January February March April May June July August September October November December'.split(' ')
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

const plainOrTwo = (value: number) => [String(value), String(value).padStart(2, '0')]

/** What each letter may be repeated to, from one letter on; a missing one is an error. */
const verbs: Readonly<Record<string, (clock: Clock, at: Timestamp) => readonly (string | undefined)[]>> = {
  Y: ({ year }) => [undefined, String(year % 100).padStart(2, '0'), undefined, String(year).padStart(4, '0')],
  M: ({ month }) => [...plainOrTwo(month), months[month - 1]?.slice(0, 3), months[month - 1]],
  D: ({ day }) => plainOrTwo(day),
  E: ({ weekday }) => [undefined, undefined, weekdays[weekday]?.slice(0, 3), weekdays[weekday]],
  h: ({ hour }) => plainOrTwo(hour),
  H: ({ hour }) => plainOrTwo(hour % 12 || 12),
  A: ({ hour }) => [undefined, hour < 12 ? 'AM' : 'PM'],
  a: ({ hour }) => [undefined, hour < 12 ? 'am' : 'pm'],
  m: ({ minute }) => plainOrTwo(minute),
  s: ({ second }) => plainOrTwo(second),
  Z: (_, { offsetMinutes }) => {
    const compact = offsetText(offsetMinutes, '')
    const short = offsetMinutes === 0 ? 'Z' : offsetText(offsetMinutes, ':')
    return [short, undefined, compact === '+0000' ? 'UTC' : compact, compact, offsetText(offsetMinutes, ':')]
  },
}

const hints: Readonly<Record<string, string>> = {
  Y: ': year must either be "YY" or "YYYY"',
  M: ': month must be "M", "MM", "MMM", or "MMMM"',
  D: ': day of month must either be "D" or "DD"',
  E: ': day of week must either be "EEE" or "EEEE"',
  h: ': 24-hour must either be "h" or "hh"',
  H: ': 12-hour must either be "H" or "HH"',
  A: ': must be "AA"',
  a: ': must be "aa"',
  m: ': minute must either be "m" or "mm"',
  s: ': second must either be "s" or "ss"',
  Z: ': timezone must be Z, ZZZZ, or ZZZZZ',
}

const tokens = /''|'(?:[^']|'')*'(?!')|'|([a-zA-Z])\1*|[^a-zA-Z']+/gs

function formatToken(token: string, clock: Clock, at: Timestamp, call: Call): string {
  const first = token[0] as string
  if (token === "''") return "'"
  if (first === "'") {
    if (token.length === 1) call.failArgument(0, "unterminated literal '")
    return token.slice(1, -1).replaceAll("''", "'")
  }
  if (!/[a-zA-Z]/.test(first)) return token
  const choices = verbs[first]?.(clock, at)
  const text = choices?.[token.length - 1]
  return text ?? call.failArgument(0, `invalid date format verb ${JSON.stringify(token)}${hints[first] ?? ''}`)
}

const formatdate: Definition = {
  name: 'formatdate',
  parameters: [stringParameter('format'), stringParameter('time')],
  strict: stringType,
  run([format, time], call) {
    const at = readTime(time, 1, call)
    const clock = clockOf(at)
    const found = (textOf(format) ?? '').match(tokens) ?? []
    const text = found.map((token) => formatToken(token, clock, at, call)).join('')
    call.bound('stringLength', text.length)
    return stringValue(text, call.at)
  },
}

function readTime(value: Value | undefined, index: number, call: Call): Timestamp {
  const parsed = parseTimestamp(textOf(value) ?? '')
  return typeof parsed === 'string' ? call.failArgument(index, parsed) : parsed
}

const timeadd: Definition = {
  name: 'timeadd',
  parameters: [stringParameter('timestamp'), stringParameter('duration')],
  strict: stringType,
  run([time, duration], call) {
    const at = parseTimestamp(textOf(time) ?? '')
    if (typeof at === 'string') return call.fail(at)
    const added = parseDuration(textOf(duration) ?? '')
    if (typeof added === 'string') return call.fail(added)
    return stringValue(formatTimestamp({ ...at, nanoseconds: at.nanoseconds + added }), call.at)
  },
}

const timecmp: Definition = {
  name: 'timecmp',
  parameters: [stringParameter('timestamp_a'), stringParameter('timestamp_b')],
  strict: numberType,
  run([left, right], call) {
    const a = readTime(left, 0, call).nanoseconds
    const b = readTime(right, 1, call).nanoseconds
    return numberValue(decimal(a < b ? -1 : a > b ? 1 : 0), call.at)
  },
}

export const timeFunctions: readonly TerraformFunction[] = [formatdate, timeadd, timecmp].map(define)
