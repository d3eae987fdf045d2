import type { Finding } from '../model/finding'
import type { SourceFile, Span } from '../model/source'
import type { Directive } from './directive'

/** The offsets of a file that a directive covers: the line it stands on or above, and the block that opens there. */
export interface Reach {
  readonly source: SourceFile
  /** The 1-based lines that it is attached to: the one below or beside it, and the one that opens the block around it. */
  readonly lines: readonly number[]
  readonly ranges: readonly { readonly start: number; readonly end: number }[]
}

/** What a directive covers: see `Reach`. */
export function reachOf(directive: Directive): Reach {
  const { source, line } = directive
  const trailing =
    source.text
      .slice(source.offsetAt(line, 1), directive.start)
      .replace(/(?:#|\/\/|\/\*)\s*$/, '')
      .trim() !== ''
  const next = nextCodeLine(source, line)
  if (trailing || next === undefined) return reachAt(source, trailing ? [line] : [])
  return reachAbove(source, next)
}

/** What a directive on a line of its own directly above a line of code would cover. */
export function reachAbove(source: SourceFile, line: number): Reach {
  return reachAt(source, [line, openingLine(source, line)])
}

/** The lines, and the blocks that open on them. */
export function reachAt(source: SourceFile, lines: readonly (number | undefined)[]): Reach {
  const attached = lines.filter((candidate) => candidate !== undefined)
  return { source, lines: attached, ranges: attached.map((at) => blockAt(source, at)) }
}

/** Whether a directive's reach takes in a finding: its place, its resource, or a module block that called it. */
export function reaches(reach: Reach, finding: Finding): boolean {
  if (reach.ranges.some((range) => isIn(reach, finding.at, range))) return true
  const { body, span, moduleCalls, trace } = finding.resource
  return [body, span, ...moduleCalls, ...trace].some((candidate) => startsOn(reach, candidate))
}

function isIn(reach: Reach, span: Span, range: { start: number; end: number }): boolean {
  return span.source.path === reach.source.path && span.start >= range.start && span.start < range.end
}

function startsOn(reach: Reach, span: Span): boolean {
  if (span.source.path !== reach.source.path) return false
  return reach.lines.includes(span.source.positionAt(span.start).line)
}

const isComment = (text: string): boolean => /^\s*(?:#|\/\/|\/\*)/.test(text)
const lineCount = (source: SourceFile): number => source.positionAt(source.text.length).line

/** The first line below that is neither blank nor a comment; undefined at the end of the file. */
function nextCodeLine(source: SourceFile, line: number): number | undefined {
  const last = lineCount(source)
  for (let at = line + 1; at <= last; at++) {
    const text = source.lineText(at)
    if (text.trim() !== '' && !isComment(text)) return at
  }
  return undefined
}

/**
 * The line above when it opens the block whose first line this is; undefined when it does not, and when the comment is
 * meant for what begins below it: the first item of a list, the first resource of a template, the first entry of a map.
 */
function openingLine(source: SourceFile, next: number): number | undefined {
  const opener = previousCodeLine(source, next)
  if (opener === undefined) return undefined
  const above = source.lineText(opener)
  const below = source.lineText(next)
  if (isIndented(source)) {
    const opens = /:\s*(?:#.*)?$/.test(above) && !/^\s*-/.test(below)
    return opens && (isResourceKey(below) || !opensMap(below)) ? opener : undefined
  }
  if (!/[{(]\s*(?:#.*|\/\/.*)?$/.test(above)) return undefined
  return /^(?:resource|module|data)\b/.test(above) || !/[{[(]\s*(?:#.*|\/\/.*)?$/.test(below) ? opener : undefined
}

/** A key of a CloudFormation resource itself, so that the line above names the resource. */
const isResourceKey = (text: string): boolean =>
  /^\s+(?:Type|Properties|Metadata|DependsOn|Condition|DeletionPolicy)\s*:/.test(text)
const opensMap = (text: string): boolean => /:\s*(?:#.*)?$/.test(text)

function previousCodeLine(source: SourceFile, line: number): number | undefined {
  for (let at = line - 1; at >= 1; at--) {
    const text = source.lineText(at)
    if (text.trim() !== '' && !isComment(text)) return at
  }
  return undefined
}

/** YAML nests by indentation; HCL, JSON and TypeScript by brackets. */
function isIndented(source: SourceFile): boolean {
  return !/\.(?:tf|tofu|json|m?[jt]sx?)$/.test(source.path)
}

/** From the start of a line to the end of the block that opens on it; the line alone when none does. */
function blockAt(source: SourceFile, line: number): { start: number; end: number } {
  const start = source.offsetAt(line, 1)
  const end = isIndented(source) ? indentedEnd(source, line) : bracketedEnd(source, line)
  return { start, end }
}

function indentedEnd(source: SourceFile, line: number): number {
  const depth = indentation(source.lineText(line))
  // A section of a template is no block: a comment above `Resources:` must not hide all of them.
  if (depth === 0) return source.offsetAt(line, 1) + source.lineText(line).length + 1
  const last = lineCount(source)
  let at = line + 1
  while (at <= last) {
    const text = source.lineText(at)
    if (text.trim() !== '' && indentation(text) <= depth && !continues(text, source.lineText(line), depth)) break
    at += 1
  }
  return at > last ? source.text.length + 1 : source.offsetAt(at, 1)
}

/** A list under a key may stand at the key's own indentation: `Policies:` and `- PolicyName` below it. */
function continues(text: string, opener: string, depth: number): boolean {
  return indentation(text) === depth && /^\s*-\s/.test(text) && !/^\s*-\s/.test(opener)
}

const indentation = (text: string): number => text.length - text.trimStart().length

/** Walks brackets from the line on, past strings and comments, until all that it opened are closed. */
function bracketedEnd(source: SourceFile, line: number): number {
  const { text } = source
  const lineEnd = source.offsetAt(line, 1) + source.lineText(line).length + 1
  let depth = 0
  for (let at = source.offsetAt(line, 1); at < text.length; at++) {
    if (depth <= 0 && at >= lineEnd) return lineEnd
    const character = text[at] as string
    if (character === '"' || character === "'" || character === '`') at = stringEnd(text, at)
    else if (character === '#' || (character === '/' && text[at + 1] === '/')) at = lineBreak(text, at)
    else if ('{[('.includes(character)) depth += 1
    else if ('}])'.includes(character)) {
      depth -= 1
      if (depth === 0 && at >= lineEnd) return at + 1
    }
  }
  return depth > 0 ? text.length + 1 : lineEnd
}

/** The closing quote; the opening one itself where the line has none. */
function stringEnd(text: string, open: number): number {
  for (let at = open + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === text[open]) return at
  }
  return open
}

function lineBreak(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}
