import type { Expression, TemplatePart } from './ast'
import { isSpace } from './characters'
import type { Span } from '../../../src/model/source'
import type { Cursor } from './cursor'

type ChunkPart = Extract<TemplatePart, { kind: 'chunk' }>

/** The parts of a template as they follow each other, before `if` and `for` are made into a tree. */
export type FlatPart =
  | ChunkPart
  | Extract<TemplatePart, { kind: 'interpolation' }>
  | { readonly kind: 'start-if'; readonly condition: Expression; readonly span: Span }
  | {
      readonly kind: 'start-for'
      readonly keyName: string | undefined
      readonly valueName: string
      readonly collection: Expression
      readonly span: Span
    }
  | { readonly kind: 'else'; readonly span: Span }
  | { readonly kind: 'endif'; readonly span: Span }
  | { readonly kind: 'endfor'; readonly span: Span }

/** Takes the white space from the end of the literal text that was added since `from`. */
export function trimEnd(flat: FlatPart[], from: number): void {
  while (flat.length > from) {
    const last = flat[flat.length - 1] as FlatPart
    if (last.kind !== 'chunk') return
    let length = last.text.length
    while (length > 0 && isSpace(last.text.charCodeAt(length - 1))) length--
    if (length === last.text.length) return
    flat.pop()
    if (length === 0) continue
    const span = last.exact ? { ...last.span, end: last.span.start + length } : last.span
    flat.push({ ...last, text: last.text.slice(0, length), span })
    return
  }
}

function leadingSpaces(text: string): number {
  let count = 0
  while (count < text.length && isSpace(text.charCodeAt(count))) count++
  return count
}

/**
 * `<<-`: the indentation that all lines have in common goes, as HCL does it: by the literals as written, lines of white
 * space alone left out of it, and a line that starts with a sequence having none. Each line is a chunk of its own.
 */
export function removeIndentation(flat: FlatPart[]): void {
  const adjusted: number[] = []
  let least = Number.POSITIVE_INFINITY
  let lineStart = true
  for (const [index, part] of flat.entries()) {
    const text = part.kind === 'chunk' ? part.text : undefined
    if (lineStart) {
      const spaces = text === undefined ? 0 : leadingSpaces(text)
      const blank = text?.endsWith('\n') && spaces === text.length
      if (!blank) {
        least = Math.min(least, spaces)
        if (text !== undefined) adjusted.push(index)
      }
    }
    lineStart = text?.endsWith('\n') ?? false
  }
  if (least === 0) return
  for (const index of adjusted) {
    const part = flat[index] as ChunkPart
    const span = part.exact ? { ...part.span, start: part.span.start + least } : part.span
    flat[index] = { ...part, text: part.text.slice(least), span }
  }
}

/** The tree of a template, with neighbouring chunks in one. */
export function templateTree(cursor: Cursor, flat: readonly FlatPart[]): readonly TemplatePart[] {
  if (flat.length === 0) return []
  if (flat.length === 1 && flat[0]?.kind === 'chunk') return flat[0].text === '' ? [] : [normalized(flat[0])]
  const reader = { flat, at: 0 }
  const parts = readParts(cursor, reader)
  const left = flat[reader.at]
  if (left) cursor.fail('This directive has no beginning that it belongs to.', offsetIn(cursor, left), cursor.at)
  return parts
}

interface Reader {
  readonly flat: readonly FlatPart[]
  at: number
}

/** Problems are reported by offsets in the text being read; parts know their place in the file. */
function offsetIn(cursor: Cursor, part: FlatPart): number {
  return Math.max(0, cursor.at - Math.max(1, cursor.span(cursor.at, cursor.at).start - part.span.start))
}

/** Parts up to the end, or up to a directive that only the caller can know. */
function readParts(cursor: Cursor, reader: Reader): TemplatePart[] {
  cursor.deeper()
  const parts: TemplatePart[] = []
  let emptied: ChunkPart | undefined
  for (; reader.at < reader.flat.length; ) {
    const part = reader.flat[reader.at] as FlatPart
    if (part.kind === 'else' || part.kind === 'endif' || part.kind === 'endfor') break
    reader.at++
    if (part.kind === 'chunk') {
      if (part.text === '') emptied = part
      else addChunk(parts, part)
    } else if (part.kind === 'start-if') parts.push(readIf(cursor, reader, part))
    else if (part.kind === 'start-for') parts.push(readFor(cursor, reader, part))
    else parts.push(part)
  }
  cursor.depth--
  // "${x ~}  " makes a text of x, where "${x}" alone is x itself.
  if (emptied && parts.length === 1 && parts[0]?.kind === 'interpolation') parts.push(emptied)
  return parts
}

function readIf(cursor: Cursor, reader: Reader, open: Extract<FlatPart, { kind: 'start-if' }>): TemplatePart {
  const whenTrue = readParts(cursor, reader)
  let whenFalse: TemplatePart[] = []
  let next = reader.flat[reader.at]
  if (next?.kind === 'else') {
    reader.at++
    whenFalse = readParts(cursor, reader)
    next = reader.flat[reader.at]
  }
  const close = closing(cursor, reader, open, 'endif')
  return { kind: 'if', condition: open.condition, whenTrue, whenFalse, span: { ...open.span, end: close.span.end } }
}

function readFor(cursor: Cursor, reader: Reader, open: Extract<FlatPart, { kind: 'start-for' }>): TemplatePart {
  const parts = readParts(cursor, reader)
  const close = closing(cursor, reader, open, 'endfor')
  const { keyName, valueName, collection } = open
  return { kind: 'for', keyName, valueName, collection, parts, span: { ...open.span, end: close.span.end } }
}

function closing(cursor: Cursor, reader: Reader, open: FlatPart, wanted: 'endif' | 'endfor'): FlatPart {
  const close = reader.flat[reader.at]
  if (close?.kind !== wanted) {
    return cursor.fail(`The %{ ${wanted} } of this directive is missing.`, offsetIn(cursor, open), cursor.at)
  }
  reader.at++
  return close
}

/** Adds a chunk, joined to the one before where both stand one for one in the file and touch. */
function addChunk(parts: TemplatePart[], chunk: ChunkPart): void {
  const last = parts[parts.length - 1]
  if (last?.kind === 'chunk' && last.exact && chunk.exact && last.span.end === chunk.span.start) {
    const span = { ...last.span, end: chunk.span.end }
    parts[parts.length - 1] = normalized({ kind: 'chunk', text: last.text + chunk.text, span, exact: true })
  } else parts.push(normalized(chunk))
}

/** Terraform's strings are in Unicode's normal form C. */
function normalized(chunk: ChunkPart): ChunkPart {
  if (!/[^\0-\u02ff]/.test(chunk.text)) return chunk
  const text = chunk.text.normalize('NFC')
  return text === chunk.text ? chunk : { ...chunk, text, exact: false }
}
