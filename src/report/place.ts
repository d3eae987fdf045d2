import type { Finding } from '../model/finding'
import { severities, type Severity } from '../model/finding'
import type { Position, Span } from '../model/source'

/** A span as lines and columns, both from 1; the end is exclusive. */
export interface Range {
  readonly file: string
  readonly start: Position
  readonly end: Position
}

/** The lines and columns of a span. */
export function rangeOf(span: Span): Range {
  const { source, start, end } = span
  return { file: source.path, start: source.positionAt(start), end: source.positionAt(end) }
}

/** `file:line:column` of a span's start. */
export function placeOf(span: Span): string {
  const { file, start } = rangeOf(span)
  return `${file}:${start.line}:${start.column}`
}

/** How many findings there are of each severity. */
export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, note: 0 }
  for (const finding of findings) counts[finding.severity] += 1
  return counts
}

/** `2 critical, 3 high`, gravest first; '' for none. */
export function countsInWords(findings: readonly Finding[], separator = ', '): string {
  const counts = countBySeverity(findings)
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`)
    .join(separator)
}

/** The findings that are there: those of a base commit that are gone are told apart by `absent`. */
export function present(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => finding.state !== 'absent')
}

/** Gravest first, then as they were. */
export function gravestFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = (finding: Finding): number => severities.indexOf(finding.severity)
  return [...findings].sort((first, second) => rank(first) - rank(second))
}

/** `1 file`, `2 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/**
 * Where a reader of the repository finds it: inside a module that `terraform init` fetched, which no repository holds,
 * the innermost `module` block that is in the repository, with what is inside as a related place.
 */
export function anchorOf(finding: Finding): { readonly at: Span; readonly inside: Span | undefined } {
  if (!isFetched(finding.at)) return { at: finding.at, inside: undefined }
  const own = finding.resource.moduleCalls.filter((call) => !isFetched(call)).at(-1)
  return own ? { at: own, inside: finding.at } : { at: finding.at, inside: undefined }
}

function isFetched(span: Span): boolean {
  return /(?:^|\/)\.terraform\//.test(span.source.path)
}

/** The path from the repository's root, of a path from the working directory: `..` steps are taken out. */
export function repositoryPath(path: string, prefix = ''): string {
  const parts: string[] = []
  for (const part of `${prefix}/${path}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}
