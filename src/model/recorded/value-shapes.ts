import type { Span } from '../source'
import type { Guard, Hole, ResourceSymbol, Text, TextPart, UnknownReason } from '../value'
import type { RecordedFile } from './recorded-file'
import { boolean, optional, type Shape, string, struct } from './shape'

/** `<number of the file>:<line>:<column>-<line>:<column>` */
export const spanShape: Shape<Span> = {
  write({ source, start, end }, to) {
    const [from, until] = [source.positionAt(start), source.positionAt(end)]
    return `${to.file(source.path)}:${from.line}:${from.column}-${until.line}:${until.column}`
  },
  read(json, from) {
    const found = /^(\d{1,9}):(\d{1,9}):(\d{1,9})-(\d{1,9}):(\d{1,9})$/.exec(typeof json === 'string' ? json : '')
    if (!found) return from.fail('is no place')
    const [file = 0, line = 0, column = 0, lastLine = 0, lastColumn = 0] = found.slice(1).map(Number)
    const source: RecordedFile = from.numbered(from.files, file, 'file')
    return source.spanOf({ line, column }, { line: lastLine, column: lastColumn })
  },
}

const symbolShape = struct<ResourceSymbol>({ id: string, address: string, attribute: string, type: string })

/** A hole as it stands in the table of holes. Where the code writes a secret is not kept. */
const wholeHole = struct<Omit<Hole, 'kind' | 'written'>>({
  expression: string,
  why: string as Shape<UnknownReason>,
  span: spanShape,
  symbol: optional(symbolShape),
  pattern: optional(string),
})

export const holeTable: Shape<Hole> = {
  write: (hole, to) => wholeHole.write(hole, to),
  read: (json, from) => ({ kind: 'hole', ...wholeHole.read(json, from) }),
}

/** A hole where it is mentioned: its number in the table. */
export const holeShape: Shape<Hole> = {
  write: (hole, to) => to.hole(hole, () => holeTable.write(hole, to)),
  read: (json, from) => from.numbered(from.holes, json, 'unknown'),
}

/** A list: its place, then its literal parts as strings and its holes as numbers. */
export const textShape: Shape<Text> = {
  write: ({ span, parts }, to) => [
    spanShape.write(span, to),
    ...parts.map((part) => (part.kind === 'hole' ? holeShape.write(part, to) : part.text)),
  ],
  read(json, from) {
    if (!Array.isArray(json)) return from.fail('is no text')
    const [place, ...rest] = json
    const span = from.within(0, () => spanShape.read(place, from))
    const parts = rest.map((part, at): TextPart => {
      if (typeof part === 'string') return { kind: 'chunk', text: part, span, exact: false }
      return from.within(at + 1, () => holeShape.read(part, from))
    })
    return { kind: 'text', parts, span }
  },
}

export const guardShape = struct<Guard>({ condition: string, is: boolean })
