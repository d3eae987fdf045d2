import type { Span } from '../../../../src/model/source'
import type { Hole, TextPart } from '../../../../src/model/value'
import { sliceChunk, spanOfParts } from './text'

/** What a hole looks like in `FlatText.text`: a character that hardly any text has; `holeAt` tells it from that character itself. */
export const holeMark = '\uf8ff'

/**
 * A text with holes as one JavaScript string, for scanners: each hole is one `holeMark`. Offsets lead back to the
 * parts, and through them to the characters that a person wrote.
 */
export class FlatText {
  readonly text: string
  readonly #parts: readonly TextPart[]
  readonly #starts: number[] = []

  constructor(parts: readonly TextPart[]) {
    this.#parts = parts
    const pieces: string[] = []
    let at = 0
    for (const part of parts) {
      this.#starts.push(at)
      const piece = part.kind === 'hole' ? holeMark : part.text
      pieces.push(piece)
      at += piece.length
    }
    this.text = pieces.join('')
  }

  /** The hole at an offset, or undefined when there is a character. */
  holeAt(offset: number): Hole | undefined {
    if (this.text[offset] !== holeMark) return undefined
    const part = this.#parts[this.indexAt(offset)]
    return part?.kind === 'hole' ? part : undefined
  }

  /** The parts from one offset to another. */
  slice(start: number, end: number): TextPart[] {
    const parts: TextPart[] = []
    for (let index = this.indexAt(start); index < this.#parts.length; index++) {
      const from = this.#starts[index] as number
      if (from >= end) break
      const part = this.#parts[index] as TextPart
      if (part.kind === 'hole') {
        if (from >= start) parts.push(part)
        continue
      }
      const first = Math.max(start - from, 0)
      const last = Math.min(end - from, part.text.length)
      if (first < last) parts.push(sliceChunk(part, first, last))
    }
    return parts
  }

  /** The characters that a range came from, or `otherwise`. */
  spanOf(start: number, end: number, otherwise: Span): Span {
    return spanOfParts(this.slice(start, Math.max(end, start + 1)), otherwise)
  }

  private indexAt(offset: number): number {
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
