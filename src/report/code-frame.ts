import type { ScanResult } from '../model/finding'
import type { Span } from '../model/source'
import { plain } from './escape'

/** One line of a code frame. `marked` are the columns (from 0, end exclusive) of `text` that the finding is about. */
export interface FrameLine {
  readonly number: number
  readonly text: string
  readonly marked?: { readonly start: number; readonly end: number }
}

/** Lines longer than this are cut around the marked characters, unless told otherwise: minified JSON is one line. */
const defaultWidth = 160
/** Characters before and after the start of what is shown that are searched for secrets: of a megabyte, not all. */
const searched = 16_000
/** A span of more lines shows its first ones only. */
const tallest = 6

/**
 * The lines of a span with some context, ready to print: no control characters, tabs as two spaces, secret values
 * masked: what looks like one, and the characters of `secrets`. Lines are cut to `widest` characters. Empty
 * when the span's file is empty.
 */
export function codeFrame(
  span: Span,
  context = 1,
  secrets: readonly Span[] = [],
  widest = defaultWidth,
): readonly FrameLine[] {
  const { source } = span
  const first = source.positionAt(span.start)
  const last = source.positionAt(Math.max(span.start, span.end - 1))
  const lastShown = Math.min(last.line, first.line + tallest - 1)
  const ownSecrets = secrets.filter((secret) => secret.source.path === source.path)
  const lines: FrameLine[] = []
  for (let number = Math.max(1, first.line - context); number <= lastShown + context; number++) {
    if (number > source.positionAt(source.text.length).line) break
    const at = number === first.line ? first.column - 1 : 0
    const skipped = Math.max(0, at - searched)
    const line = source.lineText(number).slice(skipped, at + searched)
    const raw = maskSecrets(withoutSpans(line, source.offsetAt(number, 1) + skipped, ownSecrets))
    if (number < first.line || number > lastShown) {
      if (raw.trim() !== '') lines.push({ number, text: cut(expand(raw.trimEnd()), 0, widest).text })
      continue
    }
    const from = number === first.line ? at - skipped : raw.length - raw.trimStart().length
    const to = number === last.line ? Math.min(last.column - skipped, raw.length) : raw.length
    lines.push(markedLine(number, raw, from, Math.max(to, from + 1), widest))
  }
  return lines
}

/** Every secret that a finding of the scan points at: also the frames of its neighbours must not show it. */
export function secretsOf(result: ScanResult): readonly Span[] {
  return [...result.findings, ...result.suppressed].flatMap(({ secret, at }) => (secret ? [at] : []))
}

/** A line that starts at an offset, with asterisks where it is in one of the spans. */
function withoutSpans(line: string, offset: number, spans: readonly Span[]): string {
  let shown = line
  for (const { start, end } of spans) {
    const from = Math.max(0, start - offset)
    const to = Math.min(line.length, end - offset)
    if (from < to) shown = shown.slice(0, from) + '*'.repeat(to - from) + shown.slice(to)
  }
  return shown
}

function markedLine(number: number, raw: string, from: number, to: number, widest: number): FrameLine {
  const start = expand(raw.slice(0, from)).length
  const end = Math.max(start + 1, start + expand(raw.slice(from, to)).length)
  const shown = cut(expand(raw), start, widest)
  const marked = {
    start: Math.min(widest, start - shown.dropped),
    end: Math.min(widest + 1, end - shown.dropped),
  }
  return { number, text: shown.text, marked }
}

const expand = (text: string): string => plain(text.replaceAll('\t', '  '))

/** At most `widest` characters that hold column `at`, and how many were dropped before them. */
function cut(text: string, at: number, widest: number): { text: string; dropped: number } {
  if (text.length <= widest) return { text, dropped: 0 }
  const from = at < widest / 2 ? 0 : at - Math.floor(widest / 3)
  const head = from > 0 ? '…' : ''
  const tail = from + widest < text.length ? '…' : ''
  const dropped = from > 0 ? from - 1 : 0
  return { text: `${head}${text.slice(from, from + widest)}${tail}`, dropped }
}

/** An assignment to something that is named like a secret; conditions on `token.actions...` keys are none. */
const secret =
  /((?<![\w.:])["']?[\w-]*(?:password|passwd|secret|token|api_?key|access_?key|private_?key)[\w-]*(?:["']\s*[:=]\s*|\s*=\s*|\s*:\s+))("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'{[(#,!&*|>]\S*)/gi
const accessKey = /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g

/** A line of code with what may be a secret replaced by as many asterisks. Names and references stay readable. */
export function maskSecrets(line: string): string {
  return line
    .replace(secret, (all, left: string, value: string) => (isReference(left, value) ? all : left + mask(value)))
    .replace(accessKey, (key) => key.slice(0, 4) + '*'.repeat(key.length - 4))
}

function mask(value: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? ''
  return `${quote}${'*'.repeat(value.length - 2 * quote.length)}${quote}`
}

/** True, false, numbers, `var.x`, `"${...}"`, an ARN, or a setting whose name only sounds like a secret. */
function isReference(left: string, value: string): boolean {
  if (
    /(?:arn|name|id|policy|type|length|age|reset_required|resetrequired|count|enabled|version)["']?\s*[:=]/i.test(left)
  ) {
    return !/access_?key_?id/i.test(left)
  }
  return /^["']?(?:\$\{|\{\{resolve:|arn:|!|true\b|false\b|null\b|\d+\b|(?:var|local|data|module|each|random_\w+|aws_\w+)\.|<)/i.test(
    value,
  )
}
