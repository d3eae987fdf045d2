/** Timestamps by RFC 3339 and Go's durations, to the nanosecond. */

export interface Timestamp {
  /** Nanoseconds since 1970 in UTC. */
  readonly nanoseconds: bigint
  readonly offsetMinutes: number
}

const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/

/** A timestamp, or what is wrong with it in Terraform's words. */
export function parseTimestamp(text: string): Timestamp | string {
  const match = shape.exec(text)
  if (!match) return `not a valid RFC3339 timestamp${fault(text)}`
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const [zoneHour, zoneMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)]
  if (month < 1 || month > 12)
    return `not a valid RFC3339 timestamp: cannot use ${JSON.stringify(text.slice(7))} as month`
  if (hour > 23) return 'not a valid RFC3339 timestamp: hour must be between 0 and 23 inclusive'
  if (minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59)
    return 'not a valid RFC3339 timestamp: a part is out of range'
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (day < 1 || date.getUTCDate() !== day) return 'not a valid RFC3339 timestamp: day out of range'
  const offsetMinutes = (match[8] === '-' ? -1 : 1) * (zoneHour * 60 + zoneMinute)
  const seconds = BigInt(date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offsetMinutes * 60)
  const fraction = BigInt((match[7] ?? '.').slice(1, 10).padEnd(9, '0'))
  return { nanoseconds: seconds * 1_000_000_000n + fraction, offsetMinutes }
}

const segments = [
  ['year', /^\d{4}/, '-'],
  ['month', /^\d{4}-\d\d/, '-'],
  ['day of month', /^\d{4}-\d\d-\d\d/, 'T'],
  ['hour', /^\d{4}-\d\d-\d\dT\d\d/, ':'],
  ['minute', /^\d{4}-\d\d-\d\dT\d\d:\d\d/, ':'],
  ['second', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, ''],
] as const

function fault(text: string): string {
  let read = ''
  for (const [what, pattern, next] of segments) {
    const found = pattern.exec(text)?.[0]
    const rest = text.slice(read.length)
    if (found === undefined && what === 'hour' && /^\d:/.test(rest)) return ': hour must have exactly two digits'
    if (found === undefined)
      return rest === '' ? `: end of string before ${what}` : `: cannot use ${JSON.stringify(rest)} as ${what}`
    const after = text[found.length]
    if (next === 'T' && after !== 'T') return ": missing required time introducer 'T'"
    if (next !== '' && after === undefined) return `: end of string where ${JSON.stringify(next)} is expected`
    if (next !== '' && after !== next)
      return `: found ${JSON.stringify(text.slice(found.length))} where ${JSON.stringify(next)} is expected`
    read = found + next
  }
  const rest = text.slice(read.length)
  return rest === '' ? ': end of string before UTC offset' : `: cannot use ${JSON.stringify(rest)} as UTC offset`
}

export interface Clock {
  readonly year: number
  readonly month: number
  readonly day: number
  /** 0 is Sunday. */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** Floors, where BigInt's division goes towards zero. */
function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient
}

/** What a clock at the timestamp's own offset shows. */
export function clockOf({ nanoseconds, offsetMinutes }: Timestamp): Clock {
  const seconds = floorDivide(nanoseconds, 1_000_000_000n) + BigInt(offsetMinutes * 60)
  const date = new Date(Number(seconds) * 1000)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `+05:30`, or `+0530` with no separator. */
export function offsetText(offsetMinutes: number, separator: string): string {
  const minutes = Math.abs(offsetMinutes)
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`
}

/** RFC 3339 without fractions of a second. */
export function formatTimestamp(timestamp: Timestamp): string {
  const { year, month, day, hour, minute, second } = clockOf(timestamp)
  const zone = timestamp.offsetMinutes === 0 ? 'Z' : offsetText(timestamp.offsetMinutes, ':')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${zone}`
}

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}
const longestDuration = 2n ** 63n - 1n

/** A duration such as `-1h30m` in nanoseconds, or what is wrong with it in Go's words. */
export function parseDuration(text: string): bigint | string {
  const quoted = JSON.stringify(text)
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  let rest = text.slice(sign.length)
  if (rest === '0') return 0n
  if (rest === '') return `time: invalid duration ${quoted}`
  let total = 0n
  while (rest !== '') {
    const match = /^(\d{0,30})(?:\.(\d{0,30}))?([^\d.]*)/.exec(rest)
    const [all = '', whole = '', fraction = '', unit = ''] = match ?? []
    if (whole === '' && fraction === '') return `time: invalid duration ${quoted}`
    if (unit === '') return `time: missing unit in duration ${quoted}`
    const size = Object.hasOwn(units, unit) ? units[unit] : undefined
    if (size === undefined) return `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`
    total += BigInt(whole || 0) * size + (BigInt(fraction || 0) * size) / 10n ** BigInt(fraction.length)
    if (total > longestDuration) return `time: invalid duration ${quoted}`
    rest = rest.slice(all.length)
  }
  return sign === '-' ? -total : total
}
