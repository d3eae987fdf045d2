import type { Span } from '../../src/model/source'
import type { Data, ObjectData, Text, TextPart } from '../../src/model/value'

/** Characters that Go's `encoding/json`, and with it Terraform, writes as `\u....` in strings. */
const goEscapes = /[<>&\u2028\u2029]/g

/** UTF-16 units; what comes after is a hole. */
const maximumLength = 2_000_000

/**
 * Data as JSON text the way Go writes it: indented by two spaces, or minified. Every string keeps the characters it
 * came from; what is unknown becomes a hole, also the choices, which a text cannot hold.
 */
export function encodeJson(data: Data, minified = false): Text {
  const writer = new JsonWriter(data.span, minified)
  writer.value(data, 0)
  return { kind: 'text', parts: writer.finish(), span: data.span }
}

class JsonWriter {
  readonly #parts: TextPart[] = []
  readonly #span: Span
  readonly #minified: boolean
  #pending = ''
  #length = 0

  constructor(span: Span, minified: boolean) {
    this.#span = span
    this.#minified = minified
  }

  finish(): readonly TextPart[] {
    this.#flush()
    return this.#parts
  }

  value(data: Data, depth: number): void {
    if (this.#length + this.#pending.length > maximumLength) {
      this.#part({ kind: 'hole', expression: '(too long)', why: 'limit', span: data.span })
      return
    }
    switch (data.kind) {
      case 'text':
        this.#string(data)
        break
      case 'number':
        this.#pending += data.raw
        break
      case 'boolean':
        this.#pending += String(data.value)
        break
      case 'null':
        this.#pending += 'null'
        break
      case 'list':
        this.#container('[', ']', data.items, depth, (item) => this.value(item, depth + 1))
        break
      case 'object':
        this.#object(data, depth)
        break
      case 'unknown':
        this.#part(data.hole)
        break
      case 'choice':
        this.#part({ kind: 'hole', expression: data.condition, why: 'unsupported', span: data.span })
    }
  }

  #object(data: ObjectData, depth: number): void {
    const members = [...data.entries, ...(data.open ?? [])]
    this.#container('{', '}', members, depth, (member) => {
      if ('kind' in member) {
        this.#part(member)
        return
      }
      this.#string(member.key)
      this.#pending += this.#minified ? ':' : ': '
      this.value(member.value, depth + 1)
    })
  }

  #container<T>(open: string, close: string, members: readonly T[], depth: number, write: (member: T) => void): void {
    const line = (level: number) => (this.#minified ? '' : `\n${'  '.repeat(level)}`)
    this.#pending += open
    for (const [index, member] of members.entries()) {
      if (this.#length > maximumLength + 1000) break
      this.#pending += (index > 0 ? ',' : '') + line(depth + 1)
      write(member)
    }
    this.#pending += (members.length > 0 ? line(depth) : '') + close
  }

  #string(text: Text): void {
    this.#pending += '"'
    for (const part of text.parts) {
      if (part.kind === 'hole') {
        this.#part(part)
        continue
      }
      const escaped = escapeJson(part.text)
      this.#part(escaped === part.text ? part : { ...part, text: escaped, exact: false })
    }
    this.#pending += '"'
  }

  #part(part: TextPart): void {
    this.#flush()
    this.#length += part.kind === 'chunk' ? part.text.length : 0
    this.#parts.push(part)
  }

  #flush(): void {
    if (this.#pending !== '') {
      this.#length += this.#pending.length
      this.#parts.push({ kind: 'chunk', text: this.#pending, span: this.#span, exact: false })
    }
    this.#pending = ''
  }
}

function escapeJson(text: string): string {
  const quoted = JSON.stringify(text).slice(1, -1)
  return quoted.replace(goEscapes, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
