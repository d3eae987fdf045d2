import type { PolicyProblem } from '../../src/model/policy'
import type { Data, Entry, Hole, Text, TextPart } from '../../src/model/value'
import { literal } from '../../src/model/value'
import { ComposedText } from './composed-text'

/** A JSON text as data, as far as it could be read, with what is wrong in it. */
export interface ParsedJson {
  readonly data: Data
  readonly problems: readonly PolicyProblem[]
}

/** Deeper nesting is left unknown. A policy needs six. */
const maximumDepth = 64
/** After this many problems the rest goes unmentioned: it is no JSON. */
const maximumProblems = 20

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const plainPattern = /[^"\\\uffff\u0000-\u001f]+/y
const blankPattern = /[ \t\r\n]+/y
const junkPattern = /[^,:{}[\]"\s\uffff]+/y

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * Reads JSON (RFC 8259) out of a text that may have holes. A hole inside a string is part of that string; a hole where
 * a value is due is an unknown value; a hole where a list or an object could go on may add any number of members. What
 * is wrong is noted, and reading goes on at the next member. A text that is no JSON at all comes back as itself.
 */
export function parseJsonText(text: Text): ParsedJson {
  return new JsonReader(text).read()
}

class JsonReader {
  readonly #text: Text
  readonly #composed: ComposedText
  readonly #characters: string
  readonly #problems: PolicyProblem[] = []
  #at = 0

  constructor(text: Text) {
    this.#text = text
    this.#composed = new ComposedText(text)
    this.#characters = this.#composed.characters
  }

  read(): ParsedJson {
    this.#blank()
    const data = this.#at < this.#characters.length ? this.#value(0) : undefined
    if (!data) {
      if (this.#problems.length === 0) this.#problem('This is not JSON', 0, this.#characters.length)
      return { data: this.#text, problems: this.#problems }
    }
    this.#blank()
    // A hole behind the value can only be blank, or the whole would be no JSON.
    while (this.#composed.holeAt(this.#at)) {
      this.#at++
      this.#blank()
    }
    if (this.#at < this.#characters.length) {
      this.#problem('Unexpected text after the JSON value', this.#at, this.#characters.length)
    }
    return { data, problems: this.#problems }
  }

  /** The value that starts here; undefined, with a problem noted and nothing consumed, where there is none. */
  #value(depth: number): Data | undefined {
    const start = this.#at
    const hole = this.#composed.holeAt(start)
    if (hole) return this.#unknown(hole)
    const character = this.#characters[start]
    if (character === '"') return this.#string()
    if (character === '{' || character === '[') {
      if (depth >= maximumDepth) return this.#tooDeep()
      return character === '{' ? this.#object(depth) : this.#list(depth)
    }
    return this.#word() ?? this.#noValue(start)
  }

  #unknown(hole: Hole): Data {
    const start = this.#at
    this.#at++
    // `1${var.x}` or `${a}${b}` outside quotes: one value, of which nobody can tell the type.
    this.#skip(junkPattern)
    while (this.#composed.holeAt(this.#at)) {
      this.#at++
      this.#skip(junkPattern)
    }
    return { kind: 'unknown', hole, span: this.#composed.spanOf(start, this.#at) }
  }

  #noValue(start: number): undefined {
    this.#problem('A JSON value is expected here', start, start + 1)
    return undefined
  }

  #tooDeep(): Data {
    const start = this.#at
    const span = this.#composed.spanOf(start, start + 1)
    this.#problem(`JSON nested deeper than ${maximumDepth} levels is not read`, start, start + 1)
    this.#at = this.#characters.length
    return { kind: 'unknown', hole: { kind: 'hole', expression: '...', why: 'limit', span }, span }
  }

  /** A number, `true`, `false` or `null`. */
  #word(): Data | undefined {
    const start = this.#at
    for (const word of ['true', 'false', 'null'] as const) {
      if (!this.#characters.startsWith(word, start)) continue
      this.#at += word.length
      const span = this.#composed.spanOf(start, this.#at)
      return word === 'null' ? { kind: 'null', span } : { kind: 'boolean', value: word === 'true', span }
    }
    const raw = this.#skip(numberPattern)
    if (raw === '') return undefined
    if (this.#composed.holeAt(this.#at)) return this.#unknown(this.#composed.holeAt(this.#at) as Hole)
    return { kind: 'number', value: Number(raw), raw, span: this.#composed.spanOf(start, this.#at) }
  }

  #string(): Text {
    const opening = this.#at
    const parts: TextPart[] = []
    this.#at++
    for (;;) {
      const start = this.#at
      if (this.#skip(plainPattern) !== '') for (const part of this.#composed.partsOf(start, this.#at)) parts.push(part)
      const character = this.#characters[this.#at]
      if (character === undefined) {
        this.#problem('This string has no closing quote', opening, this.#at)
        break
      }
      if (character === '"') break
      if (character === '\\') this.#escape(parts)
      else this.#single(parts)
    }
    const closing = this.#at
    if (this.#characters[closing] === '"') this.#at++
    const span =
      closing === opening + 1 ? this.#composed.spanOf(opening, this.#at) : this.#composed.spanOf(opening + 1, closing)
    return { kind: 'text', parts, span }
  }

  /** A hole, or a character that JSON wants escaped: heredocs carry raw line breaks and tabs, so it is kept. */
  #single(parts: TextPart[]): void {
    if (!this.#composed.holeAt(this.#at) && this.#characters.charCodeAt(this.#at) < 0x20) {
      this.#problem('A control character in a JSON string must be escaped', this.#at, this.#at + 1)
    }
    for (const part of this.#composed.partsOf(this.#at, this.#at + 1)) parts.push(part)
    this.#at++
  }

  #escape(parts: TextPart[]): void {
    const start = this.#at
    const letter = this.#characters[start + 1] ?? ''
    const digits = /^[0-9a-fA-F]{4}$/.exec(this.#characters.slice(start + 2, start + 6))
    let decoded = escapes[letter]
    this.#at += 2
    if (letter === 'u' && digits) {
      decoded = String.fromCharCode(Number.parseInt(digits[0], 16))
      this.#at += 4
    }
    if (decoded === undefined) {
      this.#problem(`\\${letter} is no escape of JSON`, start, Math.min(this.#at, this.#characters.length))
      this.#at = start + 1
      decoded = '\\'
    }
    parts.push({ kind: 'chunk', text: decoded, span: this.#composed.spanOf(start, this.#at), exact: false })
  }

  #list(depth: number): Data {
    const start = this.#at++
    const items: Data[] = []
    this.#members(']', () => {
      const at = this.#at
      const item = this.#value(depth + 1)
      if (!item) return false
      items.push(mayBeMany(item, this.#characters[at] !== '"') ?? item)
      return true
    })
    return { kind: 'list', items, span: this.#composed.spanOf(start, this.#at) }
  }

  #object(depth: number): Data {
    const start = this.#at++
    const entries: Entry[] = []
    const open: Hole[] = []
    const names = new Set<string>()
    this.#members('}', () => {
      const hole = this.#composed.holeAt(this.#at)
      if (hole) {
        this.#at++
        open.push(hole)
        return true
      }
      const member = this.#member(depth, names)
      if (member) entries.push(member)
      return member !== undefined
    })
    const span = this.#composed.spanOf(start, this.#at)
    return open.length > 0 ? { kind: 'object', entries, span, open } : { kind: 'object', entries, span }
  }

  #member(depth: number, names: Set<string>): Entry | undefined {
    const start = this.#at
    if (this.#characters[start] !== '"') {
      this.#problem('A key in double quotes is expected here', start, start + 1)
      return undefined
    }
    const key = this.#string()
    const name = literal(key)
    if (name !== undefined) {
      if (names.has(name)) this.#problem(`The key "${name}" is given twice: the last one wins`, start, this.#at)
      names.add(name)
    }
    this.#blank()
    if (this.#characters[this.#at] === ':') this.#at++
    else this.#problem('A colon is expected between a key and its value', this.#at, this.#at + 1)
    this.#blank()
    const value = this.#value(depth + 1)
    return value && { key, value }
  }

  /** The members of a list or an object up to its closing bracket. `read` says whether it could read one. */
  #members(closing: ']' | '}', read: () => boolean): void {
    let due: 'first' | 'member' | 'separator' = 'first'
    for (;;) {
      this.#blank()
      const character = this.#characters[this.#at]
      if (character === undefined) {
        this.#problem(`A closing ${closing} is missing`, this.#characters.length - 1, this.#characters.length)
        return
      }
      if (character === closing) {
        if (due === 'member' && !this.#afterHole()) this.#problem('A comma too many', this.#at - 1, this.#at + 1)
        this.#at++
        return
      }
      if (character === ',') {
        // `, ${join(",", more)}` may well begin or end with a comma, or be empty.
        if (due !== 'separator' && !this.#afterHole()) this.#problem('A comma too many', this.#at, this.#at + 1)
        this.#at++
        due = 'member'
        continue
      }
      if (due === 'separator' && !this.#composed.holeAt(this.#at) && !this.#afterHole()) {
        this.#problem('A comma is missing here', this.#at, this.#at + 1)
      }
      if (!read()) this.#recover(closing)
      due = 'separator'
    }
  }

  #afterHole(): boolean {
    let at = this.#at - 1
    while (at >= 0 && /[\s,]/.test(this.#characters[at] as string)) at--
    return this.#composed.holeAt(at) !== undefined
  }

  /** Goes to the next place where a member may start or the container may end. */
  #recover(closing: string): void {
    const start = this.#at
    while (this.#at < this.#characters.length) {
      const character = this.#characters[this.#at] as string
      if (character === ',' || character === closing || character === '"') break
      if (this.#at > start && (character === '{' || character === '[')) break
      this.#at++
    }
    // Reading must always go on: commas and the closing bracket are taken by the caller, a stray string here.
    if (this.#at === start && this.#characters[start] === '"') this.#string()
  }

  #blank(): void {
    this.#skip(blankPattern)
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#characters)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  #problem(message: string, start: number, end: number): void {
    if (this.#problems.length >= maximumProblems) return
    this.#problems.push({ kind: 'json', message, span: this.#composed.spanOf(Math.max(0, start), end) })
  }
}

/**
 * `[${join(",", list)}]` and `["${join("\",\"", list)}"]` are the two idioms by which one hole in a list stands for
 * many items.
 */
function mayBeMany(item: Data, bare: boolean): Data | undefined {
  if (item.kind === 'unknown' && bare) return { ...item, many: true }
  if (item.kind !== 'text' || item.parts.length !== 1) return undefined
  const only = item.parts[0] as TextPart
  if (only.kind !== 'hole' || !/^join\(\s*"\s*\\"\s*,\s*\\"\s*"/.test(only.expression)) return undefined
  return { kind: 'unknown', hole: only, span: item.span, many: true }
}
