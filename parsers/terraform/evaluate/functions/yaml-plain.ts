import type { Span } from '../../../../src/model/source'
import { parseDecimal } from '../number'
import { decimal } from '../number'
import type { Value } from '../value'
import { boolValue, nullValue, numberValue, stringValue } from '../value'
import { formatTimestamp, parseTimestamp } from './timestamp'

/** What a plain scalar is to Terraform's YAML: YAML 1.1's words and, of numbers, YAML 1.2's. */

const truths = new Set(words('y yes true on'))
const falsehoods = new Set(words('n no false off'))
const nulls = new Set(['', '~', 'null', 'Null', 'NULL'])
const infinities = /^[+-]?\.(?:inf|Inf|INF)$/
const notANumber = /^\.(?:nan|NaN|NAN)$/

/** Each word in the three spellings that count: `yes`, `Yes`, `YES`. */
function words(list: string): string[] {
  return list
    .split(' ')
    .flatMap((word) => [word, (word[0] as string).toUpperCase() + word.slice(1), word.toUpperCase()])
}

/** A whole or decimal number, also in octal (`0o14`) and hexadecimal (`0x1F`). */
function numberOf(text: string, at: Span): Value | undefined {
  if (/^(?:0o[0-7]+|0x[0-9a-fA-F]+)$/.test(text) && text.length < 20)
    return numberValue(decimal(BigInt(text).toString()), at)
  if (!/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) return undefined
  const number = parseDecimal(text)
  return number && numberValue(number, at)
}

const dateShape = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| )(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/

/** A date as RFC 3339; a time needs a zone after `T`, and has none after a blank. */
function dateText(text: string): string | undefined {
  const match = dateShape.exec(text)
  if (!match) return undefined
  const [, year, month = '', day = '', hour, minute = '', second = '', , zone] = match
  if (hour !== undefined && (zone === undefined) !== text.includes(' ')) return undefined
  const two = (digits: string) => digits.padStart(2, '0')
  const time = hour === undefined ? '00:00:00' : `${two(hour)}:${two(minute)}:${two(second)}`
  const parsed = parseTimestamp(`${year}-${two(month)}-${two(day)}T${time}${zone ?? 'Z'}`)
  return typeof parsed === 'string' ? undefined : formatTimestamp(parsed)
}

/** The value of a plain scalar; `nan` for the one that Terraform refuses, `infinity` for the one that no plan may hold. */
export function plainScalar(text: string, at: Span): Value | 'nan' | 'infinity' | undefined {
  if (truths.has(text) || falsehoods.has(text)) return boolValue(truths.has(text), at)
  if (nulls.has(text)) return nullValue(at)
  if (notANumber.test(text)) return 'nan'
  if (infinities.test(text)) return 'infinity'
  const date = dateText(text)
  if (date !== undefined) return stringValue(date, at, date === text)
  return numberOf(text, at)
}
