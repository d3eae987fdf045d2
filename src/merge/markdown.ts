import { type Severity, severities } from '../model/finding'
import { markdown, markdownCode } from '../report/escape'
import { pageUrl } from '../report/options'
import { plural } from '../report/place'
import type { ReportedFinding } from './read'
import type { MergedReport } from './reports'

/** Longer tables are not read. */
const most = { reports: 1000, findings: 100, troubles: 50 }

/** For a job summary: how many findings each report has, the gravest of all, and what could not be read. */
export function mergedMarkdown(report: MergedReport): string {
  const open = report.findings.filter(({ state }) => state !== 'absent' && state !== 'unchanged')
  const parts = [`## iamgate: ${open.length === 0 ? 'no findings ✅' : plural(open.length, 'finding')}`]
  if (report.findings.some(({ from }) => from !== undefined)) parts.push(...countTable(report, open))
  parts.push(...troubles(report), ...findingTable(open))
  return `${parts.join('\n\n')}\n`
}

function countTable(report: MergedReport, open: readonly ReportedFinding[]): string[] {
  const byReport = new Map<string, ReportedFinding[]>(report.from.map((name) => [name, []]))
  for (const finding of open) byReport.get(finding.from ?? '')?.push(finding)
  const rows = [...byReport]
    .map(([name, own]) => ({ name, counts: severities.map((severity) => count(own, severity)) }))
    .sort((one, other) => gravestCounts(one.counts, other.counts))
  const shown = rows
    .slice(0, most.reports)
    .map(({ name, counts }) => `| ${markdownCode(name)} | ${counts.map((each) => each || '').join(' | ')} |`)
  const head = [`| Report | ${severities.join(' | ')} |`, `| --- |${' ---: |'.repeat(severities.length)}`]
  const rest = rows.length > most.reports ? [`_And ${plural(rows.length - most.reports, 'report')} more._`] : []
  return [[...head, ...shown].join('\n'), ...rest]
}

const count = (findings: readonly ReportedFinding[], severity: Severity): number =>
  findings.filter((finding) => finding.severity === severity).length

function gravestCounts(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((each, index) => each !== other[index])
  return at < 0 ? 0 : (other[at] as number) - (one[at] as number)
}

function troubles({ diagnostics }: MergedReport): string[] {
  const errors = diagnostics.filter(({ level }) => level === 'error')
  if (errors.length === 0) return []
  const lines = errors.slice(0, most.troubles).map(({ file = '', message = '', ...rest }) => {
    const from = 'from' in rest && typeof rest.from === 'string' ? `${rest.from}: ` : ''
    return `- ${markdownCode(`${from}${file}`)}: ${markdown(message)}`
  })
  if (errors.length > most.troubles) lines.push(`- _and ${errors.length - most.troubles} more_`)
  return ['### What could not be read', lines.join('\n')]
}

function findingTable(open: readonly ReportedFinding[]): string[] {
  if (open.length === 0) return []
  const ordered = severities.flatMap((severity) => open.filter((finding) => finding.severity === severity))
  const rows = ordered.slice(0, most.findings).map(({ from, severity, check, message, file, start, resource }) => {
    const place = `${from === undefined ? '' : `${from}: `}${file}:${start.line}`
    const where = `${markdownCode(place)}<br>${markdownCode(resource.address)}`
    return `| ${severity} | [${markdown(check)}](${pageUrl(encodeURIComponent(check))}) | ${markdown(message)} | ${where} |`
  })
  const rest = ordered.length - rows.length
  const table = ['| | Check | What | Where |', '| --- | --- | --- | --- |', ...rows].join('\n')
  return [table, ...(rest > 0 ? [`_And ${plural(rest, 'finding')} more: see the merged report._`] : [])]
}
