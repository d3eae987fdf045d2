import type { Diagnostic } from '../model/diagnostic'
import type { Finding, ScanResult, Severity } from '../model/finding'
import { commandData, commandProperty } from './escape'
import type { ReportOptions } from './options'
import { anchorOf, gravestFirst, present, rangeOf, repositoryPath } from './place'

const commands: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  note: 'notice',
}

/**
 * Workflow commands, which GitHub shows as annotations. A step may show ten of each kind alone: what is new on lines of
 * the diff comes first, then what is new elsewhere; of each the gravest. What was there before is nobody's change. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubReport(result: ScanResult, options: ReportOptions): string {
  const findings = gravestFirst(present(result.findings).filter(({ state }) => state !== 'unchanged'))
  const ordered = [...findings].sort((one, other) => turnOf(one, options) - turnOf(other, options))
  const troubles = result.diagnostics.filter((diagnostic) => diagnostic.level !== 'note')
  const lines = [...troubles.map((one) => troubleCommand(one, options)), ...ordered.map((one) => command(one, options))]
  return lines.map((line) => `${line}\n`).join('')
}

function turnOf(finding: Finding, { isChanged, prefix }: ReportOptions): number {
  const { at } = anchorOf(finding)
  const { start, end } = rangeOf(at)
  const file = repositoryPath(at.source.path, prefix)
  const lines = Array.from({ length: Math.min(end.line - start.line, mostLines) + 1 }, (_, index) => start.line + index)
  return lines.some((line) => isChanged?.(file, line)) ? 0 : 1
}

/** Of a finding that stands on more lines, the first ones tell. */
const mostLines = 1_000

function command(finding: Finding, options: ReportOptions): string {
  const { at } = anchorOf(finding)
  const { start, end } = rangeOf(at)
  const properties = {
    file: repositoryPath(at.source.path, options.prefix),
    line: String(start.line),
    endLine: String(end.line),
    // GitHub takes columns only where the annotation stays in one line.
    ...(start.line === end.line ? { col: String(start.column), endColumn: String(end.column) } : {}),
    title: `iamgate: ${finding.check} (${finding.severity})`,
  }
  const todo = finding.fix ? `\n${finding.fix.description}` : ''
  return render(commands[finding.severity], properties, `${finding.message}${todo}`)
}

function troubleCommand(diagnostic: Diagnostic, options: ReportOptions): string {
  const { level, kind, message, file, span } = diagnostic
  const properties: Record<string, string> = {}
  if (file !== '') properties.file = repositoryPath(file, options.prefix)
  if (span) properties.line = String(rangeOf(span).start.line)
  properties.title = `iamgate: ${kind}`
  return render(level, properties, span ? message : `${file} ${message}`.trim())
}

function render(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${commandProperty(value)}`)
  return `::${name} ${list.join(',')}::${commandData(message)}`
}
