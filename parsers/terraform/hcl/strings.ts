import type { TemplateExpression } from './ast'
import { identifierEnd, isSpace } from './characters'
import type { Cursor } from './cursor'
import type { ParseExpression } from './for-expressions'
import { type FlatPart, removeIndentation, templateTree, trimEnd } from './template-parts'
import { readSequence } from './template-sequences'

/** A quoted template; the cursor is on its opening quote. */
export function readQuoted(cursor: Cursor, parseExpression: ParseExpression): TemplateExpression {
  const open = cursor.at++
  cursor.deeper()
  const end = plainEnd(cursor.text, cursor.at)
  if (end >= 0) return readPlain(cursor, open, end)
  const flat: FlatPart[] = []
  let trimNext = false
  let closed = -1
  while (closed < 0) {
    const before = flat.length
    const from = cursor.at
    const code = readQuotedText(cursor, flat, open, trimNext)
    if (code !== 34 && cursor.text.charCodeAt(cursor.at + 2) === 126) trimEnd(flat, before)
    if (flat.length === before && cursor.at > from) pushEmpty(cursor, flat, from)
    if (code === 34) closed = cursor.at++
    else {
      trimNext = readSequence(cursor, flat, parseExpression)
    }
  }
  cursor.depth--
  const span = cursor.span(open + 1, closed)
  return {
    kind: 'template',
    parts: templateTree(cursor, flat),
    heredoc: false,
    span,
    outer: cursor.span(open, cursor.at),
  }
}

/** Where a string ends that holds no escape and no template, as nearly all do; -1 for others. */
function plainEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) return at
    if (code === 92 || code === 10 || code === 13) return -1
    if ((code === 36 || code === 37) && text.charCodeAt(at + 1) === 123) return -1
  }
  return -1
}

function readPlain(cursor: Cursor, open: number, end: number): TemplateExpression {
  const start = open + 1
  const span = cursor.span(start, end)
  const text = cursor.sameText(start, end)
  const parts =
    end > start ? templateTree(cursor, [{ kind: 'chunk', text, span, exact: cursor.exact(start, end) }]) : []
  cursor.at = end + 1
  cursor.depth--
  return { kind: 'template', parts, heredoc: false, span, outer: cursor.span(open, cursor.at) }
}

/** A quoted string without templates, such as a block's label. */
export function readLabel(cursor: Cursor): string {
  const open = cursor.at++
  const flat: FlatPart[] = []
  if (readQuotedText(cursor, flat, open, false) !== 34) {
    cursor.fail('A template is not allowed in this string: write $${ or %%{ for the literal characters.')
  }
  cursor.at++
  return flat.map((part) => (part.kind === 'chunk' ? part.text : '')).join('')
}

/**
 * Literal text up to the closing quote or the start of a sequence, and which of the two stands there. Escapes are
 * chunks of their own: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#template-expressions
 */
function readQuotedText(cursor: Cursor, flat: FlatPart[], open: number, trim: boolean): number {
  const { text } = cursor
  let trimming = trim
  let from = cursor.at
  for (let at = from; ; ) {
    const code = text.charCodeAt(at)
    if (trimming && isSpace(code) && code !== 10 && code !== 13) {
      from = ++at
      continue
    }
    const sequence = (code === 36 || code === 37) && text.charCodeAt(at + 1) === 123
    if (code === 34 || sequence) {
      pushChunk(cursor, flat, from, at)
      cursor.at = at
      return code
    }
    if (code === 92) {
      pushChunk(cursor, flat, from, at)
      const end = escapeEnd(text, at)
      const decoded = decodeEscape(cursor, at, end)
      if (!trimming || !isSpace(decoded.charCodeAt(0))) {
        trimming = false
        flat.push({ kind: 'chunk', text: decoded, span: cursor.span(at, end), exact: false })
      }
      from = at = end
    } else if (isDoubled(text, at, code)) {
      trimming = false
      pushChunk(cursor, flat, from, at)
      flat.push({ kind: 'chunk', text: code === 36 ? '${' : '%{', span: cursor.span(at, at + 3), exact: false })
      from = at += 3
    } else if (code === 10 || code === 13 || Number.isNaN(code)) {
      cursor.fail('The closing quote of this string is missing on its line.', open, Math.max(open + 1, at))
    } else {
      trimming = false
      at++
    }
  }
}

/** `$${` and `%%{` stand for `${` and `%{`. */
function isDoubled(text: string, at: number, code: number): boolean {
  return (code === 36 || code === 37) && text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === 123
}

function pushChunk(cursor: Cursor, flat: FlatPart[], start: number, end: number): void {
  if (start >= end) return
  const text = cursor.text.slice(start, end)
  flat.push({ kind: 'chunk', text, span: cursor.span(start, end), exact: cursor.exact(start, end) })
}

function escapeEnd(text: string, at: number): number {
  const selector = text.charCodeAt(at + 1)
  const length = selector === 117 ? 6 : selector === 85 ? 10 : 2
  return Math.min(at + length, text.length)
}

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

function decodeEscape(cursor: Cursor, at: number, end: number): string {
  const selector = cursor.text.charAt(at + 1)
  const simple = simpleEscapes[selector]
  if (simple !== undefined) return simple
  const digits = cursor.text.slice(at + 2, end)
  const wanted = selector === 'u' ? 4 : selector === 'U' ? 8 : 0
  if (wanted === 0) cursor.fail(`"\\${selector.trim()}" is not an escape sequence.`, at, at + 2)
  const code = Number.parseInt(digits, 16)
  const valid = digits.length === wanted && /^[0-9a-fA-F]+$/.test(digits)
  if (!valid || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    cursor.fail(`"\\${selector}" must be followed by ${wanted} hexadecimal digits of a character.`, at, at + 2)
  }
  return String.fromCodePoint(code)
}

/** Whether a heredoc starts at the cursor: `<<` or `<<-`, a name, and at once the end of the line. */
export function heredocStart(cursor: Cursor): boolean {
  const { text, at } = cursor
  if (text.charCodeAt(at + 1) !== 60) return false
  const name = text.charCodeAt(at + 2) === 45 ? at + 3 : at + 2
  const end = identifierEnd(text, name)
  return end > name && lineBreakAt(text, end) > 0
}

/** The length of the line break at an offset; 0 when there is none. */
function lineBreakAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === 10) return 1
  return code === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 0
}

/** A heredoc; `heredocStart` has said that the cursor is on one. */
export function readHeredoc(cursor: Cursor, parseExpression: ParseExpression): TemplateExpression {
  const { text, at: open } = cursor
  const indented = text.charCodeAt(open + 2) === 45
  const name = indented ? open + 3 : open + 2
  const nameEnd = identifierEnd(text, name)
  const marker = text.slice(name, nameEnd)
  const start = nameEnd + lineBreakAt(text, nameEnd)
  cursor.at = start
  cursor.deeper()
  const flat: FlatPart[] = []
  let end = -1
  let trimNext = false
  while (end < 0) {
    end = readLines(cursor, flat, { marker, byLine: indented, trim: trimNext })
    if (end >= 0) break
    if (cursor.at >= text.length) {
      cursor.fail(`The end of this heredoc is missing: a line with ${marker} alone.`, open, nameEnd)
    }
    trimNext = readSequence(cursor, flat, parseExpression)
  }
  cursor.depth--
  if (indented) removeIndentation(flat)
  const parts = templateTree(cursor, flat)
  return { kind: 'template', parts, heredoc: true, span: cursor.span(start, end), outer: cursor.span(open, cursor.at) }
}

/** A bare template, up to the end of the text. */
export function readBareTemplate(cursor: Cursor, parseExpression: ParseExpression): TemplateExpression {
  const start = cursor.at
  const flat: FlatPart[] = []
  let trimNext = false
  for (;;) {
    readLines(cursor, flat, { marker: undefined, byLine: false, trim: trimNext })
    if (cursor.at >= cursor.text.length) break
    trimNext = readSequence(cursor, flat, parseExpression)
  }
  const span = cursor.span(start, cursor.text.length)
  return { kind: 'template', parts: templateTree(cursor, flat), heredoc: false, span, outer: span }
}

interface LinesMode {
  /** The line that ends a heredoc; undefined in a bare template. */
  readonly marker: string | undefined
  /** Whether each line becomes a chunk of its own, for the indentation to be taken away. */
  readonly byLine: boolean
  /** Whether the sequence before ended with a strip marker. */
  readonly trim: boolean
}

/**
 * Literal lines, where a backslash means nothing, up to the start of a sequence, the end of the text, or the line of
 * the marker. Returns where that line starts, the cursor then being after the marker; -1 otherwise.
 */
function readLines(cursor: Cursor, flat: FlatPart[], mode: LinesMode): number {
  const { text } = cursor
  const before = flat.length
  let from = mode.trim ? trimmedStart(cursor, flat) : cursor.at
  let lineStart = from
  let atLineStart = lineStart === 0 || text.charCodeAt(lineStart - 1) === 10
  for (let at = from; ; ) {
    if (atLineStart && mode.marker !== undefined) {
      const after = markerEnd(text, at, mode.marker)
      if (after > 0) {
        pushChunk(cursor, flat, from, at)
        cursor.at = after
        return at
      }
    }
    atLineStart = false
    at = nextSpecial(text, at)
    const code = text.charCodeAt(at)
    if (code === 10) {
      lineStart = ++at
      atLineStart = true
      if (!mode.byLine) continue
      pushChunk(cursor, flat, from, at)
      from = at
    } else if (isDoubled(text, at, code)) {
      pushChunk(cursor, flat, from, at)
      flat.push({ kind: 'chunk', text: code === 36 ? '${' : '%{', span: cursor.span(at, at + 3), exact: false })
      from = at += 3
    } else if (code === 13 && mode.marker !== undefined && text.charCodeAt(at + 1) !== 10) {
      cursor.fail('A carriage return without a line feed is not allowed here.', at)
    } else if (Number.isNaN(code) || ((code === 36 || code === 37) && text.charCodeAt(at + 1) === 123)) {
      if (text.charCodeAt(at + 2) === 126) pushStripped(cursor, flat, { from, lineStart, at, before, mode })
      else pushChunk(cursor, flat, from, at)
      cursor.at = at
      return -1
    } else at++
  }
}

/** The next line break, `$`, `%` or carriage return, or the end of the text. */
function nextSpecial(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 36 || code === 37 || code === 13) break
  }
  return at
}

/** A strip marker reaches over one line: up to and with its line break. */
function trimmedStart(cursor: Cursor, flat: FlatPart[]): number {
  const { text } = cursor
  let at = cursor.at
  while (isSpaceInLine(text, at)) at++
  at += lineBreakAt(text, at)
  if (at > cursor.at) pushEmpty(cursor, flat, at)
  return at
}

interface StrippedRun {
  /** What is not yet in `flat` starts here, its last line there, and the strip marker stands at `at`. */
  readonly from: number
  readonly lineStart: number
  readonly at: number
  /** How long `flat` was before this run of literal text. */
  readonly before: number
  readonly mode: LinesMode
}

/** The rest of a run of text, its last line without the white space that `${~` and `%{~` take away. */
function pushStripped(cursor: Cursor, flat: FlatPart[], run: StrippedRun): void {
  const { text } = cursor
  const least = Math.max(run.from, run.lineStart < run.at ? run.lineStart : previousLineStart(text, run.from, run.at))
  let end = run.at
  while (end > least && isSpace(text.charCodeAt(end - 1))) end--
  pushChunk(cursor, flat, run.from, end)
  const length = flat.length
  if (run.mode.byLine && run.from === run.at) trimEnd(flat, Math.max(run.before, length - 1))
  if (end < run.at || flat.length < length) pushEmpty(cursor, flat, run.at)
}

/** Where the line that ends at `at` starts, with its line break; `from` when that is later. */
function previousLineStart(text: string, from: number, at: number): number {
  for (let start = at - 1; start > from; start--) if (text.charCodeAt(start - 1) === 10) return start
  return from
}

/** A literal that a strip marker has emptied still counts: as the start of its line, and as text beside a value. */
function pushEmpty(cursor: Cursor, flat: FlatPart[], at: number): void {
  flat.push({ kind: 'chunk', text: '', span: cursor.span(at, at), exact: true })
}

/** The offset after the marker when the line at `at` holds nothing else and ends with a line break; -1 otherwise. */
function markerEnd(text: string, at: number, marker: string): number {
  let start = at
  while (isSpaceInLine(text, start)) start++
  if (!text.startsWith(marker, start)) return -1
  let end = start + marker.length
  while (isSpaceInLine(text, end)) end++
  return lineBreakAt(text, end) > 0 ? end : -1
}

function isSpaceInLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return isSpace(code) && code !== 10 && code !== 13
}
