import { severities, type Severity } from '../model/finding'
import { joinParts, mixed } from './parts'
import { type Counts, isObject, type Report } from './read'

/** One JSON report, and where it is from. */
export interface NamedReport {
  readonly name: string
  readonly report: Report
}

/** Several reports as one: a report like each of them, which also says of which it was made. */
export type MergedReport = Report & { readonly from: readonly string[] }

const lists = ['findings', 'suppressed', 'unresolved', 'diagnostics'] as const

/**
 * JSON reports of several scans as one. The parts of one scan become the scan of everything. Of different scans each
 * entry says in `from` which report it is of, since files of one name may be in all of them. Counts are added up. Parts
 * that do not make a whole come back as a sentence.
 */
export function mergeReports(reports: readonly NamedReport[]): MergedReport | string {
  const parts = reports.filter(({ report }) => report.shard !== undefined)
  if (parts.length > 0 && parts.length < reports.length) return mixed
  const contents = parts.length > 0 ? joinedLists(reports) : allLists(reports)
  if (typeof contents === 'string') return contents
  // The number of checks is the same in each: it is not one to add up.
  const checks = Math.max(0, ...reports.map(({ report }) => Number(report.coverage.checks ?? 0)))
  const coverage = { ...reports.map(({ report }) => report.coverage).reduce(added, {}), checks }
  const tool = reports[0]?.report.tool ?? { name: 'iamgate', version: '' }
  return { version: 1, tool, from: reports.map(({ name }) => name), coverage, ...contents }
}

type Lists = Pick<Report, (typeof lists)[number]>

function allLists(reports: readonly NamedReport[]): Lists {
  const named = <T extends object>(list: (report: Report) => readonly T[]): T[] =>
    reports.flatMap(({ name, report }) => list(report).map((entry) => ({ from: name, ...entry })))
  const someRead = reports.some(({ report }) => report.diagnostics.every(({ kind }) => kind !== 'nothing-to-scan'))
  return {
    findings: named(({ findings }) => findings),
    suppressed: named(({ suppressed }) => suppressed),
    unresolved: named(({ unresolved }) => unresolved),
    diagnostics: named(({ diagnostics }) => diagnostics).map((each) => (someRead ? withoutEmptyError(each) : each)),
  }
}

/** Of many repositories, one in which there is nothing to scan is none that could not be. */
function withoutEmptyError<T extends Report['diagnostics'][number]>(diagnostic: T): T {
  return diagnostic.kind === 'nothing-to-scan' ? { ...diagnostic, level: 'note' } : diagnostic
}

function joinedLists(reports: readonly NamedReport[]): Lists | string {
  const joined = joinParts(reports.map(({ report }) => report))
  if (typeof joined === 'string') return joined
  return { ...joined, unresolved: reports.flatMap(({ report }) => report.unresolved) }
}

/** The report with the findings that a baseline knows marked as known, and all others as new. */
export function withBaseline(report: MergedReport, known: ReadonlySet<string>): MergedReport {
  const findings = report.findings.map((finding) => {
    return { ...finding, state: known.has(finding.fingerprint) ? 'unchanged' : 'new' }
  })
  return { ...report, findings }
}

/** The gravest severity of what is not known already; undefined without any. */
export function gravestOf({ findings }: Report): Severity | undefined {
  const open = new Set(
    findings.filter(({ state }) => state === undefined || state === 'new').map(({ severity }) => severity),
  )
  return severities.find((severity) => open.has(severity))
}

/** Two trees of counts, added up. */
function added(one: Counts, other: Counts): Counts {
  const sum: Record<string, number | Counts> = { ...one }
  for (const [name, count] of Object.entries(other)) {
    const known = sum[name]
    if (typeof count === 'number') sum[name] = count + (typeof known === 'number' ? known : 0)
    else if (isObject(count)) sum[name] = added(typeof known === 'object' ? known : {}, count)
  }
  return sum
}
