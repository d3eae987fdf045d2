import type { Span } from '../../../../src/model/source'
import { cover } from '../../../../src/model/source'
import type { Chunk, TextPart } from '../../../../src/model/value'
import type { StringValue, Value } from '../value'
import { knownText, partsOf, stringOf } from '../value'
import { holeFor } from './unknown'

/** Strings that keep the characters they came from while functions cut and join them. */

/** The text of a string argument, or undefined when it has a hole or is unknown. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'string' ? knownText(value) : undefined
}

/** The parts of a scalar; one hole for what is no scalar. A sensitive value is a hole that hides it. */
export function partsFor(value: Value): readonly TextPart[] {
  return partsOf(value) ?? [holeFor(value)]
}

/** The parts of a string with what is sensitive in the clear: for results that are themselves marked. */
export function rawParts(value: Value): readonly TextPart[] {
  return value.kind === 'string' ? value.parts : partsFor(value)
}

/** UTF-16 offsets `start` to `end` of a known string: each character still points at where it was written. */
export function sliceText(value: StringValue, start: number, end: number): StringValue {
  const length = value.parts.reduce((sum, part) => sum + (part.kind === 'chunk' ? part.text.length : 0), 0)
  if (start <= 0 && end >= length) return value
  const parts: Chunk[] = []
  let at = 0
  for (const part of value.parts) {
    if (part.kind === 'hole') continue
    const from = Math.max(start - at, 0)
    const to = Math.min(end - at, part.text.length)
    if (from < to) parts.push(sliceChunk(part, from, to))
    at += part.text.length
  }
  const result = stringOf(parts, spanOfParts(parts, value.span))
  return { ...result, ...(value.via && { via: value.via }), ...(value.sensitive && { sensitive: true }) }
}

/** A part of a chunk, by UTF-16 offsets. */
export function sliceChunk(chunk: Chunk, from: number, to: number): Chunk {
  if (from === 0 && to === chunk.text.length) return chunk
  const at = chunk.exact
    ? { source: chunk.span.source, start: chunk.span.start + from, end: chunk.span.start + to }
    : chunk.span
  return { ...chunk, text: chunk.text.slice(from, to), span: at }
}

/** The characters that these parts came from, or `otherwise` when there are none or they lie in different files. */
export function spanOfParts(parts: readonly TextPart[], otherwise: Span): Span {
  let all: Span | undefined
  for (const part of parts) {
    if (all && all.source !== part.span.source) return otherwise
    all = all ? cover(all, part.span) : part.span
  }
  return all ?? otherwise
}

/** A chunk of text that a function made itself, near `at`. */
export function madeChunk(text: string, at: Span): Chunk {
  return { kind: 'chunk', text, span: at, exact: false }
}

/** The number of UTF-16 units that are known of these parts. */
export function knownLength(parts: readonly TextPart[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'chunk' ? part.text.length : 0), 0)
}

let segmenter: Intl.Segmenter | undefined

/** The characters of a text as people count them (Unicode's extended grapheme clusters), as Terraform does. */
export function graphemes(text: string): string[] {
  if (/^[\x20-\x7e]*$/.test(text)) return text.split('')
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return [...segmenter.segment(text)].map((segment) => segment.segment)
}
