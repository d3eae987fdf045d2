/** A member of an object: where its key stands within its quotes, and where its value starts. */
export interface Member {
  readonly name: string
  readonly keyStart: number
  readonly keyEnd: number
  readonly value: number
}

/** Thrown for text that is no JSON, or ends too early; caught where the plan as a whole is read. */
export class JsonFailure extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message)
  }
}

/**
 * JSON walked by offsets, without building what nobody asks for: a plan can have 100 MB, of which a few percent concern
 * IAM. Whatever is stepped over is only checked for its brackets and quotes.
 */
export class JsonText {
  constructor(readonly text: string) {}

  /** The offset of the next character that is not white space. */
  start(at: number): number {
    const { text } = this
    let start = at
    for (;;) {
      const code = text.charCodeAt(start)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return start
      start++
    }
  }

  isObject(at: number): boolean {
    return this.text.charCodeAt(at) === 0x7b
  }

  isList(at: number): boolean {
    return this.text.charCodeAt(at) === 0x5b
  }

  isString(at: number): boolean {
    return this.text.charCodeAt(at) === 0x22
  }

  /** The offset after the value that starts at `at`. */
  end(at: number): number {
    const { text } = this
    const first = text.charCodeAt(at)
    if (first === 0x22) return this.stringEnd(at)
    if (first !== 0x7b && first !== 0x5b) return this.scalarEnd(at)
    let depth = 0
    for (let index = at; index < text.length; ) {
      const code = text.charCodeAt(index)
      if (code === 0x22) {
        index = this.stringEnd(index)
        continue
      }
      index++
      if (code === 0x7b || code === 0x5b) depth++
      else if ((code === 0x7d || code === 0x5d) && --depth === 0) return index
    }
    throw new JsonFailure('The JSON ends before it is complete', text.length)
  }

  /** The members of the object at `at`, in order; nothing for a value of another kind. */
  *members(at: number): Generator<Member> {
    if (!this.isObject(at)) return
    let next = this.start(at + 1)
    while (this.text.charCodeAt(next) !== 0x7d) {
      if (!this.isString(next)) throw new JsonFailure('A key in double quotes is expected here', next)
      const keyEnd = this.stringEnd(next)
      const colon = this.start(keyEnd)
      if (this.text.charCodeAt(colon) !== 0x3a) throw new JsonFailure('A colon is expected here', colon)
      const value = this.start(colon + 1)
      yield { name: this.string(next), keyStart: next + 1, keyEnd: keyEnd - 1, value }
      next = this.afterComma(this.end(value), 0x7d)
    }
  }

  /** The items of the list at `at`; nothing for a value of another kind. */
  *items(at: number): Generator<number> {
    if (!this.isList(at)) return
    let next = this.start(at + 1)
    while (this.text.charCodeAt(next) !== 0x5d) {
      yield next
      next = this.afterComma(this.end(next), 0x5d)
    }
  }

  /** Where the value of a member stands; undefined when there is none. The last one counts, as in JSON. */
  member(at: number | undefined, name: string): number | undefined {
    if (at === undefined) return undefined
    let found: number | undefined
    for (const member of this.members(at)) if (member.name === name) found = member.value
    return found
  }

  /** The values of several members, found in one pass. */
  pick<Name extends string>(at: number, names: readonly Name[]): Partial<Record<Name, number>> {
    const found: Partial<Record<Name, number>> = {}
    for (const member of this.members(at)) {
      if ((names as readonly string[]).includes(member.name)) found[member.name as Name] = member.value
    }
    return found
  }

  /** The string at an offset, decoded. */
  string(at: number): string {
    const end = this.stringEnd(at)
    const inner = this.text.slice(at + 1, end - 1)
    return inner.includes('\\') ? (this.plain(at) as string) : inner
  }

  stringOr<Other>(at: number | undefined, other: Other): string | Other {
    return at !== undefined && this.isString(at) ? this.string(at) : other
  }

  /** The value at an offset as JavaScript has it. */
  plain(at: number): unknown {
    try {
      return JSON.parse(this.text.slice(at, this.end(at)))
    } catch (error) {
      if (error instanceof JsonFailure) throw error
      throw new JsonFailure('This is not JSON', at)
    }
  }

  private afterComma(at: number, closing: number): number {
    const next = this.start(at)
    const code = this.text.charCodeAt(next)
    if (code === closing) return next
    if (code !== 0x2c) throw new JsonFailure('A comma or a closing bracket is expected here', next)
    return this.start(next + 1)
  }

  private stringEnd(at: number): number {
    const { text } = this
    for (let quote = text.indexOf('"', at + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
      let slashes = 0
      while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++
      if (slashes % 2 === 0) return quote + 1
    }
    throw new JsonFailure('The JSON ends before it is complete', text.length)
  }

  private scalarEnd(at: number): number {
    const { text } = this
    let end = at
    while (end < text.length && !/[\s,\]}:]/.test(text.charAt(end))) end++
    if (end === at) throw new JsonFailure('A value is expected here', at)
    return end
  }
}
