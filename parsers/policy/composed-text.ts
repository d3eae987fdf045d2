import type { Span } from '../../src/model/source'
import { contains } from '../../src/model/source'
import type { Chunk, Hole, Text, TextPart } from '../../src/model/value'

/** Stands for a hole in `ComposedText.characters`; only an offset that `holeAt` knows is one. */
const holeCharacter = '\uffff'

/**
 * A text as one string in which each hole is one character, so that a grammar can be read over it, with the way back
 * from every offset to the characters that a person wrote.
 */
export class ComposedText {
  readonly characters: string
  readonly #parts: readonly TextPart[]
  readonly #starts: readonly number[]
  readonly #text: Text
  readonly #home: Span['source']

  constructor(text: Text) {
    const starts: number[] = []
    let characters = ''
    for (const part of text.parts) {
      starts.push(characters.length)
      characters += part.kind === 'hole' ? holeCharacter : part.text
    }
    this.characters = characters
    this.#parts = text.parts
    this.#starts = starts
    this.#text = text
    this.#home = homeOf(text)
  }

  /** The hole that stands at an offset, or undefined where there are literal characters. */
  holeAt(offset: number): Hole | undefined {
    if (this.characters[offset] !== holeCharacter) return undefined
    const part = this.#parts[this.#partIndex(offset)]
    return part?.kind === 'hole' ? part : undefined
  }

  /**
   * The characters in the source for the range `[start, end)`. A range over several parts is that of its parts in the
   * text's own file: a value that was interpolated from elsewhere does not stretch it.
   */
  spanOf(start: number, end: number): Span {
    if (this.#parts.length === 0 || start >= this.characters.length) return this.#endSpan()
    const first = this.#partIndex(start)
    const last = this.#partIndex(Math.max(start, end - 1))
    if (first === last) return this.#clip(first, start, end)
    const from = this.#edge(first, start, start - 1, 'end')
    const to = this.#edge(last, end - 1, end, 'start')
    if (from !== undefined && to !== undefined && from <= to) return { source: this.#home, start: from, end: to }
    return this.#clip(first, start, end)
  }

  /**
   * Where a range begins (or ends) in the text's own file. Where its outermost part is a hole or comes from elsewhere,
   * that is where the character beside the range is: the interpolation stands between the two.
   */
  #edge(index: number, inside: number, beside: number, facing: 'start' | 'end'): number | undefined {
    const part = this.#parts[index] as TextPart
    const own = this.#isHome(part.span)
      ? this.#clip(index, inside, inside + 1)[facing === 'end' ? 'start' : 'end']
      : undefined
    if ((own !== undefined && part.kind === 'chunk') || beside < 0 || beside >= this.characters.length) return own
    const next = this.#partIndex(beside)
    return this.#isHome((this.#parts[next] as TextPart).span) ? this.#clip(next, beside, beside + 1)[facing] : own
  }

  /** The parts of the range `[start, end)`, literal characters cut to it. */
  partsOf(start: number, end: number): TextPart[] {
    const parts: TextPart[] = []
    if (start >= end) return parts
    const last = this.#partIndex(end - 1)
    for (let index = this.#partIndex(start); index <= last; index++) {
      const part = this.#parts[index] as TextPart
      if (part.kind === 'hole') parts.push(part)
      else parts.push(this.#cut(part, this.#starts[index] as number, start, end))
    }
    return parts
  }

  #cut(part: Chunk, partStart: number, start: number, end: number): Chunk {
    const from = Math.max(0, start - partStart)
    const to = Math.min(part.text.length, end - partStart)
    const span = part.exact
      ? { source: part.span.source, start: part.span.start + from, end: part.span.start + to }
      : part.span
    return { kind: 'chunk', text: part.text.slice(from, to), span, exact: part.exact }
  }

  #clip(index: number, start: number, end: number): Span {
    const part = this.#parts[index] as TextPart
    if (part.kind === 'hole') return part.span
    return this.#cut(part, this.#starts[index] as number, start, end).span
  }

  #endSpan(): Span {
    const last = this.#parts[this.#parts.length - 1]
    if (!last) return this.#text.span
    return { source: last.span.source, start: last.span.end, end: last.span.end }
  }

  #isHome(span: Span): boolean {
    if (span.source !== this.#home) return false
    return this.#text.span.source !== this.#home || contains(this.#text.span, span)
  }

  #partIndex(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** The file that most of a text's characters come from. */
function homeOf(text: Text): Span['source'] {
  let home = text.span.source
  if (text.parts.every((part) => part.kind === 'hole' || part.span.source === home)) return home
  const counts = new Map<Span['source'], number>()
  for (const part of text.parts) {
    if (part.kind === 'chunk') counts.set(part.span.source, (counts.get(part.span.source) ?? 0) + part.text.length)
  }
  let most = counts.get(home) ?? 0
  for (const [source, count] of counts) {
    if (count > most) {
      home = source
      most = count
    }
  }
  return home
}
