import type { Chunk, Hole, TextPart } from '../../../../src/model/value'
import { ConversionError, convert } from '../convert'
import type { TerraformFunction } from '../function'
import type { PrimitiveType } from '../type'
import { boolType, listType, numberType, stringType } from '../type'
import type { StringValue, Value } from '../value'
import { isOpen, isSequence, listValue, manyUnknown, stringOf, stringValue, unknownValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { FlatText } from './flat-text'
import type { Flags } from './format-number'
import { formatFloat, formatInteger, shortestNumber } from './format-number'
import { jsonParts } from './json-encode'
import { stringParameter } from './numeric'
import { graphemes, knownLength, madeChunk, partsFor, sliceText, spanOfParts, textOf } from './text'
import { callHole, firstHole, holeFor } from './unknown'

/**
 * `format` and `formatlist`: cty's verbs, by its rules. A known argument of `%s` keeps its characters, and one that
 * nobody knows is a hole of the text. https://developer.hashicorp.com/terraform/language/functions/format
 */

interface Verb extends Flags {
  readonly raw: string
  /** UTF-8 offset of the `%`, as messages count. */
  readonly offset: number
  /** From 1. */
  readonly argument: number
  readonly mode: string
}

const verbShape = /^%([0#\-+ ]*)([1-9]\d*)?(?:\.(\d*))?(?:\[([1-9]\d*)\])?([a-zA-Z])/
/** As far as a verb may go wrong: the character after this is the one that Terraform complains about. */
const verbStart = /^%[0#\-+ ]*(?:[1-9]\d*)?(?:\.\d*)?(?:\[(?:[1-9]\d*)?)?/
const widest = 100_000

function readVerb(text: string, at: number, next: number, call: Call): Verb {
  const rest = text.slice(at, at + 100)
  const match = verbShape.exec(rest)
  if (!match) return complain(text, at + (verbStart.exec(rest)?.[0].length ?? 1), call)
  const [raw, flags = '', width, precision, argument, mode = ''] = match
  const size = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits))
  if (Math.max(size(width) ?? 0, size(precision) ?? 0) > widest) call.bound('stringLength', Number.POSITIVE_INFINITY)
  return {
    raw,
    offset: Buffer.byteLength(text.slice(0, at)),
    argument: argument === undefined ? next : Number(argument),
    mode,
    plus: flags.includes('+'),
    minus: flags.includes('-'),
    sharp: flags.includes('#'),
    space: flags.includes(' '),
    zero: flags.includes('0'),
    width: size(width),
    precision: size(precision),
  }
}

function complain(text: string, at: number, call: Call): never {
  const offset = Buffer.byteLength(text.slice(0, at))
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (at >= text.length) return call.fail(`invalid format string starting at offset ${offset}`)
  return call.fail(`unrecognized format character '${character}' at offset ${offset}`)
}

function padded(text: string, flags: Flags): string {
  const missing = (flags.width ?? 0) - graphemes(text).length
  if (missing <= 0) return text
  return flags.minus ? text + ' '.repeat(missing) : (flags.zero ? '0' : ' ').repeat(missing) + text
}

/** Parts with padding around them, where they are known and it takes any. */
function paddedParts(parts: readonly TextPart[], verb: Verb, value: Value): readonly TextPart[] {
  if (verb.width === undefined) return parts
  if (parts.some((part) => part.kind === 'hole')) return [formatHole(verb, value)]
  const text = parts.map((part) => (part as Chunk).text).join('')
  const whole = padded(text, verb)
  if (whole === text) return parts
  const pad = madeChunk(verb.minus ? whole.slice(text.length) : whole.slice(0, whole.length - text.length), value.span)
  return verb.minus ? [...parts, pad] : [pad, ...parts]
}

function formatHole(verb: Verb, value: Value): TextPart {
  return callHole('format', [stringValue(verb.raw, value.span), value], holeFor(value), value.span)
}

function convertFor(verb: Verb, value: Value, type: PrimitiveType, call: Call): Value {
  try {
    return convert(value, type)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    return call.fail(`unsupported value for "${verb.raw}" at ${verb.offset}: ${error.message}`)
  }
}

function formatText(verb: Verb, given: Value, call: Call): readonly TextPart[] {
  const value = convertFor(verb, given, stringType, call)
  const limit = verb.precision ?? 0
  if (firstHole(value) || value.sensitive) {
    const plain = verb.mode === 's' && limit === 0 && verb.width === undefined
    return plain ? partsFor(value) : [formatHole(verb, value)]
  }
  const characters =
    limit > 0
      ? graphemes(textOf(value) ?? '')
          .slice(0, limit)
          .join('')
      : undefined
  const cut = characters === undefined ? (value as StringValue) : sliceText(value as StringValue, 0, characters.length)
  return paddedParts(verb.mode === 'q' ? jsonParts(cut, call) : cut.parts, verb, value)
}

function formatNumber(verb: Verb, given: Value, call: Call): readonly TextPart[] {
  const value = convertFor(verb, given, numberType, call)
  if (value.kind !== 'number' || value.sensitive) {
    const plain = verb.raw === '%d'
    return [plain ? holeFor(value) : formatHole(verb, value)]
  }
  if (!'bdoxX'.includes(verb.mode)) return [madeChunk(formatFloat(verb.mode, value.value, verb), value.span)]
  if (!value.value.eq(value.value.round(0, 0)))
    call.fail(`unsupported value for "${verb.raw}" at ${verb.offset}: an integer is required`)
  return [madeChunk(formatInteger(verb.mode, BigInt(value.value.toFixed(0)), verb), value.span)]
}

function formatDefault(verb: Verb, value: Value, call: Call): readonly TextPart[] {
  if (!verb.sharp && (value.kind === 'string' || (value.kind === 'unknown' && verb.width === undefined)))
    return paddedParts(partsFor(value), verb, value)
  if (!verb.sharp && value.kind === 'number' && !value.sensitive)
    return paddedParts([madeChunk(shortestNumber(value.value), value.span)], verb, value)
  return paddedParts(jsonParts(value, call), verb, value)
}

function formatVerb(verb: Verb, args: readonly Value[], call: Call): readonly TextPart[] {
  const where = `"${verb.raw}" at ${verb.offset}`
  const value = args[verb.argument - 1]
  if (!value)
    return call.fail(`not enough arguments for ${where}: need index ${verb.argument} but have ${args.length} total`)
  if (verb.mode !== 'v' && value.kind === 'null')
    return call.fail(`unsupported value for ${where}: null value cannot be formatted`)
  if (verb.mode === 'v') return formatDefault(verb, value, call)
  if (verb.mode === 's' || verb.mode === 'q') return formatText(verb, value, call)
  if ('bdoxXeEfgG'.includes(verb.mode)) return formatNumber(verb, value, call)
  if (verb.mode !== 't')
    return call.fail(`unsupported format verb '${verb.mode}' in "${verb.raw}" at offset ${verb.offset}`)
  const bool = convertFor(verb, value, boolType, call)
  return partsFor(bool)
}

type TooMany = (message: string) => never

/** One text from a format and its arguments. */
function formatParts(format: FlatText, args: readonly Value[], call: Call, tooMany: TooMany): TextPart[] {
  const { text } = format
  const parts: TextPart[] = []
  let next = 1
  let highest = 0
  for (let at = 0; at < text.length; ) {
    const percent = text.indexOf('%', at)
    if (percent < 0 || percent > at) parts.push(...format.slice(at, percent < 0 ? text.length : percent))
    if (percent < 0) break
    if (text[percent + 1] === '%') {
      parts.push(...format.slice(percent, percent + 1))
      at = percent + 2
      continue
    }
    const verb = readVerb(text, percent, next, call)
    highest = Math.max(highest, verb.argument)
    parts.push(...formatVerb(verb, args, call))
    next = verb.argument + 1
    at = percent + verb.raw.length
  }
  if (highest < args.length)
    tooMany(
      `too many arguments; ${highest === 0 ? 'no verbs in format string' : `only ${highest} used by format string`}`,
    )
  call.bound('stringLength', knownLength(parts))
  return parts
}

/** The format's text, unless it has a hole that may hold verbs: what AWS names has no `%`. */
function readFormat(value: Value | undefined): FlatText | undefined {
  if (value?.kind !== 'string') return undefined
  const unsure = value.parts.some((part) => part.kind === 'hole' && !part.symbol && part.pattern === undefined)
  return unsure ? undefined : new FlatText(value.parts)
}

const isBareNull = (value: Value): boolean => value.kind === 'null' && value.type.kind === 'dynamic'

const format: Definition = {
  name: 'format',
  parameters: [stringParameter('format')],
  variadic: { name: 'args', nullable: true },
  ownMarks: true,
  run([given, ...args], call) {
    const text = readFormat(given)
    if (!text || given?.sensitive) return call.unknown(stringType, given as Value)
    const bare = args.find(isBareNull)
    // Terraform takes a null of no type for one that is not known yet.
    if (bare) return call.unknown(stringType, holeFor(bare))
    const parts = formatParts(text, args, call, (message) => call.failArgument(1, message))
    return stringOf(parts, spanOfParts(parts, (given as Value).span))
  },
}

const formatlist: Definition = {
  name: 'formatlist',
  parameters: [stringParameter('format')],
  variadic: { name: 'args', nullable: true },
  run([given, ...args], call) {
    const text = readFormat(given)
    if (!text) return call.unknown(listType(stringType), given as Value)
    const unsure = args.find((value) => isBareNull(value) || isUnknownSequence(value))
    if (unsure) return unknownItems(text, args, unsure, call)
    const length = commonLength(args, call)
    call.bound('collectionSize', length)
    const items = Array.from({ length }, (_, index) => formatItem(text, args, index, given as Value, call))
    return listValue(items, stringType, (given as Value).span)
  },
}

function isUnknownSequence(value: Value): boolean {
  if (isSequence(value)) return isOpen(value)
  if (value.kind !== 'unknown') return false
  return !['string', 'number', 'bool', 'map', 'object'].includes(value.type.kind)
}

/** Texts of one list that is known in part, or not at all: what each item gives is known as far as the item is. */
function unknownItems(text: FlatText, args: readonly Value[], unsure: Value, call: Call): Value {
  const others = args.filter((value) => value !== unsure)
  if (isBareNull(unsure) || others.some((value) => isSequence(value) || isUnknownSequence(value)))
    return call.unknown(listType(stringType), holeFor(unsure))
  const given = isSequence(unsure) ? unsure.items : [manyUnknown(holeFor(unsure))]
  const items = given.map((item): Value => {
    const many = item.kind === 'unknown' && item.many === true
    const each = many ? (item.representative ?? itemOf(item.hole)) : item
    const single = args.map((value) => (value === unsure ? each : value))
    const parts = formatParts(text, single, call, (message) => call.fail(message))
    const formatted = stringOf(parts, spanOfParts(parts, call.at))
    return many ? manyUnknown(item.hole, formatted) : formatted
  })
  return listValue(items, stringType, call.at)
}

/** Any one item of a list that nobody knows. */
function itemOf({ kind, expression, why, span }: Hole): Value {
  return unknownValue({ kind, expression: `${expression}[*]`, why, span }, stringType)
}

function commonLength(args: readonly Value[], call: Call): number {
  let length = -1
  let chooser = -1
  args.forEach((value, index) => {
    if (!isSequence(value)) return
    const size = value.items.length
    if (length < 0) [length, chooser] = [size, index]
    else if (size !== length)
      call.failArgument(
        index + 1,
        `argument ${index + 1} has length ${size}, which is inconsistent with argument ${chooser + 1} of length ${length}`,
      )
  })
  return length < 0 ? 1 : length
}

function formatItem(text: FlatText, args: readonly Value[], index: number, given: Value, call: Call): StringValue {
  const values = args.map((value) => (isSequence(value) ? (value.items[index] as Value) : value))
  const parts = formatParts(text, values, call, (message) => call.fail(message))
  return stringOf(parts, spanOfParts(parts, given.span))
}

export const formatFunctions: readonly TerraformFunction[] = [format, formatlist].map(define)
