import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml'
import { SourceFile } from '../../../../src/model/source'
import type { TextPart } from '../../../../src/model/value'
import { isPlain, scalarText } from '../../../located/yaml-scalar'
import type { TerraformFunction } from '../function'
import { LimitReached } from '../function'
import { dynamicType } from '../type'
import type { Entry, StringValue, Value } from '../value'
import { isMapping, numberText, objectValue, stringOf, stringValue, tupleValue, unknownValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { FlatText } from './flat-text'
import { stringParameter } from './numeric'
import { madeChunk, rawParts, textOf } from './text'
import { plainScalar } from './yaml-plain'

/** `yamldecode`: js-yaml reads the events, Terraform's rules give the values, each with its place in the text. */

const eventId = { document: 1, sequence: 2, mapping: 3, scalar: 4, alias: 5, pop: 6 } as const
const scalarTags = new Set(['str', 'bool', 'int', 'float', 'null', 'timestamp', 'binary'])

class YamlFailure extends Error {}

class YamlBuilder {
  readonly #flat: FlatText
  readonly #source: SourceFile
  readonly #events: readonly Event[]
  readonly #call: Call
  readonly #anchors = new Map<string, Value | undefined>()
  #at = 0
  #depth = 0

  constructor(flat: FlatText, events: readonly Event[], call: Call) {
    this.#flat = flat
    this.#source = new SourceFile('', flat.text)
    this.#events = events
    this.#call = call
  }

  document(): Value {
    const documents = this.#events.filter((event) => event.type === eventId.document).length
    const isEmpty = !this.#events.some((event) => event.type !== eventId.document && event.type !== eventId.pop)
    if (isEmpty || this.isBlank()) throw new YamlFailure('on line 1, column 1: missing start of document')
    if (documents > 1) throw new YamlFailure('on line 1, column 1: unexpected extra content after value')
    this.#at = 1
    return this.node()
  }

  /** Nothing but comments: js-yaml reads a null where Terraform sees no document. */
  private isBlank(): boolean {
    return this.#flat.text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line))
  }

  private node(): Value {
    const event = this.#events[this.#at++]
    this.#call.bound('collectionSize', 1)
    if (++this.#depth > this.#call.context.limits.depth) throw new LimitReached('depth', this.#call.context.span)
    const value = this.valueOf(event)
    this.#depth--
    return value
  }

  private valueOf(event: Event | undefined): Value {
    if (event?.type === eventId.alias) return this.alias(this.#flat.text.slice(event.anchorStart, event.anchorEnd))
    if (event?.type !== eventId.scalar && event?.type !== eventId.sequence && event?.type !== eventId.mapping)
      throw new YamlFailure('unexpected end of document')
    const anchor = event.anchorStart >= 0 ? this.#flat.text.slice(event.anchorStart, event.anchorEnd) : undefined
    if (anchor !== undefined) this.#anchors.set(anchor, undefined)
    const value = this.content(event)
    if (anchor !== undefined) this.#anchors.set(anchor, value)
    return value
  }

  private alias(name: string): Value {
    const value = this.#anchors.get(name)
    if (value) return value
    const reason = this.#anchors.has(name)
      ? `cannot refer to anchor ${JSON.stringify(name)} from inside its own definition`
      : `reference to undefined anchor ${JSON.stringify(name)}`
    throw new YamlFailure(reason)
  }

  private content(event: ScalarEvent | SequenceEvent | MappingEvent): Value {
    const written = event.tagStart >= 0 ? this.#flat.text.slice(event.tagStart, event.tagEnd) : undefined
    const tag = written?.replace(/^!<tag:yaml\.org,2002:(.*)>$/, '!!$1')
    const allowed = event.type === eventId.scalar ? scalarTags : new Set(['seq', 'map'])
    if (tag !== undefined && tag !== '!' && !(tag.startsWith('!!') && allowed.has(tag.slice(2))))
      throw new YamlFailure(`unsupported tag ${JSON.stringify(tag)}`)
    if (event.type === eventId.scalar) return this.scalar(event, tag)
    return event.type === eventId.sequence ? this.sequence(event.start) : this.mapping(event.start)
  }

  private sequence(start: number): Value {
    const items: Value[] = []
    while (this.#events[this.#at]?.type !== eventId.pop) items.push(this.node())
    this.#at++
    return tupleValue(items, this.#flat.spanOf(start, start + 1, this.#call.at))
  }

  private mapping(start: number): Value {
    const entries: Entry[] = []
    while (this.#events[this.#at]?.type !== eventId.pop) {
      const merging = this.isMergeKey(this.#events[this.#at])
      const key = this.node()
      const value = this.node()
      if (!merging) entries.push({ key: keyText(key), value })
      else if (isMapping(value)) entries.push(...value.entries.values())
      else throw new YamlFailure(`cannot merge ${value.kind} into mapping`)
      this.#call.bound('collectionSize', entries.length > 100_000 ? entries.length : 1)
    }
    this.#at++
    return objectValue(entries, this.#flat.spanOf(start, start + 1, this.#call.at))
  }

  private isMergeKey(event: Event | undefined): boolean {
    if (event?.type !== eventId.scalar || event.tagStart >= 0 || !isPlain(event)) return false
    return this.#flat.text.slice(event.valueStart, event.valueEnd) === '<<'
  }

  private scalar(event: ScalarEvent, tag: string | undefined): Value {
    const value = this.text(event)
    const text = textOf(value)
    if (text === undefined) {
      const [only] = value.parts
      const bare = value.parts.length === 1 && only?.kind === 'hole' && isPlain(event) && tag !== '!!str'
      return bare && only?.kind === 'hole' ? unknownValue(only, dynamicType) : value
    }
    if (tag === '!!str' || tag === '!!binary' || tag === '!' || !isPlain(event)) return value
    const resolved = plainScalar(text, value.span)
    if (resolved === 'nan') throw new YamlFailure('floating point NaN is not supported')
    if (resolved === 'infinity') throw new YamlFailure('infinity is not supported')
    if (tag !== undefined && !resolved) throw new YamlFailure(`cannot parse ${JSON.stringify(text)} as ${tag}`)
    return resolved ?? value
  }

  /** A scalar's text as parts of the text that was given. */
  private text(event: ScalarEvent): StringValue {
    if (event.valueStart < 0) return stringValue('', this.#call.at)
    const read = scalarText(this.#source, event)
    const parts = read.parts.flatMap((part): TextPart[] => {
      if (part.kind === 'hole') return []
      const { start, end } = part.span
      if (part.exact) return this.#flat.slice(start, end)
      return this.holesIn(part.text, start, end)
    })
    return stringOf(parts, this.#flat.spanOf(event.valueStart, event.valueEnd, this.#call.at))
  }

  /** Text that folding or escapes changed; it has the holes of the characters that it was made of, in their order. */
  private holesIn(text: string, start: number, end: number): TextPart[] {
    const at = this.#flat.spanOf(start, end, this.#call.at)
    const holes = this.#flat.slice(start, end).filter((part) => part.kind === 'hole')
    if (holes.length === 0) return [madeChunk(text, at)]
    const pieces = text.split('\uf8ff')
    return pieces.flatMap((piece, index): TextPart[] => {
      const hole = index > 0 ? holes[index - 1] : undefined
      return [...(hole ? [hole] : []), madeChunk(piece, at)]
    })
  }
}

function keyText(key: Value): StringValue {
  switch (key.kind) {
    case 'string':
      return key
    case 'number':
      return stringValue(numberText(key.value), key.span)
    case 'bool':
      return stringValue(String(key.value), key.span)
    case 'unknown':
      return stringOf([key.hole], key.span)
    case 'null':
      throw new YamlFailure('mapping key cannot be null')
    default:
      throw new YamlFailure('only strings are allowed as mapping keys')
  }
}

function readEvents(text: string, call: Call): readonly Event[] {
  // Loaded with the first YAML text: most scans have none.
  const library = require('js-yaml') as typeof import('js-yaml')
  call.bound('stringLength', text.length)
  try {
    return library.parseEvents(text, { maxDepth: call.context.limits.depth })
  } catch (error) {
    if (!(error instanceof library.YAMLException)) throw error
    throw new YamlFailure(error.reason)
  }
}

const yamldecode: Definition = {
  name: 'yamldecode',
  parameters: [stringParameter('src')],
  run([value], call) {
    if (value?.kind !== 'string') return call.unknown(dynamicType, value as Value)
    try {
      const flat = new FlatText(rawParts(value))
      return new YamlBuilder(flat, readEvents(flat.text, call), call).document()
    } catch (error) {
      if (!(error instanceof YamlFailure)) throw error
      // Holes may hold the very characters that would make it YAML.
      if (textOf(value) === undefined) return call.unknown(dynamicType, value)
      return call.fail(error.message)
    }
  },
}

export const yamlDecodeFunctions: readonly TerraformFunction[] = [define(yamldecode)]
