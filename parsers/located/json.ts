import type { SourceFile, Span } from '../../src/model/source'
import type { Chunk, Data, Entry, Text } from '../../src/model/value'
import type { ReadLimits, ReadProblem } from './problem'

/** A JSON file as data. `data` is undefined when it could not be read; a problem then says why. */
export interface JsonReading {
  readonly data: Data | undefined
  readonly problems: readonly ReadProblem[]
}

/** A Terraform plan of a large estate has a few million nodes; nothing that people write nests 500 deep. */
const defaultLimits: ReadLimits = { depth: 500, nodes: 5_000_000, size: 256 * 1024 * 1024 }

const blankPattern = /[ \t\r\n]*/y
const plainPattern = /[^"\\\u0000-\u001f]*/y
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const wordPattern = /[A-Za-z]+/y

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
 * Reads JSON (RFC 8259) with the place of every value. A byte order mark is skipped, of two equal keys the last one
 * counts (both stay in the entries). Anything else that is no JSON gives one fatal problem and no data.
 */
export function readJson(source: SourceFile, limits: Partial<ReadLimits> = {}): JsonReading {
  const bounds = { ...defaultLimits, ...limits }
  const whole = { source, start: 0, end: Math.min(source.text.length, 1) }
  if (source.text.length > bounds.size) {
    const message = `The file has ${source.text.length} characters; iamgate reads at most ${bounds.size}`
    return { data: undefined, problems: [{ kind: 'limit', message, span: whole, fatal: true }] }
  }
  try {
    return { data: new Reader(source, bounds).read(), problems: [] }
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error
    const start = Math.min(error.at, source.text.length)
    const span: Span = { source, start, end: Math.min(start + 1, source.text.length) }
    return { data: undefined, problems: [{ kind: error.kind, message: error.message, span, fatal: true }] }
  }
}

class ReadFailure extends Error {
  constructor(
    readonly kind: 'syntax' | 'limit',
    message: string,
    readonly at: number,
  ) {
    super(message)
  }
}

class Reader {
  #at: number
  #nodes = 0
  readonly #text: string

  constructor(
    readonly source: SourceFile,
    readonly limits: ReadLimits,
  ) {
    this.#text = source.text
    this.#at = this.#text.charCodeAt(0) === 0xfeff ? 1 : 0
  }

  read(): Data {
    this.#skipBlank()
    const data = this.#value(0)
    this.#skipBlank()
    if (this.#at < this.#text.length) throw this.#unexpected('the end of the file')
    return data
  }

  #value(depth: number): Data {
    if (++this.#nodes > this.limits.nodes) {
      throw new ReadFailure('limit', `More than ${this.limits.nodes} values in one file`, this.#at)
    }
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x7b:
        return this.#object(depth + 1)
      case 0x5b:
        return this.#list(depth + 1)
      case 0x22:
        return this.#string()
      default:
        return this.#word() ?? this.#number()
    }
  }

  #object(depth: number): Data {
    this.#checkDepth(depth)
    const start = this.#at++
    const entries: Entry[] = []
    this.#skipBlank()
    if (this.#text[this.#at] === '}') this.#at++
    else {
      do {
        this.#skipBlank()
        if (this.#text[this.#at] !== '"') throw this.#unexpected('a key in double quotes')
        const key = this.#string()
        this.#skipBlank()
        if (this.#text[this.#at] !== ':') throw this.#unexpected('":" after the key')
        this.#at++
        this.#skipBlank()
        entries.push({ key, value: this.#value(depth) })
      } while (this.#another('}'))
    }
    return { kind: 'object', entries, span: this.#from(start) }
  }

  #list(depth: number): Data {
    this.#checkDepth(depth)
    const start = this.#at++
    const items: Data[] = []
    this.#skipBlank()
    if (this.#text[this.#at] === ']') this.#at++
    else {
      do {
        this.#skipBlank()
        items.push(this.#value(depth))
      } while (this.#another(']'))
    }
    return { kind: 'list', items, span: this.#from(start) }
  }

  /** True after a comma, false after the closing bracket. */
  #another(closing: string): boolean {
    this.#skipBlank()
    const character = this.#text[this.#at]
    if (character !== ',' && character !== closing) throw this.#unexpected(`"," or "${closing}"`)
    this.#at++
    return character === ','
  }

  #string(): Text {
    const start = ++this.#at
    const first = this.#plain()
    if (this.#text[this.#at] === '"') {
      const span = first ? first.span : this.#from(start)
      this.#at++
      return { kind: 'text', parts: first ? [first] : [], span }
    }
    const parts = first ? [first] : []
    while (this.#text[this.#at] !== '"') {
      if (this.#text[this.#at] !== '\\') throw this.#unexpected('the end of the string')
      parts.push(this.#escape())
      const plain = this.#plain()
      if (plain) parts.push(plain)
    }
    return { kind: 'text', parts, span: { source: this.source, start, end: this.#at++ } }
  }

  #plain(): Chunk | undefined {
    const start = this.#at
    plainPattern.lastIndex = start
    plainPattern.test(this.#text)
    this.#at = plainPattern.lastIndex
    if (this.#at === start) return undefined
    return { kind: 'chunk', text: this.#text.slice(start, this.#at), span: this.#from(start), exact: true }
  }

  #escape(): Chunk {
    const start = this.#at
    const letter = this.#text[start + 1] ?? ''
    let value = escapes[letter]
    this.#at += 2
    if (letter === 'u') {
      const digits = this.#text.slice(this.#at, this.#at + 4)
      if (!/^[0-9a-fA-F]{4}$/.test(digits))
        throw new ReadFailure('syntax', 'Four hexadecimal digits expected', this.#at)
      value = String.fromCharCode(Number.parseInt(digits, 16))
      this.#at += 4
    }
    if (value === undefined) throw new ReadFailure('syntax', `JSON has no escape "\\${letter}"`, start)
    return { kind: 'chunk', text: value, span: this.#from(start), exact: false }
  }

  #number(): Data {
    const start = this.#at
    numberPattern.lastIndex = start
    const raw = numberPattern.exec(this.#text)?.[0]
    if (!raw) throw this.#unexpected('a value')
    this.#at += raw.length
    return { kind: 'number', value: Number(raw), raw, span: this.#from(start) }
  }

  #word(): Data | undefined {
    const start = this.#at
    wordPattern.lastIndex = start
    const word = wordPattern.exec(this.#text)?.[0]
    if (word !== 'true' && word !== 'false' && word !== 'null') return undefined
    this.#at += word.length
    const span = this.#from(start)
    return word === 'null' ? { kind: 'null', span } : { kind: 'boolean', value: word === 'true', span }
  }

  #skipBlank(): void {
    blankPattern.lastIndex = this.#at
    blankPattern.test(this.#text)
    this.#at = blankPattern.lastIndex
  }

  #checkDepth(depth: number): void {
    if (depth <= this.limits.depth) return
    throw new ReadFailure('limit', `Nested more than ${this.limits.depth} deep`, this.#at)
  }

  #from(start: number): Span {
    return { source: this.source, start, end: this.#at }
  }

  #unexpected(wanted: string): ReadFailure {
    const found = this.#text[this.#at]
    const seen = found === undefined ? 'the file ends' : `there is ${JSON.stringify(found)}`
    return new ReadFailure('syntax', `This is not JSON: ${wanted} expected here, but ${seen}`, this.#at)
  }
}
