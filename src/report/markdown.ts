import type { Finding, ScanResult } from '../model/finding'
import { markdown, markdownCode } from './escape'
import { pageUrl, type ReportOptions } from './options'
import { anchorOf, countsInWords, gravestFirst, placeOf, plural, present } from './place'

/**
 * A job summary holds 1 MiB; this leaves room for the summaries of other steps. A comment holds 65,536 characters; this
 * leaves room for the access that changed. In UTF-16 units, like all lengths. Longer tables are not read.
 */
const limits = {
  summary: { characters: 240_000, rows: 200 },
  comment: { characters: 40_000, rows: 50 },
} as const

const marks = { critical: '🟣', high: '🔴', medium: '🟠', low: '🔵', note: '⚪' } as const

/** Remarks about the scan beyond these are counted. */
const mostRemarks = 50

/**
 * For a job summary: what could not be read, a table of findings gravest first, and what was covered. Findings that were
 * there before, low ones and notes are folded. What is too long is cut, and said.
 */
export function markdownReport(result: ScanResult, _options: ReportOptions): string {
  return written(result, limits.summary)
}

/** For a comment on a pull request: as the summary, and what was there before is counted alone. */
export function commentReport(result: ScanResult, _options: ReportOptions): string {
  const findings = result.findings.filter(({ state }) => state !== 'unchanged')
  return written({ ...result, findings }, limits.comment, result)
}

function written(result: ScanResult, limit: Room, counted = result): string {
  const findings = gravestFirst(present(result.findings))
  const known = findings.filter(({ state }) => state === 'unchanged')
  const open = findings.filter(({ state }) => state !== 'unchanged')
  const isMinor = ({ severity }: Finding): boolean => severity === 'low' || severity === 'note'
  const minor = open.filter(isMinor)
  const major = open.filter((finding) => !isMinor(finding))
  const head = [`## iamgate: ${headline(open, counted)}`, ...changes(counted), ...unread(result, 'error')]
  const foot = [...folding(partsTitle(result), unread(result, 'warning')), coverage(result)]
  const room: Room = { rows: limit.rows, characters: limit.characters - [...head, ...foot].join('\n\n').length - 2_000 }
  const tables = [
    ...table(major, room),
    ...folded(minor, countsInWords(minor), room),
    ...folded(
      known,
      `${plural(known.length, 'finding')} that ${known.length === 1 ? 'was' : 'were'} there before`,
      room,
    ),
  ]
  return `${[...head, ...tables, ...foot].join('\n\n')}\n`
}

/** What the tables may still take. */
interface Room {
  rows: number
  characters: number
}

const folded = (findings: readonly Finding[], title: string, room: Room): string[] =>
  folding(title, table(findings, room))

function folding(title: string, inside: readonly string[]): string[] {
  return inside.length === 0 ? [] : [`<details><summary>${title}</summary>`, ...inside, '</details>']
}

/** Of a comparison, what is new is what a reviewer asks for first. */
function headline(open: readonly Finding[], { findings }: ScanResult): string {
  const fresh = findings.some(({ state }) => state !== undefined) ? 'new ' : ''
  if (open.length === 0) return `no ${fresh}findings ✅`
  return `${plural(open.length, `${fresh}finding`)} (${countsInWords(open)})`
}

function changes({ findings }: ScanResult): string[] {
  const count = (state: Finding['state']): number => findings.filter((finding) => finding.state === state).length
  const [known, gone] = [count('unchanged'), count('absent')]
  const before = known > 0 ? [`${plural(known, 'finding')} ${known === 1 ? 'was' : 'were'} there before.`] : []
  const since = gone > 0 ? [`${plural(gone, 'finding')} ${gone === 1 ? 'is' : 'are'} gone.`] : []
  return before.length + since.length > 0 ? [[...before, ...since].join(' ')] : []
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

/** What kept the scan from something is said first; what it got through in part, last. */
function unread(result: ScanResult, level: 'error' | 'warning'): string[] {
  const grave = result.diagnostics.filter((diagnostic) => diagnostic.level === level)
  if (grave.length === 0) return []
  const lines = grave.slice(0, mostRemarks).map(({ file, span, message }) => {
    const place = span ? placeOf(span) : file
    const said = message.length > 500 ? `${message.slice(0, 500)}…` : message
    return `- ${place === '' ? '' : `${markdownCode(place)}: `}${markdown(said)}`
  })
  if (grave.length > mostRemarks) lines.push(`- _and ${grave.length - mostRemarks} more_`)
  return level === 'error' ? ['### What could not be read', lines.join('\n')] : [lines.join('\n')]
}

function partsTitle({ diagnostics }: ScanResult): string {
  return `${plural(diagnostics.filter(({ level }) => level === 'warning').length, 'place')} that could be read in part alone`
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
