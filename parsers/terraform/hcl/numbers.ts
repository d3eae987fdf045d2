import type { Expression } from './ast'
import { isDigit } from './characters'
import type { Cursor } from './cursor'

/** The offset after the number at `at`, as HCL's scanner takes it: dots and all, but never a dot at the end. */
export function numberEnd(text: string, at: number): number {
  let end = at + 1
  let last = end
  for (;;) {
    const code = text.charCodeAt(end)
    if (isDigit(code)) last = ++end
    else if (code === 46) end++
    else if (code === 101 || code === 69) {
      const sign = text.charCodeAt(end + 1)
      const digit = sign === 43 || sign === 45 ? end + 2 : end + 1
      if (!isDigit(text.charCodeAt(digit))) return last
      last = end = digit + 1
    } else return last
  }
}

/** The literal `raw` that stands at `start`; leaves the item when it is no number, as `10.1.2` is none. */
export function numberLiteral(cursor: Cursor, raw: string, start: number): Expression {
  const end = start + raw.length
  if (!/^\d+(\.\d*)?([eE][+-]?\d+)?$/.test(raw)) cursor.fail(`"${raw.slice(0, 40)}" is not a number.`, start, end)
  return { kind: 'literal', value: Number(raw), raw, span: cursor.span(start, end) }
}
