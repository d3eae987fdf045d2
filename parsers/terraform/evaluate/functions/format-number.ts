import type Big from 'big.js'

/** Numbers as Go's `fmt` writes a `big.Float` and a `big.Int`. https://pkg.go.dev/fmt */

export interface Flags {
  readonly plus: boolean
  readonly minus: boolean
  readonly sharp: boolean
  readonly space: boolean
  readonly zero: boolean
  readonly width: number | undefined
  readonly precision: number | undefined
}

/** Sign, digits and padding in Go's order: zeros go between the sign (or `0x`) and the digits, and never to the right. */
function pad(sign: string, body: string, flags: Flags): string {
  const missing = (flags.width ?? 0) - sign.length - body.length
  if (missing <= 0) return sign + body
  if (flags.minus) return sign + body + ' '.repeat(missing)
  return flags.zero ? sign + '0'.repeat(missing) + body : ' '.repeat(missing) + sign + body
}

function signOf(negative: boolean, flags: Flags): string {
  return negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
}

const bases: Readonly<Record<string, number>> = { b: 2, d: 10, o: 8, x: 16, X: 16 }
const prefixes: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' }

/** `%b`, `%d`, `%o`, `%x` and `%X` of a whole number. */
export function formatInteger(mode: string, value: bigint, flags: Flags): string {
  const digits = (value < 0n ? -value : value).toString(bases[mode])
  let body = mode === 'X' ? digits.toUpperCase() : digits
  const { precision } = flags
  if (precision !== undefined) {
    if (precision === 0 && value === 0n) body = ''
    body = body.padStart(precision, '0')
  }
  const prefix = flags.sharp ? (prefixes[mode] ?? '') : ''
  return pad(signOf(value < 0n, flags) + prefix, body, precision === undefined ? flags : { ...flags, zero: false })
}

/** Digits without a point, and the power of ten of the first: 12.5 is `125` and 1. Zero is `0` and 0. */
function scientific(value: Big): readonly [string, number] {
  return [value.c.join(''), value.e]
}

function exponential(value: Big, decimals: number | undefined, letter: string): string {
  const rounded = decimals === undefined || value.c.length <= decimals + 1 ? value : value.prec(decimals + 1, 2)
  const [digits, exponent] = scientific(rounded)
  const fraction = decimals === undefined ? digits.slice(1) : digits.slice(1).padEnd(decimals, '0')
  const power = String(Math.abs(exponent)).padStart(2, '0')
  return `${digits[0]}${fraction === '' ? '' : `.${fraction}`}${letter}${exponent < 0 ? '-' : '+'}${power}`
}

/**
 * `%g`: at most `precision` digits, as many as there are without; with an exponent from 1e-5 down, and up from the
 * power of ten that the precision names, or 1e6.
 */
function general(value: Big, precision: number | undefined, letter: string): string {
  const digits = precision === 0 ? 1 : precision
  const rounded = digits === undefined || value.c.length <= digits ? value : value.prec(digits, 2)
  const count = rounded.c.length
  const largest = digits === undefined ? 6 : digits > count && count >= rounded.e + 1 ? count : digits
  if (rounded.e < -4 || rounded.e >= Math.max(largest, 1)) return exponential(rounded, undefined, letter)
  return rounded.toFixed()
}

/** `%e`, `%E`, `%f`, `%g` and `%G`. */
export function formatFloat(mode: string, value: Big, flags: Flags): string {
  const absolute = value.abs()
  const letter = mode === 'E' || mode === 'G' ? 'E' : 'e'
  let body: string
  if (mode === 'f') body = absolute.toFixed(flags.precision ?? 6, 2)
  else if (mode === 'e' || mode === 'E') body = exponential(absolute, flags.precision ?? 6, letter)
  else body = general(absolute, flags.precision, letter)
  return pad(signOf(value.s < 0, flags), body, flags)
}

/** `big.Float.Text('g', -1)`, which `%v` uses. */
export function shortestNumber(value: Big): string {
  return (value.s < 0 ? '-' : '') + general(value.abs(), undefined, 'e')
}
