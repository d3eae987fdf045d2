import { type Answer, asText, type Data, literal } from '../src/model/value'

/** Settings of resources as AWS reads them: booleans and numbers may be written as strings. */

/** Whether a boolean setting is on. `absent` is what AWS takes when it is not set; a value with a hole is `unknown`. */
export function isOn(data: Data | undefined, absent: boolean): Answer {
  if (!data || data.kind === 'null') return absent ? 'yes' : 'no'
  const written = literalOf(data)?.toLowerCase()
  if (written === 'true' || written === 'enabled' || written === '1') return 'yes'
  if (written === 'false' || written === 'disabled' || written === '0') return 'no'
  return 'unknown'
}

/** The literal of a scalar, or undefined when it has a hole, is missing, or is no scalar. */
export function literalOf(data: Data | undefined): string | undefined {
  const text = asText(data)
  return text && literal(text)
}

/** The number of a scalar, or undefined. */
export function numberOf(data: Data | undefined): number | undefined {
  const written = literalOf(data)
  return written !== undefined && /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : undefined
}

/** The items of a list, a scalar or object as a list of one, nothing for undefined. */
export function itemsOf(data: Data | undefined): readonly Data[] {
  if (!data || data.kind === 'null') return []
  return data.kind === 'list' ? data.items : [data]
}
