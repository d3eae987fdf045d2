import type { Data, Text } from '../../src/model/value'
import { literal } from '../../src/model/value'

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  false: false,
  no: false,
  off: false,
}
/** A word of one case: `true`, `True`, `TRUE`, but not `tRUE`. */
const oneCase = /^(?:[a-z]+|[A-Z][a-z]*|[A-Z]+)$/
/** Decimal without leading zeros: an account id that starts with 0 stays the text that was written. */
const numbers = /^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]*(?:[eE][-+]?[0-9]+)?)?$/

/**
 * A plain scalar as CloudFormation types it: YAML 1.1 without timestamps, so that `yes` is a boolean and
 * `Version: 2012-10-17` is text.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function typedPlain(text: Text): Data {
  const raw = literal(text) as string
  const { span } = text
  if (raw === '' || raw === '~') return { kind: 'null', span }
  const first = raw.charCodeAt(0)
  if (first <= 0x39) {
    if (raw.length < 40 && numbers.test(raw)) return { kind: 'number', value: Number(raw), raw, span }
    return text
  }
  if (raw.length > 5 || !oneCase.test(raw)) return text
  const word = raw.toLowerCase()
  if (word === 'null') return { kind: 'null', span }
  const value = booleans[word]
  return value === undefined ? text : { kind: 'boolean', value, span }
}
