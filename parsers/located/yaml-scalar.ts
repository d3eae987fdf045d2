import type { ScalarEvent } from 'js-yaml'
import type { SourceFile } from '../../src/model/source'
import type { Chunk, Text } from '../../src/model/value'

/** js-yaml's `SCALAR_STYLE` and `CHOMPING_MODE`, so that the library need not be loaded to read its events. */
const style = { plain: 1, singleQuoted: 2, doubleQuoted: 3, literal: 4, folded: 5 } as const
const chomping = { strip: 2, keep: 3 } as const

const simpleEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const escapeDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** True for `plain` scalars, whose text decides their type. */
export function isPlain(event: ScalarEvent): boolean {
  return event.style === style.plain
}

/**
 * The text of a scalar with the place of every character: runs that stand in the file one for one are exact chunks,
 * what folding and escapes make of the rest is inexact. https://yaml.org/spec/1.2.2/#chapter-7-flow-style-productions
 */
export function scalarText(source: SourceFile, event: ScalarEvent): Text {
  const { valueStart, valueEnd } = event
  const span = { source, start: valueStart, end: valueEnd }
  if (valueStart === valueEnd) return { kind: 'text', parts: [], span }
  if (event.fast) {
    const value = source.text.slice(valueStart, valueEnd)
    // A mended copy may have no line break where the file has one.
    if (!value.includes('\n') && !value.includes('\r')) {
      return { kind: 'text', parts: [{ kind: 'chunk', text: value, span, exact: true }], span }
    }
  }
  const chunks = new ChunkList(source)
  if (event.style === style.literal || event.style === style.folded) readBlock(chunks, source.text, event)
  else readFlow(chunks, source.text, event)
  return { kind: 'text', parts: chunks.parts, span }
}

/** Chunks in the making; neighbours in the file become one. */
class ChunkList {
  readonly parts: Chunk[] = []

  constructor(readonly source: SourceFile) {}

  exact(start: number, end: number): void {
    if (start >= end) return
    const last = this.parts[this.parts.length - 1]
    const text = this.source.text.slice(start, end)
    if (last?.exact && last.span.end === start) {
      const span = { source: this.source, start: last.span.start, end }
      this.parts[this.parts.length - 1] = { kind: 'chunk', text: last.text + text, span, exact: true }
      return
    }
    this.parts.push({ kind: 'chunk', text, span: { source: this.source, start, end }, exact: true })
  }

  inexact(text: string, start: number, end: number): void {
    if (text === '') return
    this.parts.push({ kind: 'chunk', text, span: { source: this.source, start, end }, exact: false })
  }
}

/** Plain and quoted scalars: line folding, `''`, and the escapes of double quotes. */
function readFlow(chunks: ChunkList, input: string, event: ScalarEvent): void {
  const end = event.valueEnd
  let at = event.valueStart
  let start = at
  let blanks = at
  while (at < end) {
    const character = input[at] as string
    if (character === '\n' || character === '\r') {
      chunks.exact(start, blanks)
      const fold = skipBreaks(input, at, end)
      chunks.inexact(fold.breaks === 1 ? ' ' : '\n'.repeat(fold.breaks - 1), blanks, fold.at)
      at = start = blanks = fold.at
    } else if (character === "'" && event.style === style.singleQuoted) {
      chunks.exact(start, at)
      chunks.inexact("'", at, at + 2)
      at = start = blanks = at + 2
    } else if (character === '\\' && event.style === style.doubleQuoted) {
      chunks.exact(start, at)
      at = start = blanks = readEscape(chunks, input, at, end)
    } else {
      at++
      if (character !== ' ' && character !== '\t') blanks = at
    }
  }
  chunks.exact(start, event.style === style.plain ? blanks : end)
}

function readEscape(chunks: ChunkList, input: string, at: number, end: number): number {
  const letter = input[at + 1] ?? ''
  if (letter === '\n' || letter === '\r') return skipBreaks(input, at + 1, end).at
  const digits = escapeDigits[letter]
  const after = at + 2 + (digits ?? 0)
  if (digits === undefined) chunks.inexact(simpleEscapes[letter] ?? letter, at, after)
  else {
    const code = Number.parseInt(input.slice(at + 2, after), 16)
    chunks.inexact(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', at, after)
  }
  return after
}

function skipBreaks(input: string, from: number, end: number): { at: number; breaks: number } {
  let at = from
  let breaks = 0
  for (; at < end; at++) {
    const character = input[at]
    if (character === '\n' || (character === '\r' && input[at + 1] !== '\n')) breaks++
    else if (character !== ' ' && character !== '\t' && character !== '\r') break
  }
  return { at, breaks }
}

interface Line {
  readonly start: number
  /** Before the line break. */
  readonly end: number
  /** After the line break. */
  readonly next: number
}

function* linesOf(input: string, from: number, end: number): Generator<Line> {
  let start = from
  while (start < end) {
    const feed = input.indexOf('\n', start)
    const next = feed < 0 || feed >= end ? end : feed + 1
    let stop = next
    if (input[stop - 1] === '\n' && stop > start) stop--
    if (input[stop - 1] === '\r' && stop > start) stop--
    yield { start, end: stop, next }
    start = next
  }
}

/** `|` and `>`: one exact chunk per line; the breaks between are exact where the file has a bare line feed. */
function readBlock(chunks: ChunkList, input: string, event: ScalarEvent): void {
  const indent = Math.max(0, event.indent)
  const folded = event.style === style.folded
  let pendingBreaks = 0
  let previous: { end: number; next: number } | undefined
  let moreIndented = false
  for (const line of linesOf(input, event.valueStart, event.valueEnd)) {
    let start = line.start
    while (start < line.end && start - line.start < indent && input[start] === ' ') start++
    if (event.indent < 0 || start >= line.end) {
      pendingBreaks++
      continue
    }
    const more = folded && (input[start] === ' ' || input[start] === '\t')
    addBreak(chunks, input, previous, pendingBreaks, folded && !more && !moreIndented, start)
    chunks.exact(start, line.end)
    moreIndented = more
    pendingBreaks = 0
    previous = { end: line.end, next: line.next }
  }
  const at = previous?.end ?? event.valueStart
  const last = previous && event.chomping !== chomping.strip ? 1 : 0
  const kept = event.chomping === chomping.keep ? pendingBreaks : 0
  chunks.inexact('\n'.repeat(last + kept), at, Math.max(at, previous?.next ?? event.valueEnd))
}

function addBreak(
  chunks: ChunkList,
  input: string,
  previous: { end: number; next: number } | undefined,
  emptyLines: number,
  fold: boolean,
  before: number,
): void {
  const at = previous?.end ?? before
  if (!previous) chunks.inexact('\n'.repeat(emptyLines), at, at)
  else if (fold) chunks.inexact(emptyLines === 0 ? ' ' : '\n'.repeat(emptyLines), at, before)
  else {
    if (input[at] === '\n') chunks.exact(at, at + 1)
    else chunks.inexact('\n', at, previous.next)
    chunks.inexact('\n'.repeat(emptyLines), previous.next, before)
  }
}
