import type { Finding, ScanResult } from '../model/finding'
import { markdown, markdownCode } from './escape'
import { pageUrl, type ReportOptions } from './options'
import { anchorOf, countBySeverity, countsInWords, gravestFirst, placeOf, plural, present } from './place'

/** A job summary holds 1 MiB; this leaves room for the summaries of other steps. In UTF-16 units, like all lengths. */
const largest = 240_000
/** A table longer than this is not read. */
const mostRows = 200

const marks = { critical: '🟣', high: '🔴', medium: '🟠', low: '🔵', note: '⚪' } as const

/** For a job summary or a comment: counts, a table of findings gravest first, and what was covered. */
export function markdownReport(result: ScanResult, _options: ReportOptions): string {
  const findings = gravestFirst(present(result.findings))
  const parts = [`## iamgate: ${headline(findings)}`, ...changes(result), ...table(findings), ...problems(result)]
  parts.push(coverage(result))
  const text = `${parts.join('\n\n')}\n`
  return text.length <= largest
    ? text
    : `${text.slice(0, text.lastIndexOf('\n', largest))}\n\n_Cut: the report is too long._\n`
}

function headline(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no findings ✅'
  return `${plural(findings.length, 'finding')} (${countsInWords(findings)})`
}

function changes(result: ScanResult): string[] {
  if (!result.findings.some((finding) => finding.state)) return []
  const count = (state: Finding['state']): number => result.findings.filter((finding) => finding.state === state).length
  return [`**${count('new')} new**, ${count('unchanged')} unchanged, ${count('absent')} gone.`]
}

function table(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  const rows = findings.slice(0, mostRows).map(row)
  const counts = countBySeverity(findings.slice(mostRows))
  const rest = Object.entries(counts).filter(([, count]) => count > 0)
  const cut = rest.length > 0 ? [`_And ${rest.map(([name, count]) => `${count} ${name}`).join(', ')} more._`] : []
  return [['| | Check | What | Where |', '| --- | --- | --- | --- |', ...rows].join('\n'), ...cut]
}

function row(finding: Finding): string {
  const { at } = anchorOf(finding)
  const fix = finding.fix ? `<br><sub>${markdown(finding.fix.description)}</sub>` : ''
  const state = finding.state === 'new' ? ' **new**' : ''
  const more = finding.instances.length > 1 ? ` (${finding.instances.length} instances)` : ''
  const cells = [
    `${marks[finding.severity]} ${finding.severity}${state}`,
    `[${finding.check}](${pageUrl(finding.check)})`,
    `${markdown(finding.message)}${fix}`,
    `${markdownCode(placeOf(at))}<br>${markdownCode(finding.resource.constructPath ?? finding.resource.address)}${more}`,
  ]
  return `| ${cells.join(' | ')} |`
}

function problems(result: ScanResult): string[] {
  const shown = result.diagnostics.filter((diagnostic) => diagnostic.level !== 'note').slice(0, mostRows)
  if (shown.length === 0) return []
  const lines = shown.map(({ level, file, span, message }) => {
    const place = span ? placeOf(span) : file
    return `- **${level}** ${place === '' ? '' : `${markdownCode(place)}: `}${markdown(message)}`
  })
  return ['### What could not be read', lines.join('\n')]
}

function coverage(result: ScanResult): string {
  const { files, resources, policies, checks } = result.coverage
  const ignored = result.suppressed.length > 0 ? ` ${plural(result.suppressed.length, 'finding')} ignored.` : ''
  return (
    `<sub>Covered: ${plural(files.found, 'file')} (${files.parsed} parsed, ${files.failed} failed, ${files.skipped} not ours), ` +
    `${plural(resources, 'resource')}, ${plural(policies.total, 'policy', 'policies')} (${policies.resolved} resolved, ` +
    `${policies.partial} partly, ${policies.unresolved} not), ${plural(checks, 'check')}.${ignored}</sub>`
  )
}
