import type { Span } from '../../../../src/model/source'
import type { Chunk, TextPart } from '../../../../src/model/value'
import type { TerraformFunction } from '../function'
import { charge } from '../meter'
import type { MappingValue, SequenceValue, Value } from '../value'
import { isMapping, isSequence, keyName, nullValue, numberText, sortedEntries, stringOf, unknownValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { madeChunk, partsFor, sliceChunk } from './text'
import { callHole, holeFor } from './unknown'

/** JSON as cty writes it: keys sorted, numbers in full, `<`, `>`, `&` and line separators escaped as Go does. */

/** Collects parts, joining the punctuation between values. */
class JsonWriter {
  readonly parts: TextPart[] = []
  readonly #call: Call
  readonly #at: Span
  #pending = ''
  #size = 0

  constructor(call: Call, at: Span) {
    this.#call = call
    this.#at = at
  }

  literal(text: string): void {
    this.#pending += text
  }

  push(part: TextPart): void {
    this.flush()
    this.parts.push(part)
    this.grow(part.kind === 'chunk' ? part.text.length : 1)
  }

  flush(): void {
    if (this.#pending === '') return
    this.parts.push(madeChunk(this.#pending, this.#at))
    this.grow(this.#pending.length)
    this.#pending = ''
  }

  hole(value: Value): void {
    this.push(callHole('jsonencode', [value], holeFor(value), value.span))
  }

  private grow(count: number): void {
    this.#size += count
    this.#call.context.spend(1)
    if (this.#size > this.#call.context.limits.stringLength) this.#call.bound('stringLength', this.#size)
  }
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}
const escaped = /["\\<>&\u0000-\u001f\u2028\u2029]/

function escapeCharacter(character: string): string {
  return shortEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A chunk inside a JSON string: what needs no escape stays the characters that it was. */
function writeChunk(chunk: Chunk, writer: JsonWriter): void {
  let start = 0
  for (let at = 0; at < chunk.text.length; at++) {
    if (!escaped.test(chunk.text[at] as string)) continue
    if (at > start) writer.push(sliceChunk(chunk, start, at))
    const { span } = sliceChunk(chunk, at, at + 1)
    writer.push(madeChunk(escapeCharacter(chunk.text[at] as string), span))
    start = at + 1
  }
  if (start < chunk.text.length) writer.push(sliceChunk(chunk, start, chunk.text.length))
}

function writeText(parts: readonly TextPart[], writer: JsonWriter): void {
  writer.literal('"')
  for (const part of parts) {
    if (part.kind === 'hole') writer.push(part)
    else writeChunk(part, writer)
  }
  writer.literal('"')
}

function writeSequence(value: SequenceValue, writer: JsonWriter): void {
  writer.literal('[')
  let comma = false
  for (const item of value.items) {
    const many = item.kind === 'unknown' && item.many === true
    if (comma && !many) writer.literal(',')
    if (many) writer.hole(unknownValue(item.hole, item.type))
    else write(item, writer)
    comma = !many
  }
  writer.literal(']')
}

function writeMapping(value: MappingValue, writer: JsonWriter): void {
  writer.literal('{')
  let comma = false
  for (const entry of sortedEntries(value)) {
    if (comma) writer.literal(',')
    writeText(partsFor(entry.key), writer)
    writer.literal(':')
    write(entry.value, writer)
    comma = true
  }
  for (const hole of value.open ?? []) writer.hole(unknownValue(hole))
  writer.literal('}')
}

function write(value: Value, writer: JsonWriter): void {
  charge(1)
  if (value.sensitive && value.kind !== 'string') writer.hole(value)
  else if (isSequence(value)) writeSequence(value, writer)
  else if (isMapping(value)) writeMapping(value, writer)
  else if (value.kind === 'string') writeText(partsFor(value), writer)
  else if (value.kind === 'number') writer.literal(numberText(value.value))
  else if (value.kind === 'bool') writer.literal(String(value.value))
  else if (value.kind === 'null') writer.literal('null')
  else if (value.kind === 'unknown' && value.type.kind === 'string') writeText([value.hole], writer)
  else writer.hole(value)
}

/** A value as the parts of JSON text; a string that nobody knows is a hole between quotes, anything else a bare one. */
export function jsonParts(value: Value, call: Call): readonly TextPart[] {
  const writer = new JsonWriter(call, value.span)
  write(value, writer)
  writer.flush()
  return writer.parts
}

const jsonencode: Definition = {
  name: 'jsonencode',
  parameters: [{ name: 'val', nullable: true }],
  ownMarks: true,
  run([given], call) {
    const value = given as Value
    const text = { ...stringOf(jsonParts(value, call), value.span), json: value }
    return value.sensitive ? { ...text, sensitive: true } : text
  },
}

/** What a value becomes on its way through JSON and back: lists and sets are tuples, maps are objects. */
export function throughJson(value: Value): Value {
  charge(1)
  if (isSequence(value)) {
    const { via, sensitive } = value
    const items = value.items.map(throughJson)
    return { kind: 'tuple', items, span: value.span, ...(via && { via }), ...(sensitive && { sensitive }) }
  }
  if (isMapping(value)) {
    const { via, sensitive, open } = value
    const entries = new Map(
      sortedEntries(value).map((entry) => [keyName(entry.key), { key: entry.key, value: throughJson(entry.value) }]),
    )
    const marks = { ...(via && { via }), ...(sensitive && { sensitive }), ...(open && { open }) }
    return { kind: 'object', entries, span: value.span, ...marks }
  }
  return value.kind === 'null' ? nullValue(value.span) : value
}

export const jsonEncodeFunctions: readonly TerraformFunction[] = [define(jsonencode)]
