import type Big from 'big.js'
import type { TerraformFunction } from '../function'
import { ConversionError, convert } from '../convert'
import { asInteger, decimal, rounded } from '../number'
import { describeType, numberType, stringType } from '../type'
import type { NumberValue, Value } from '../value'
import { isMapping, isOpen, isSequence, listValue, numberText, numberValue, typeOf } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { isWhollyKnown } from './unknown'

/** https://developer.hashicorp.com/terraform/language/functions#numeric-functions */

const number = { name: 'num', type: numberType }

/** The number of an argument that `strict` has made sure is one. */
export function numberOf(value: Value | undefined): Big {
  return (value as NumberValue).value
}

/** An argument as a whole number, or Terraform's complaint that it is none. */
export function integerOf(value: Value | undefined, call: Call, prefix = ''): number {
  const integer = asInteger(numberOf(value))
  return integer ?? call.fail(prefix + notWhole)
}

export const notWhole = 'value must be a whole number, between -9223372036854775808 and 9223372036854775807'

function unary(name: string, compute: (value: Big) => Big): Definition {
  return {
    name,
    parameters: [number],
    strict: numberType,
    run: ([value], call) => numberValue(compute(numberOf(value)), call.at),
  }
}

function floor(value: Big): Big {
  const whole = value.round(0, 0)
  return whole.gt(value) ? whole.minus(1) : whole
}

/** A double as a number; cty has infinities, which no attribute may have, so they are an error here already. */
function fromDouble(value: number, call: Call): NumberValue {
  if (!Number.isFinite(value)) call.fail('the result is not a finite number')
  return numberValue(decimal(String(value)), call.at)
}

function doubles(name: string, second: string, compute: (left: number, right: number) => number): Definition {
  return {
    name,
    parameters: [number, { name: second, type: numberType }],
    strict: numberType,
    run: ([left, right], call) =>
      fromDouble(compute(Number(numberText(numberOf(left))), Number(numberText(numberOf(right)))), call),
  }
}

function extreme(name: string, better: (candidate: Big, best: Big) => boolean): Definition {
  return {
    name,
    parameters: [],
    variadic: { name: 'numbers', type: numberType },
    strict: numberType,
    run(args, call) {
      const [first, ...rest] = args
      if (!first) return call.fail('must pass at least one number')
      return rest.reduce((best, candidate) => (better(numberOf(candidate), numberOf(best)) ? candidate : best), first)
    },
  }
}

const signum: Definition = {
  name: 'signum',
  parameters: [number],
  strict: numberType,
  run: ([value], call) => numberValue(decimal(Math.sign(integerOf(value, call))), call.at),
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const longestInteger = 2_000

/** Digits of a base from 2 to 62 as Go reads them: letters of either case up to base 36, upper case above lower after. */
function parseDigits(text: string, base: number): bigint | undefined {
  const match = /^([+-]?)([0-9a-zA-Z]+)$/.exec(text)
  if (!match || text.length > longestInteger) return undefined
  let total = 0n
  for (const character of base <= 36 ? (match[2] as string).toLowerCase() : (match[2] as string)) {
    const digit = digits.indexOf(character)
    if (digit >= base) return undefined
    total = total * BigInt(base) + BigInt(digit)
  }
  return match[1] === '-' ? -total : total
}

const parseint: Definition = {
  name: 'parseint',
  parameters: [{ name: 'number' }, { name: 'base', type: numberType }],
  strict: numberType,
  run([value, base], call) {
    if (value?.kind !== 'string')
      return call.failArgument(0, `first argument must be a string, not ${describeType(typeOf(value as Value))}`)
    const radix = asInteger(numberOf(base))
    if (radix === undefined) return call.failArgument(1, notWhole)
    if (radix < 2 || radix > 62) call.failArgument(1, 'base must be a whole number between 2 and 62 inclusive')
    const text = value.parts.map((part) => (part.kind === 'chunk' ? part.text : '')).join('')
    const parsed = parseDigits(text, radix)
    if (parsed === undefined)
      return call.failArgument(0, `cannot parse ${JSON.stringify(text)} as a base ${radix} integer`)
    return numberValue(decimal(parsed.toString()), value.span)
  },
}

const sum: Definition = {
  name: 'sum',
  parameters: [{ name: 'list' }],
  run([list], call) {
    const value = list as Value
    if (value.kind === 'unknown') return call.unknown(numberType, value)
    if (isMapping(value)) {
      const what = `argument must be list, set, or tuple. Received ${describeType(typeOf(value))}`
      return call.failArgument(0, value.entries.size === 0 ? 'cannot sum an empty list' : what)
    }
    if (!isSequence(value)) return call.failArgument(0, 'cannot sum noniterable')
    if (value.items.length === 0) call.failArgument(0, 'cannot sum an empty list')
    const numbers = value.items.map((item) => toNumber(item, call))
    if (isOpen(value) || !numbers.every(isWhollyKnown)) return call.unknown(numberType, value)
    return numberValue(rounded(numbers.reduce((total, item) => total.plus(numberOf(item)), decimal(0))), call.at)
  },
}

function toNumber(item: Value, call: Call): Value {
  const refuse = () => call.failArgument(0, 'argument must be list, set, or tuple of number values')
  if (item.kind === 'null') return refuse()
  try {
    return convert(item, numberType)
  } catch (error) {
    if (error instanceof ConversionError) return refuse()
    throw error
  }
}

const mostNumbers = 1024

const range: Definition = {
  name: 'range',
  parameters: [],
  variadic: { name: 'params', type: numberType },
  strict: { kind: 'list', element: numberType },
  run(args, call) {
    const [start, end, step] = rangeBounds(args, call)
    const down = step.lt(0)
    if (down && end.gt(start)) call.failArgument(1, 'end must be less than start when step is negative')
    if (!down && end.lt(start)) call.failArgument(1, 'end must be greater than start when step is positive')
    const items: NumberValue[] = []
    for (let at = start; down ? at.gt(end) : at.lt(end); at = at.plus(step)) {
      if (items.length >= mostNumbers)
        call.fail(
          'more than 1024 values were generated; either decrease the difference between start and end or use a smaller step',
        )
      items.push(numberValue(at, call.at))
    }
    call.bound('collectionSize', items.length)
    return listValue(items, numberType, call.at)
  },
}

function rangeBounds(args: readonly Value[], call: Call): [Big, Big, Big] {
  const [first, second, third] = args.map(numberOf)
  if (!first || args.length > 3) return call.fail('must have one, two, or three arguments')
  if (first && second && third) return [first, second, third]
  const [start, end] = second ? [first, second] : [decimal(0), first]
  return [start, end, decimal(end.lt(start) ? -1 : 1)]
}

export const numericFunctions: readonly TerraformFunction[] = [
  unary('abs', (value) => value.abs()),
  unary('ceil', (value) => floor(value.times(-1)).times(-1)),
  unary('floor', floor),
  doubles('log', 'base', (value, base) => Math.log(value) / Math.log(base)),
  doubles('pow', 'power', (value, power) => value ** power),
  signum,
  extreme('max', (candidate, best) => candidate.gt(best)),
  extreme('min', (candidate, best) => candidate.lt(best)),
  parseint,
  sum,
  range,
].map(define)

/** The type of a string argument, for modules that build definitions of strings. */
export const stringParameter = (name: string) => ({ name, type: stringType })
