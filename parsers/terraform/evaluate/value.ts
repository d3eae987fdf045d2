import type Big from 'big.js'
import type { Span } from '../../../src/model/source'
import type { Chunk, Hole, TextPart } from '../../../src/model/value'
import type { Type } from './type'
import { dynamicType } from './type'

/**
 * The evaluator's own values: what cty's are to Terraform, and beside them where each came from and what of it is
 * known. Values are immutable and shared; nothing may change one in place.
 */

/** The way a value took, latest use first: the reference in the document, then the local, then the module argument. */
export interface Via {
  readonly span: Span
  readonly next: Via | undefined
}

interface Common {
  /** The innermost characters that a person would change to change this value. */
  readonly span: Span
  readonly via?: Via | undefined
  /** `sensitive`: computed with as usual, and never shown. */
  readonly sensitive?: boolean
}

/**
 * A string as parts: literal chunks, each with the characters it came from, and holes. It is known when it has chunks
 * alone; the empty string has none. A wholly unknown string is better an `UnknownValue` of type string.
 */
export interface StringValue extends Common {
  readonly kind: 'string'
  readonly parts: readonly TextPart[]
  /** The value that `jsonencode` made this text from, untouched since. */
  readonly json?: Value
}

export interface NumberValue extends Common {
  readonly kind: 'number'
  /** Decimal with as many digits as needed: cty computes with 512 bits. */
  readonly value: Big
}

export interface BoolValue extends Common {
  readonly kind: 'bool'
  readonly value: boolean
}

export interface NullValue extends Common {
  readonly kind: 'null'
  readonly type: Type
}

/** `element` is the type of all items. An item that is unknown with `many` stands for any number of items. */
export interface ListValue extends Common {
  readonly kind: 'list'
  readonly element: Type
  readonly items: readonly Value[]
}

/** Items are unique and in cty's order (`makeSet`). An item that is unknown with `many` stands for any number of items. */
export interface SetValue extends Common {
  readonly kind: 'set'
  readonly element: Type
  readonly items: readonly Value[]
}

/** What `[...]` and `for` give. An item that is unknown with `many` stands for any number of items. */
export interface TupleValue extends Common {
  readonly kind: 'tuple'
  readonly items: readonly Value[]
}

export interface Entry {
  /** A string; with holes where the key is known in part. */
  readonly key: StringValue
  readonly value: Value
}

/**
 * Entries by `keyName(key)`, in the order written. Iterate with `sortedEntries` where Terraform's order counts. The map
 * may be lazy (a resource, a module): reading an entry may evaluate it.
 */
export type Entries = ReadonlyMap<string, Entry>

export interface MapValue extends Common {
  readonly kind: 'map'
  readonly element: Type
  readonly entries: Entries
  /** What may add entries, or replace some, that nobody can know. */
  readonly open?: readonly Hole[]
}

export interface ObjectValue extends Common {
  readonly kind: 'object'
  readonly entries: Entries
  /** What may add entries, or replace some, that nobody can know. */
  readonly open?: readonly Hole[]
}

/** A value that nobody can know before deployment. */
export interface UnknownValue extends Common {
  readonly kind: 'unknown'
  /** What it will be, as far as known; `dynamic` for no idea. */
  readonly type: Type
  readonly hole: Hole
  /** As an item of a list, set or tuple: any number of items, none included. */
  readonly many?: boolean
  /** With `many`: what each of these items looks like, its unknown parts as holes. */
  readonly representative?: Value
}

/**
 * One of two values, by a condition that nobody can know yet. Functions never get one as an argument: the call is made
 * once for each branch. They may meet one deeper inside a value, and treat it as unknown there.
 */
export interface ChoiceValue extends Common {
  readonly kind: 'choice'
  /** The condition as written, with the module in front when not in the root module. */
  readonly condition: string
  /** Why nobody can know the condition. */
  readonly hole: Hole
  readonly whenTrue: Value
  readonly whenFalse: Value
}

export type SequenceValue = ListValue | SetValue | TupleValue
export type MappingValue = MapValue | ObjectValue

export type Value =
  | StringValue
  | NumberValue
  | BoolValue
  | NullValue
  | ListValue
  | SetValue
  | TupleValue
  | MapValue
  | ObjectValue
  | UnknownValue
  | ChoiceValue

export { typeOf } from './type-of'

/** A known string of literal characters. `exact` when they stand in the source one for one. */
export function stringValue(text: string, at: Span, exact = false): StringValue {
  return { kind: 'string', parts: text === '' ? [] : [{ kind: 'chunk', text, span: at, exact }], span: at }
}

/** A string of parts; empty chunks are dropped. */
export function stringOf(parts: readonly TextPart[], at: Span): StringValue {
  const kept = parts.some((part) => part.kind === 'chunk' && part.text === '')
    ? parts.filter((part) => part.kind === 'hole' || part.text !== '')
    : parts
  return { kind: 'string', parts: kept, span: at }
}

export function numberValue(value: Big, at: Span): NumberValue {
  return { kind: 'number', value, span: at }
}

export function boolValue(value: boolean, at: Span): BoolValue {
  return { kind: 'bool', value, span: at }
}

export function nullValue(at: Span, type: Type = dynamicType): NullValue {
  return { kind: 'null', type, span: at }
}

export function tupleValue(items: readonly Value[], at: Span): TupleValue {
  return { kind: 'tuple', items, span: at }
}

/** A list; the items must be of the element type already (`convert` makes them so). */
export function listValue(items: readonly Value[], element: Type, at: Span): ListValue {
  return { kind: 'list', items, element, span: at }
}

/** An object of these entries; a later one of the same key wins. */
export function objectValue(entries: Iterable<Entry>, at: Span, open?: readonly Hole[]): ObjectValue {
  const base = { kind: 'object', entries: entryMap(entries), span: at } as const
  return open?.length ? { ...base, open } : base
}

/** A map; the values must be of the element type already (`convert` makes them so). */
export function mapValue(entries: Iterable<Entry>, element: Type, at: Span, open?: readonly Hole[]): MapValue {
  const base = { kind: 'map', element, entries: entryMap(entries), span: at } as const
  return open?.length ? { ...base, open } : base
}

export function unknownValue(hole: Hole, type: Type = dynamicType): UnknownValue {
  return { kind: 'unknown', type, hole, span: hole.span }
}

/** As an item of a sequence: any number of items that nobody can know. */
export function manyUnknown(hole: Hole, representative?: Value): UnknownValue {
  const base = { kind: 'unknown', type: dynamicType, hole, span: hole.span, many: true } as const
  return representative ? { ...base, representative } : base
}

function entryMap(entries: Iterable<Entry>): Entries {
  const map = new Map<string, Entry>()
  for (const entry of entries) {
    const name = keyName(entry.key)
    map.delete(name)
    map.set(name, entry)
  }
  return map
}

/** The text of a known string, or undefined when it has a hole. */
export function knownText(value: StringValue): string | undefined {
  const { parts } = value
  if (parts.length === 1) return parts[0]!.kind === 'chunk' ? parts[0]!.text : undefined
  let all = ''
  for (const part of parts) {
    if (part.kind === 'hole') return undefined
    all += part.text
  }
  return all
}

/**
 * The name by which a key is found in `Entries`: its text, or for a key with holes a name that no text equals and that
 * two keys share exactly when their parts are the same.
 */
export function keyName(key: StringValue): string {
  return (
    knownText(key) ??
    `\u0000${key.parts.map((part) => (part.kind === 'chunk' ? part.text : `\u0000${part.symbol?.id ?? part.expression}\u0000`)).join('')}`
  )
}

/** The entries in Terraform's order, by key. Keys with holes come first. */
export function sortedEntries(value: MappingValue): Entry[] {
  return [...value.entries.keys()].sort(compareText).map((name) => value.entries.get(name)!)
}

/** The order of strings in Terraform: by code point (Go compares UTF-8 bytes). */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at)
    const b = right.charCodeAt(at)
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1
  }
  return left.length - right.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

export function isSequence(value: Value): value is SequenceValue {
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple'
}

export function isMapping(value: Value): value is MappingValue {
  return value.kind === 'map' || value.kind === 'object'
}

/** True when the number of items, or the set of keys, is not known: it has items of `many`, or is open. */
export function isOpen(value: SequenceValue | MappingValue): boolean {
  if (isMapping(value)) return value.open !== undefined && value.open.length > 0
  return value.items.some((item) => item.kind === 'unknown' && item.many === true)
}

/** A number as Terraform writes it: no exponent, no trailing zeros. */
export function numberText(value: Big): string {
  const text = value.toFixed()
  return text === '-0' ? '0' : text
}

/**
 * A scalar as parts of a longer string: numbers and booleans as Terraform writes them, an unknown as its hole, and a
 * sensitive value as a hole that hides it. Undefined for null, collections and choices.
 */
export function partsOf(value: Value): readonly TextPart[] | undefined {
  if (value.sensitive && value.kind !== 'unknown') return [sensitiveHole(value)]
  switch (value.kind) {
    case 'string':
      return value.parts
    case 'number':
      return [chunk(numberText(value.value), value.span)]
    case 'bool':
      return [chunk(String(value.value), value.span)]
    case 'unknown':
      return value.many ? undefined : [value.hole]
    default:
      return undefined
  }
}

function chunk(text: string, at: Span): Chunk {
  return {
    kind: 'chunk',
    text,
    span: at,
    exact: at.source.text.startsWith(text, at.start) && at.end - at.start === text.length,
  }
}

/** The hole that hides a sensitive value. */
export function sensitiveHole(value: Value): Hole {
  const at = value.via?.span ?? value.span
  const isWritten =
    value.kind === 'string' && value.parts.length > 0 && value.parts.every((part) => part.kind === 'chunk')
  const written = isWritten ? { written: value.span } : {}
  return { kind: 'hole', expression: '(sensitive value)', why: 'sensitive', span: at, ...written }
}

const longestTrail = 12

/** The same value, used at `at`: the trail gets one step longer. */
export function usedAt<V extends Value>(value: V, at: Span): V {
  let length = 0
  for (let step = value.via; step; step = step.next) length++
  if (length >= longestTrail) return value
  return { ...value, via: { span: at, next: value.via } }
}

/** What was taken out of a container: the way that led to the container comes before its own. */
export function takenFrom(member: Value, container: Value): Value {
  if (!container.via) return member
  let length = 0
  for (let step = member.via; step; step = step.next) length++
  const joined = joinedVia(container.via, member.via, longestTrail - length)
  return joined === member.via ? member : { ...member, via: joined }
}

function joinedVia(outer: Via | undefined, inner: Via | undefined, room: number): Via | undefined {
  if (!outer || room <= 0 || outer === inner) return inner
  return { span: outer.span, next: joinedVia(outer.next, inner, room - 1) }
}

/** The same value, marked sensitive. */
export function markSensitive<V extends Value>(value: V): V {
  return value.sensitive ? value : { ...value, sensitive: true }
}
