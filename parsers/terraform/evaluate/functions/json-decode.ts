import type { TextPart } from '../../../../src/model/value'
import type { TerraformFunction } from '../function'
import { LimitReached } from '../function'
import { parseDecimal } from '../number'
import { dynamicType } from '../type'
import type { Entry, StringValue, Value } from '../value'
import {
  boolValue,
  manyUnknown,
  nullValue,
  numberValue,
  objectValue,
  stringOf,
  tupleValue,
  unknownValue,
} from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { FlatText, holeMark } from './flat-text'
import { throughJson } from './json-encode'
import { stringParameter } from './numeric'
import { madeChunk, rawParts } from './text'

/**
 * `jsondecode`, with the place of everything in the text that it reads. A hole inside a string is a hole of that
 * string; one where a value stands is a value that nobody knows.
 */

class JsonFailure extends Error {}

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class JsonReader {
  readonly #flat: FlatText
  readonly #call: Call
  #at = 0
  #depth = 0

  constructor(flat: FlatText, call: Call) {
    this.#flat = flat
    this.#call = call
  }

  document(): Value {
    this.space()
    const value = this.value()
    this.space()
    if (this.#at < this.text.length) throw new JsonFailure('extraneous data after JSON object')
    return value
  }

  private get text(): string {
    return this.#flat.text
  }

  private space(): void {
    while (' \t\n\r'.includes(this.text[this.#at] || 'x')) this.#at++
  }

  private unexpected(context: string): never {
    const character = this.text[this.#at]
    if (character === undefined) throw new JsonFailure(this.text.trim().length > 1 ? 'unexpected EOF' : 'EOF')
    const shown = character === "'" ? "'\\''" : character === '\n' ? "'\\n'" : `'${character}'`
    throw new JsonFailure(`invalid character ${shown} ${context}`)
  }

  private spanFrom(start: number) {
    return this.#flat.spanOf(start, this.#at, this.#call.at)
  }

  private value(): Value {
    this.#call.context.spend(1)
    if (++this.#depth > this.#call.context.limits.depth) throw new LimitReached('depth', this.#call.context.span)
    const value = this.anyValue()
    this.#depth--
    return value
  }

  private anyValue(): Value {
    const start = this.#at
    const character = this.text[start]
    if (character === '{') return this.object()
    if (character === '[') return this.array()
    if (character === '"') return this.string()
    const hole = character === holeMark ? this.#flat.holeAt(start) : undefined
    if (hole) {
      this.#at++
      return unknownValue(hole, dynamicType)
    }
    const word = /^(?:true|false|null)/.exec(this.text.slice(start, start + 5))?.[0]
    if (word) {
      this.#at += word.length
      const at = this.spanFrom(start)
      return word === 'null' ? nullValue(at) : boolValue(word === 'true', at)
    }
    return this.number()
  }

  private number(): Value {
    const start = this.#at
    const shape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
    shape.lastIndex = start
    const digits = shape.exec(this.text)?.[0]
    if (digits === undefined) return this.unexpected('looking for beginning of value')
    this.#at += digits.length
    const number = parseDecimal(digits)
    if (!number) throw new JsonFailure(`number ${digits.slice(0, 40)} is out of range`)
    return numberValue(number, this.spanFrom(start))
  }

  private array(): Value {
    const start = this.#at++
    const items: Value[] = []
    this.space()
    while (this.text[this.#at] !== ']') {
      const item = this.value()
      items.push(item)
      this.#call.bound('collectionSize', 1)
      this.space()
      // A hole with nothing between it and the next item stands for any number of items with their commas.
      const loose = item.kind === 'unknown' && this.text[this.#at] !== ','
      if (loose && this.text[this.#at] !== ']') items[items.length - 1] = manyUnknown(item.hole)
      else if (this.text[this.#at] === ',') {
        this.#at++
        this.space()
        if (this.text[this.#at] === ']') return this.unexpected('looking for beginning of value')
      } else if (this.text[this.#at] !== ']') return this.unexpected('after array element')
    }
    this.#at++
    return tupleValue(items, this.spanFrom(start))
  }

  private object(): Value {
    const start = this.#at++
    const entries: Entry[] = []
    const open = []
    this.space()
    while (this.text[this.#at] !== '}') {
      const hole = this.#flat.holeAt(this.#at)
      if (hole) {
        open.push(hole)
        this.#at++
      } else entries.push(this.entry())
      this.#call.bound('collectionSize', 1)
      this.space()
      if (this.text[this.#at] === ',') {
        this.#at++
        this.space()
        if (this.text[this.#at] === '}') return this.unexpected('looking for beginning of object key string')
      } else if (this.text[this.#at] !== '}' && !hole && !this.#flat.holeAt(this.#at))
        return this.unexpected('after object key:value pair')
    }
    this.#at++
    return objectValue(entries, this.spanFrom(start), open)
  }

  private entry(): Entry {
    if (this.text[this.#at] !== '"') return this.unexpected('looking for beginning of object key string')
    const key = this.string()
    this.space()
    if (this.text[this.#at] !== ':') return this.unexpected('after object key')
    this.#at++
    this.space()
    return { key, value: this.value() }
  }

  private string(): StringValue {
    const start = ++this.#at
    const parts: TextPart[] = []
    let from = start
    for (; this.text[this.#at] !== '"'; this.#at++) {
      const character = this.text[this.#at]
      if (character === undefined) throw new JsonFailure('unexpected EOF')
      if (character < ' ' && !this.#flat.holeAt(this.#at)) return this.unexpected('in string literal')
      if (character !== '\\') continue
      parts.push(...this.#flat.slice(from, this.#at))
      parts.push(this.escape())
      from = this.#at + 1
    }
    if (this.#at > from) parts.push(...this.#flat.slice(from, this.#at))
    const at = this.#at > start ? this.#flat.spanOf(start, this.#at, this.#call.at) : this.spanFrom(start - 1)
    this.#at++
    return stringOf(parts, at)
  }

  /** Reads the escape at the backslash and stops at its last character. */
  private escape(): TextPart {
    const start = this.#at
    const letter = this.text[++this.#at] ?? ''
    let decoded = simpleEscapes[letter]
    if (letter === 'u') {
      const pair = /^([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?/.exec(this.text.slice(start + 2, start + 12))
      if (!pair) throw new JsonFailure("invalid character in '\\u' hexadecimal character escape")
      const unit = Number.parseInt(pair[1] as string, 16)
      const high = unit >= 0xd800 && unit <= 0xdbff && pair[2] !== undefined
      this.#at = start + (high ? 11 : 5)
      if (high) decoded = String.fromCharCode(unit, Number.parseInt(pair[2] as string, 16))
      else decoded = unit >= 0xd800 && unit <= 0xdfff ? '\ufffd' : String.fromCharCode(unit)
    }
    if (decoded === undefined) throw new JsonFailure(`invalid character '${letter}' in string escape code`)
    return madeChunk(decoded, this.#flat.spanOf(start, this.#at + 1, this.#call.at))
  }
}

const jsondecode: Definition = {
  name: 'jsondecode',
  parameters: [stringParameter('str')],
  run([value], call) {
    if (value?.kind !== 'string') return call.unknown(dynamicType, value as Value)
    if (value.json) return throughJson(value.json)
    try {
      return new JsonReader(new FlatText(rawParts(value)), call).document()
    } catch (error) {
      if (!(error instanceof JsonFailure)) throw error
      // Holes may hold the very characters that would make it JSON.
      if (value.parts.some((part) => part.kind === 'hole')) return call.unknown(dynamicType, value)
      return call.fail(error.message)
    }
  },
}

export const jsonDecodeFunctions: readonly TerraformFunction[] = [define(jsondecode)]
