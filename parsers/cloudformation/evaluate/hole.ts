import type { Span } from '../../../src/model/source'
import type { Data, Hole, Text, TextPart, UnknownData, UnknownReason } from '../../../src/model/value'
import { holes, holeText } from '../../../src/model/value'

/** Longer expressions are cut: they are shown to people. */
const longestExpression = 120

/** The characters of a function as written, on one line. */
export function written(span: Span): string {
  const text = span.source.text.slice(span.start, Math.min(span.end, span.start + 4 * longestExpression))
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > longestExpression ? `${line.slice(0, longestExpression - 1)}…` : line
}

/** A value that nobody can know here. */
export function unknown(span: Span, why: UnknownReason, expression = written(span), pattern?: string): UnknownData {
  const hole: Hole = { kind: 'hole', expression, why, span, ...(pattern === undefined ? {} : { pattern }) }
  return { kind: 'unknown', hole, span }
}

/** Any number of values that nobody can know here, as an item of a list. */
export function unknownMany(data: UnknownData): UnknownData {
  return { ...data, many: true }
}

/** What a function gives when its arguments do not tell: unknown for the reason of the first hole in them. */
export function unknownBecause(span: Span, because: readonly (Data | undefined)[]): UnknownData {
  return unknown(span, firstHole(because)?.why ?? 'unsupported')
}

function firstHole(data: readonly (Data | undefined)[]): Hole | undefined {
  for (const one of data) {
    const found = holeIn(one)
    if (found) return found
  }
  return undefined
}

function holeIn(data: Data | undefined): Hole | undefined {
  switch (data?.kind) {
    case 'unknown':
      return data.hole
    case 'text':
      return holes(data)[0]
    case 'list':
      return firstHole(data.items)
    case 'object':
      return firstHole(data.entries.map((one) => one.value)) ?? data.open?.[0]
    default:
      return undefined
  }
}

/** A text may have this many parts and characters; one that grows beyond is hostile. */
export const largestText = { parts: 20_000, characters: 4_000_000 }

/** The text of these parts, or unknown when it would be too large. */
export function boundedText(parts: readonly TextPart[], span: Span): Data {
  const characters = parts.reduce((sum, part) => sum + (part.kind === 'chunk' ? part.text.length : 1), 0)
  if (parts.length > largestText.parts || characters > largestText.characters) return unknown(span, 'limit')
  return { kind: 'text', parts, span }
}

/** An unknown value that can only be one text: what `Ref` and `Fn::ImportValue` give is no list or object. */
export function asOneText(data: Data): Data {
  return data.kind === 'unknown' && !data.many ? holeText(data.hole) : data
}

/** The same text as reached through `use`: it keeps its own place and remembers the way. */
export function reached(data: Data, use: Span): Data {
  if (data.kind !== 'text') return data
  const text: Text = { ...data, via: [use, ...(data.via ?? [])] }
  return text
}
