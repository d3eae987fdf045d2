/** A position in a file. `line` and `column` start at 1; columns count UTF-16 code units, as SARIF's default does. */
export interface Position {
  readonly line: number
  readonly column: number
}

/**
 * One file's text, with the path that reports show: relative to the working directory, with forward slashes.
 * Offsets everywhere in iamgate are UTF-16 offsets into `text`; lines are computed only when a finding needs them.
 */
export class SourceFile {
  readonly path: string
  readonly text: string
  #lineStarts: number[] | undefined

  constructor(path: string, text: string) {
    this.path = path
    this.text = text
  }

  /** The line and column of an offset; offsets outside the text are clamped into it. */
  positionAt(offset: number): Position {
    const starts = this.lineStarts()
    const at = Math.max(0, Math.min(offset, this.text.length))
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] as number) <= at) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: at - (starts[low] as number) + 1 }
  }

  /** The offset of a 1-based line and column, clamped into the text. */
  offsetAt(line: number, column: number): number {
    const starts = this.lineStarts()
    const start = starts[Math.max(0, Math.min(line, starts.length) - 1)] as number
    return Math.min(this.text.length, start + Math.max(0, column - 1))
  }

  /** The text of a 1-based line without its line break; '' when there is no such line. */
  lineText(line: number): string {
    const starts = this.lineStarts()
    const start = starts[line - 1]
    if (start === undefined) return ''
    return this.text.slice(start, starts[line] ?? this.text.length).replace(/\r?\n$/, '')
  }

  private lineStarts(): number[] {
    if (this.#lineStarts) return this.#lineStarts
    const starts = [0]
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1)
    this.#lineStarts = starts
    return starts
  }
}

/** A half-open range of offsets in one file: the characters that a person wrote. */
export interface Span {
  readonly source: SourceFile
  readonly start: number
  readonly end: number
}

/** A span of `source`, the whole file unless told otherwise. */
export function span(source: SourceFile, start = 0, end = source.text.length): Span {
  return { source, start, end }
}

/** The smallest span that covers both; the first one when they are in different files. */
export function cover(first: Span, second: Span): Span {
  if (first.source !== second.source) return first
  return { source: first.source, start: Math.min(first.start, second.start), end: Math.max(first.end, second.end) }
}

/** True when `outer` holds all of `inner`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.source === inner.source && outer.start <= inner.start && inner.end <= outer.end
}
