import type Big from 'big.js'
import makeBig from 'big.js'

/** A number type of our own, so that its precision is nobody else's. cty computes with 512 bits: 154 digits. */
const Decimal = makeBig()
Decimal.DP = 160
Decimal.NE = -100_000
Decimal.PE = 100_000

const significantDigits = 150
const largestExponent = 5_000

/** A decimal from its digits or a double; throws on anything else. */
export function decimal(digits: string | number): Big {
  return new Decimal(digits)
}

/** The same number with as many digits as cty would keep. */
export function rounded(value: Big): Big {
  return value.c.length > significantDigits ? value.prec(significantDigits) : value
}

/** Decimal notation as cty reads it from a string (`1`, `-2.5`, `1e3`); undefined for anything else, or far too big. */
export function parseDecimal(text: string): Big | undefined {
  const match = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,9}))?$/.exec(text)
  if (!match || text.length > 2_000 || Math.abs(Number(match[1] ?? 0)) > largestExponent) return undefined
  return rounded(
    new Decimal(
      text
        .replace(/^\+/, '')
        .replace(/\.(?=$|e)/i, '')
        .replace(/^(-?)\./, '$10.'),
    ),
  )
}

/** The number as an integer that a double holds exactly, or undefined. */
export function asInteger(value: Big): number | undefined {
  const number = Number(value.toFixed())
  return Number.isSafeInteger(number) && value.eq(number) ? number : undefined
}
