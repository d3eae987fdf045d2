import type { SourceFile } from '../../../src/model/source'
import type { Attribute, Block, Body, Comment, Expression, ParsedFile } from './ast'
import { isIdentifierStart } from './characters'
import { Cursor, SyntaxFailure } from './cursor'
import { outerEnd, parseExpression } from './expressions'
import { readLabel } from './strings'
import { ownLine, resumeAfter, startsTopLevelBlock } from './recovery'

/** After so many problems the rest of a file is not read: it is no HCL. */
const mostProblems = 40

const parsed = new WeakMap<SourceFile, ParsedFile>()

/**
 * A file in HCL's native syntax. What cannot be read is a problem with its place: an attribute that is broken stays in
 * the tree as `invalid`, a block that is broken is left out, all else is kept. A file is parsed once.
 */
export function parseHcl(source: SourceFile): ParsedFile {
  const known = parsed.get(source)
  if (known) return known
  const reader = new FileReader(source)
  const file = reader.read()
  parsed.set(source, file)
  return file
}

/** The comments of a file, in the order written. */
export function comments(source: SourceFile): readonly Comment[] {
  return parseHcl(source).comments
}

interface OpenBody {
  readonly attributes: Attribute[]
  readonly blocks: Block[]
  readonly names: Set<string>
}

/** Thrown when a file ends inside a block, to read that block again with its end guessed. */
class Unclosed {}

/** Thrown when there are more problems than anyone reads. */
class Enough {}

class FileReader {
  private readonly cursor: Cursor
  /** Set once a block was not closed: then a top-level block at the start of a line ends all that is open. */
  private guessing = false

  constructor(source: SourceFile) {
    this.cursor = new Cursor(source)
  }

  read(): ParsedFile {
    const { cursor } = this
    const open = emptyBody()
    try {
      while (!Number.isNaN(this.skipLines())) this.readTopLevel(open)
    } catch (thrown) {
      if (!(thrown instanceof Enough)) throw thrown
    }
    const body = { attributes: open.attributes, blocks: open.blocks, span: cursor.span(0, cursor.text.length) }
    return { body, problems: cursor.problems, comments: cursor.comments }
  }

  private readTopLevel(open: OpenBody): void {
    const { cursor } = this
    const start = cursor.at
    try {
      this.readItem(open)
    } catch (thrown) {
      if (!(thrown instanceof Unclosed)) throw thrown
      const message = 'The closing brace of this block is missing, or one of a block in it.'
      this.report(new SyntaxFailure(message, start, ownLine(cursor.text, start).end))
      this.guessing = true
      cursor.at = start
      cursor.depth = 0
      this.readItem(open)
    }
  }

  /** The first character after line breaks. */
  private skipLines(): number {
    const { cursor } = this
    for (;;) {
      try {
        while (cursor.take(10)) {}
        return cursor.peek()
      } catch (thrown) {
        if (!(thrown instanceof SyntaxFailure)) throw thrown
        this.report(thrown)
        cursor.at = cursor.text.length
      }
    }
  }

  /** One attribute or block with the line break after it; a failure is reported, and the next item found. */
  private readItem(open: OpenBody): void {
    const { cursor } = this
    const { at: start, depth } = cursor
    try {
      this.readStrictItem(open)
    } catch (thrown) {
      if (!(thrown instanceof SyntaxFailure)) throw thrown
      this.report(thrown)
      cursor.depth = depth
      cursor.newlines = true
      cursor.at = resumeAfter(cursor.text, start)
    }
  }

  private readStrictItem(open: OpenBody): void {
    const { cursor } = this
    const start = cursor.at
    const name = cursor.identifier()
    if (name === undefined) throw cursor.fail('An argument or a block is expected here.')
    const nameEnd = cursor.at
    const code = cursor.peek()
    if (code === 61) this.readAttribute(open, name, start, nameEnd)
    else if (code === 34 || code === 123 || isIdentifierStart(code) || code >= 128) this.readBlock(open, name, start)
    else cursor.fail('An equals sign or a block is expected after this name.', start, nameEnd)
    this.endOfItem()
  }

  private endOfItem(): void {
    const { cursor } = this
    const code = cursor.peek()
    if (!cursor.take(10) && !Number.isNaN(code)) cursor.fail('A line break is expected here.')
  }

  private readAttribute(open: OpenBody, name: string, start: number, nameEnd: number): void {
    const { cursor } = this
    const nameSpan = cursor.span(start, nameEnd)
    const next = cursor.text.charCodeAt(++cursor.at)
    let expression: Expression
    let end: number
    try {
      if (next === 61 || next === 62) cursor.fail('A single equals sign is expected here.')
      expression = parseExpression(cursor)
      end = outerEnd(expression)
    } catch (thrown) {
      if (!(thrown instanceof SyntaxFailure)) throw thrown
      const line = ownLine(cursor.text, start)
      expression = { kind: 'invalid', span: cursor.span(nameEnd, line.end) }
      this.keepAttribute(open, { name, nameSpan, expression, span: cursor.span(start, line.end) })
      throw thrown
    }
    this.keepAttribute(open, { name, nameSpan, expression, span: cursor.span(start, end) })
  }

  private keepAttribute(open: OpenBody, attribute: Attribute): void {
    if (!open.names.has(attribute.name)) {
      open.names.add(attribute.name)
      open.attributes.push(attribute)
      return
    }
    const { start, end } = attribute.nameSpan
    this.report(new SyntaxFailure(`The argument "${attribute.name}" is already set in this block.`, start, end))
  }

  private readBlock(open: OpenBody, type: string, start: number): void {
    const { cursor } = this
    const labels: Block['labels'][number][] = []
    let header = start + type.length
    while (cursor.peek() !== 123) {
      const at = cursor.at
      const value = cursor.text.charCodeAt(at) === 34 ? readLabel(cursor) : cursor.identifier()
      if (value === undefined) cursor.fail('A label or the opening brace of this block is expected here.')
      labels.push({ value: value as string, span: cursor.span(at, cursor.at) })
      header = cursor.at
    }
    const body = this.readBody()
    const block = { type, labels, body, header: cursor.span(start, header), span: cursor.span(start, cursor.at) }
    open.blocks.push(block)
  }

  /** A body in braces; the cursor is on the opening one. */
  private readBody(): Body {
    const { cursor } = this
    const start = cursor.at++
    const open = emptyBody()
    cursor.deeper()
    const code = cursor.peek()
    if (code === 10 || code === 125 || Number.isNaN(code)) this.readItems(open)
    else this.readOnlyAttribute(open)
    cursor.depth--
    return { attributes: open.attributes, blocks: open.blocks, span: cursor.span(start, cursor.at) }
  }

  private readItems(open: OpenBody): void {
    const { cursor } = this
    for (;;) {
      const code = this.skipLines()
      if (code === 125) {
        cursor.at++
        return
      }
      if (Number.isNaN(code) && !this.guessing) throw new Unclosed()
      if (Number.isNaN(code) || (this.guessing && startsTopLevelBlock(cursor.text, cursor.at))) {
        cursor.at = lineBreakBefore(cursor.text, cursor.at)
        return
      }
      this.readItem(open)
    }
  }

  /** `block { name = value }` on one line: one attribute, and nothing else. */
  private readOnlyAttribute(open: OpenBody): void {
    const { cursor } = this
    const start = cursor.at
    const name = cursor.identifier()
    if (name === undefined || cursor.peek() !== 61) {
      throw cursor.fail('A block on a single line can hold one argument only.', start)
    }
    this.readAttribute(open, name, start, start + name.length)
    cursor.expect(125, 'A block on a single line holds one argument and ends on that line.')
  }

  private report(failure: SyntaxFailure): void {
    this.cursor.report(failure)
    if (this.cursor.problems.length >= mostProblems) throw new Enough()
  }
}

function emptyBody(): OpenBody {
  return { attributes: [], blocks: [], names: new Set() }
}

/** The line break before a line's first character, so that a block whose end was guessed ends its line. */
function lineBreakBefore(text: string, at: number): number {
  return at < text.length && text.charCodeAt(at - 1) === 10 ? at - 1 : at
}
