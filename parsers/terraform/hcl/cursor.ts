import { remembered } from '../../../src/model/remembered'
import type { SourceFile, Span } from '../../../src/model/source'
import type { Comment, SyntaxProblem } from './ast'
import { identifierEnd, isIdentifierStart } from './characters'

/**
 * Estates say the same few thousand names and words a million times. A longer text may be a slice that keeps its whole
 * file alive, and is not kept.
 */
const shared = remembered((text: string) => text, 20_000)
const longestShared = 12

/** How deep expressions, templates and blocks may nest together. */
const deepest = 200

/** Thrown inside the parser alone, to leave the item that cannot be read; never leaves this directory. */
export class SyntaxFailure {
  readonly message: string
  readonly start: number
  readonly end: number
  /** Whether a bound of ours was reached. */
  readonly limit: boolean

  constructor(message: string, start: number, end: number, limit = false) {
    this.message = message
    this.start = start
    this.end = end
    this.limit = limit
  }
}

/** Where a text stands in its file: `shift` is added to an offset, or `offsets` (one longer than the text) maps each. */
export interface Placement {
  readonly shift: number
  readonly offsets?: ArrayLike<number>
}

const atStart: Placement = { shift: 0 }

/** A text that is being read, with the place in it. There are no tokens: characters are looked at where they stand. */
export class Cursor {
  readonly source: SourceFile
  readonly text: string
  readonly problems: SyntaxProblem[] = []
  readonly comments: Comment[] = []
  at = 0
  /** Whether a line break means something here, or is mere space as inside parentheses and brackets. */
  newlines = true
  depth = 0
  private readonly shift: number
  private readonly offsets: ArrayLike<number> | undefined
  private commentsEnd = -1

  constructor(source: SourceFile, text = source.text, placement = atStart) {
    this.source = source
    this.text = text
    this.shift = placement.shift
    this.offsets = placement.offsets
    if (text.charCodeAt(0) === 0xfeff) this.at = 1
  }

  span(start: number, end: number): Span {
    if (!this.offsets) return { source: this.source, start: start + this.shift, end: end + this.shift }
    return { source: this.source, start: this.offsets[start] as number, end: this.offsets[end] as number }
  }

  /** Whether the characters stand in the file one for one. */
  exact(start: number, end: number): boolean {
    if (!this.offsets) return true
    return (this.offsets[end] as number) - (this.offsets[start] as number) === end - start
  }

  /**
   * The character that comes next, after spaces and comments; NaN at the end. A line break counts when `newlines` is
   * set, and is then always seen as a line feed.
   */
  peek(): number {
    const { text } = this
    for (;;) {
      const code = text.charCodeAt(this.at)
      if (code === 32 || code === 9) this.at++
      else if (code === 10) {
        if (this.newlines) return code
        this.at++
      } else if (code === 13 && text.charCodeAt(this.at + 1) === 10) this.at++
      else if (code === 35) this.skipLineComment()
      else if (code === 47) {
        const next = text.charCodeAt(this.at + 1)
        if (next === 47) this.skipLineComment()
        else if (next === 42) this.skipBlockComment()
        else return code
      } else return code
    }
  }

  /** True, and past it, when this character comes next. */
  take(code: number): boolean {
    if (this.peek() !== code) return false
    this.at++
    return true
  }

  /** Past this character, which must come next. */
  expect(code: number, message: string): void {
    if (!this.take(code)) this.fail(message)
  }

  /** Whether the very next characters are these. Call after `peek`. */
  sees(characters: string): boolean {
    return this.text.startsWith(characters, this.at)
  }

  /** The identifier that comes next, or undefined; the cursor is then past it. */
  identifier(): string | undefined {
    const first = this.peek()
    if (first < 128 ? !isIdentifierStart(first) : !(first >= 128)) return undefined
    const end = identifierEnd(this.text, this.at)
    if (end === this.at) return undefined
    const name = this.sameText(this.at, end)
    this.at = end
    return name
  }

  /** The text between two offsets; short ones that occurred before are the same string, and take no room again. */
  sameText(start: number, end: number): string {
    const text = this.text.slice(start, end)
    return end - start > longestShared ? text : shared(text)
  }

  /** True, and past it, when this word comes next as a whole identifier. */
  keyword(word: string): boolean {
    this.peek()
    if (!this.sees(word) || identifierEnd(this.text, this.at) !== this.at + word.length) return false
    this.at += word.length
    return true
  }

  /** One step deeper; every call is undone by the caller. */
  deeper(): void {
    if (++this.depth > deepest)
      this.exceed(`This is nested more than ${deepest} levels deep, which iamgate does not read.`)
  }

  /** Leaves the item: by default, the character that comes next is what is wrong. */
  fail(message: string, start = this.at, end = start + 1): never {
    throw new SyntaxFailure(message, start, Math.min(end, this.text.length))
  }

  /** Leaves the item because a bound of ours is reached here. */
  exceed(message: string): never {
    throw new SyntaxFailure(message, this.at, Math.min(this.at + 1, this.text.length), true)
  }

  report(failure: SyntaxFailure): void {
    const problem = { message: failure.message, span: this.span(failure.start, failure.end) }
    this.problems.push(failure.limit ? { ...problem, limit: true } : problem)
  }

  private skipLineComment(): void {
    const end = this.text.indexOf('\n', this.at)
    const stop = end < 0 ? this.text.length : end
    this.keepComment(this.at, this.text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop)
    this.at = stop
  }

  private skipBlockComment(): void {
    const end = this.text.indexOf('*/', this.at + 2)
    if (end < 0) this.fail('This comment is not closed: there is no */ after it.', this.at, this.at + 2)
    this.keepComment(this.at, end + 2)
    this.at = end + 2
  }

  /** Looking ahead passes a comment more than once; it is kept the first time. */
  private keepComment(start: number, end: number): void {
    if (start < this.commentsEnd) return
    this.commentsEnd = end
    this.comments.push({ text: this.text.slice(start, end), span: this.span(start, end) })
  }
}
