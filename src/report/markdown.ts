import type { Finding, ScanResult } from '../model/finding'
import { markdown, markdownCode } from './escape'
import { pageUrl, type ReportOptions } from './options'
import { anchorOf, countsInWords, gravestFirst, placeOf, plural, present } from './place'

/** A job summary holds 1 MiB; this leaves room for the summaries of other steps. In UTF-16 units, like all lengths. */
const largest = 240_000
/** A table longer than this is not read. */
const mostRows = 200

const marks = { critical: '🟣', high: '🔴', medium: '🟠', low: '🔵', note: '⚪' } as const

/** Remarks about the scan beyond these are counted. */
const mostRemarks = 50

/**
 * For a job summary or a comment: what could not be read, a table of findings gravest first, and what was covered.
 * Findings that were there before, low ones and notes are folded. What is too long is cut, and said.
 */
export function markdownReport(result: ScanResult, _options: ReportOptions): string {
  const findings = gravestFirst(present(result.findings))
  const known = findings.filter(({ state }) => state === 'unchanged')
  const open = findings.filter(({ state }) => state !== 'unchanged')
  const isMinor = ({ severity }: Finding): boolean => severity === 'low' || severity === 'note'
  const minor = open.filter(isMinor)
  const major = open.filter((finding) => !isMinor(finding))
  const head = [`## iamgate: ${headline(findings)}`, ...changes(result), ...problems(result)]
  const foot = coverage(result)
  const room: Room = { rows: mostRows, characters: largest - [...head, foot].join('\n\n').length - 2_000 }
  const tables = [
    ...table(major, room),
    ...folded(minor, countsInWords(minor), room),
    ...folded(
      known,
      `${plural(known.length, 'finding')} that ${known.length === 1 ? 'was' : 'were'} there before`,
      room,
    ),
  ]
  return `${[...head, ...tables, foot].join('\n\n')}\n`
}

/** What the tables may still take. */
interface Room {
  rows: number
  characters: number
}

function folded(findings: readonly Finding[], title: string, room: Room): string[] {
  const inside = table(findings, room)
  return inside.length === 0 ? [] : [`<details><summary>${title}</summary>`, ...inside, '</details>']
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

function table(findings: readonly Finding[], room: Room): string[] {
  if (findings.length === 0) return []
  const rows: string[] = []
  for (const finding of findings) {
    const text = row(finding)
    if (room.rows === 0 || text.length > room.characters) break
    rows.push(text)
    room.rows -= 1
    room.characters -= text.length + 1
  }
  const rest = countsInWords(findings.slice(rows.length))
  const cut = rest === '' ? [] : [`_And ${rest} more: see the full report._`]
  if (rows.length === 0) return cut
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
  const grave = result.diagnostics.filter((diagnostic) => diagnostic.level !== 'note')
  if (grave.length === 0) return []
  const rank = { error: 0, warning: 1, note: 2 }
  const sorted = [...grave].sort((first, second) => rank[first.level] - rank[second.level])
  const lines = sorted.slice(0, mostRemarks).map(({ level, file, span, message }) => {
    const place = span ? placeOf(span) : file
    const said = message.length > 500 ? `${message.slice(0, 500)}…` : message
    return `- **${level}** ${place === '' ? '' : `${markdownCode(place)}: `}${markdown(said)}`
  })
  if (grave.length > mostRemarks) lines.push(`- _and ${grave.length - mostRemarks} more_`)
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
