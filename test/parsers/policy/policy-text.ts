import { SourceFile, span } from '../../../src/model/source'
import type { Hole, Text, TextPart } from '../../../src/model/value'

/**
 * A text as a parser gives it for the content of a heredoc or a file: `${...}` is a hole, all else exact characters of
 * the file at `path`.
 */
export function textOf(content: string, path = 'policy.json'): Text {
  const source = new SourceFile(path, content)
  const parts: TextPart[] = []
  let at = 0
  for (const found of content.matchAll(/\$\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\}/g)) {
    if (found.index > at) parts.push(chunk(source, at, found.index))
    parts.push(hole(source, found[1] as string, found.index, found.index + found[0].length))
    at = found.index + found[0].length
  }
  if (at < content.length) parts.push(chunk(source, at, content.length))
  return { kind: 'text', parts, span: span(source) }
}

function chunk(source: SourceFile, start: number, end: number): TextPart {
  return { kind: 'chunk', text: source.text.slice(start, end), span: { source, start, end }, exact: true }
}

function hole(source: SourceFile, expression: string, start: number, end: number): Hole {
  return { kind: 'hole', expression, why: 'variable-without-value', span: { source, start, end } }
}

/** The characters of a span. */
export function written(at: { source: SourceFile; start: number; end: number }): string {
  return at.source.text.slice(at.start, at.end)
}
