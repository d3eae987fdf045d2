/**
 * YAML as libyaml's emitter lays it out, which Terraform's `yamlencode` uses: blocks indented by two, lists not indented
 * below a key, strings in double quotes folded after 80 columns, or literal blocks where they have line breaks.
 * https://github.com/yaml/libyaml/blob/master/src/emitter.c
 */

const step = 2
const width = 80
const longestSimpleKey = 128

const lineBreak = /[\r\n\u0085\u2028\u2029]/
const printable = /^[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

function escaped(character: string): string {
  const short = escapes[character]
  if (short !== undefined) return short
  const point = character.codePointAt(0) as number
  const hex = point.toString(16).toUpperCase()
  if (point <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return point <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/** Whether a text with line breaks may be a literal block: nothing unprintable, no blank before a break or at the end. */
function blockAllowed(text: string): boolean {
  return [...text].every((character) => printable.test(character)) && !/ (?:[\n\u2028\u2029]|$)/.test(text)
}

export class YamlEmitter {
  text = ''
  /** Column in characters, from 0. */
  #column = 0
  #indent = -1
  #whitespace = true
  /** Nothing but indentation and indicators on this line so far. */
  #indention = true
  #openEnded = false

  /** Ends the document: a plain scalar alone in it needs the end spelled out. */
  finish(): string {
    this.indentLine()
    return this.#openEnded ? `${this.text}...\n` : this.text
  }

  sequence<Item>(items: readonly Item[], inMapping: boolean, emit: (item: Item) => void): void {
    if (items.length === 0) this.empty('[', ']')
    else {
      const outer = this.deepen(inMapping && !this.#indention)
      for (const item of items) {
        this.indentLine()
        this.indicator('-', true, false, true)
        emit(item)
      }
      this.#indent = outer
    }
  }

  mapping<Entry>(entries: readonly Entry[], key: (entry: Entry) => string, emit: (entry: Entry) => void): void {
    if (entries.length === 0) this.empty('{', '}')
    else {
      const outer = this.deepen(false)
      for (const entry of entries) {
        this.indentLine()
        this.key(key(entry))
        emit(entry)
      }
      this.#indent = outer
    }
  }

  private key(text: string): void {
    const simple = Buffer.byteLength(text) <= longestSimpleKey && !lineBreak.test(text)
    if (!simple) this.indicator('?', true, false, true)
    this.string(text, simple)
    if (!simple) this.indentLine()
    this.indicator(':', !simple, false, !simple)
  }

  /** A number, a bool or null. */
  plain(text: string): void {
    if (!this.#whitespace) this.put(' ')
    this.put(text)
    this.#whitespace = false
    this.#indention = false
    this.#openEnded = this.#indent < 0
  }

  string(text: string, simpleKey = false): void {
    const outer = this.#indent
    this.#indent = outer < 0 ? step : outer + step
    if (text.includes('\n') && !simpleKey && blockAllowed(text)) this.literal(text)
    else this.quoted(text, !simpleKey)
    this.#indent = outer
  }

  private deepen(indentless: boolean): number {
    const outer = this.#indent
    if (outer < 0) this.#indent = 0
    else if (!indentless) this.#indent = outer + step
    return outer
  }

  private empty(open: string, close: string): void {
    this.indicator(open, true, true, false)
    this.indicator(close, false, false, false)
  }

  private put(text: string): void {
    this.text += text
    this.#column += [...text].length
  }

  private newLine(): void {
    this.text += '\n'
    this.#column = 0
  }

  private indentLine(): void {
    const indent = Math.max(this.#indent, 0)
    const behind = this.#column > indent || (this.#column === indent && !this.#whitespace)
    if (!this.#indention || behind) this.newLine()
    if (this.#column < indent) this.put(' '.repeat(indent - this.#column))
    this.#whitespace = true
    this.#indention = true
  }

  private indicator(text: string, needsSpace: boolean, isSpace: boolean, isIndention: boolean): void {
    if (needsSpace && !this.#whitespace) this.put(' ')
    this.put(text)
    this.#whitespace = isSpace
    this.#indention = this.#indention && isIndention
    this.#openEnded = false
  }

  private quoted(text: string, mayFold: boolean): void {
    this.indicator('"', true, false, false)
    const characters = [...text]
    let afterSpace = false
    characters.forEach((character, at) => {
      const inside = at > 0 && at < characters.length - 1
      if (character === ' ' && mayFold && !afterSpace && this.#column > width && inside) {
        this.indentLine()
        if (characters[at + 1] === ' ') this.put('\\')
      } else if (
        character === ' ' ||
        (printable.test(character) && !lineBreak.test(character) && !'"\\'.includes(character))
      )
        this.plainCharacter(character, text)
      else this.put(escaped(character))
      afterSpace = character === ' '
    })
    this.indicator('"', false, false, false)
    this.#whitespace = false
    this.#indention = false
  }

  /** libyaml escapes every character of a text that starts with a byte order mark. */
  private plainCharacter(character: string, text: string): void {
    this.put(text.startsWith('\ufeff') ? escaped(character) : character)
    this.#indention = false
  }

  private literal(text: string): void {
    this.indicator('|', true, false, false)
    if (/^[ \r\n\u0085\u2028\u2029]/.test(text)) this.indicator(String(step), false, false, false)
    const last = lineBreak.test(text.at(-1) as string)
    if (!last) this.indicator('-', false, false, false)
    else if (text.length === 1 || lineBreak.test(text.at(-2) as string)) this.indicator('+', false, false, false)
    this.newLine()
    this.#indention = true
    this.#whitespace = true
    let atStart = true
    for (const character of text) {
      if (lineBreak.test(character)) {
        this.text += character
        this.#column = 0
        this.#indention = true
        atStart = true
      } else {
        if (atStart) this.indentLine()
        this.put(character)
        this.#indention = false
        atStart = false
      }
    }
  }
}
