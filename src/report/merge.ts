import { severities, type Severity } from '../model/finding'

/** A finding of a JSON report as far as merging reads it; all else goes through as it is. */
interface MergedFinding {
  readonly severity: Severity
  readonly state?: string
}

/** What `jsonReport` writes, as far as merging reads it. */
interface Report {
  readonly version: 1
  readonly tool: { readonly name: string; readonly version: string }
  readonly coverage: Counts
  readonly findings: readonly MergedFinding[]
  readonly suppressed: readonly object[]
  readonly unresolved: readonly object[]
  readonly diagnostics: readonly { readonly level: string }[]
}

interface Counts {
  readonly [name: string]: number | Counts
}

/** One JSON report: where it is from, and its text. */
export interface NamedReport {
  readonly name: string
  readonly text: string
}

/** Several reports as one. */
export interface Merged {
  readonly text: string
  /** The gravest severity that is not known already; undefined without any. */
  readonly gravest: Severity | undefined
  /** Whether some scan could not read something. */
  readonly hasErrors: boolean
}

const lists = ['findings', 'suppressed', 'unresolved', 'diagnostics'] as const

/**
 * JSON reports (version 1) of several scans as one: of the parts of a repository, or of many repositories. Each entry
 * says in `from` which report it is of, since files of one name may be in all of them. Counts are added up. What is no
 * such report comes back as a sentence.
 */
export function mergeReports(reports: readonly NamedReport[]): Merged | string {
  const read: { name: string; report: Report }[] = []
  for (const { name, text } of reports) {
    const report = readReport(text)
    if (typeof report === 'string') return `${name} ${report}`
    read.push({ name, report })
  }
  const all = Object.fromEntries(
    lists.map((list) => [
      list,
      read.flatMap(({ name, report }) => report[list].map((entry) => ({ from: name, ...entry }))),
    ]),
  )
  // The number of checks is the same in each: it is not one to add up.
  const checks = Math.max(0, ...read.map(({ report }) => Number(report.coverage.checks ?? 0)))
  const coverage = { ...read.map(({ report }) => report.coverage).reduce(added, {}), checks }
  const tool = read[0]?.report.tool ?? { name: 'iamgate', version: '' }
  const merged = { version: 1, tool, from: read.map(({ name }) => name), coverage, ...all }
  const fresh = read
    .flatMap(({ report }) => report.findings)
    .filter(({ state }) => state === undefined || state === 'new')
    .map(({ severity }) => severities.indexOf(severity))
  return {
    text: `${JSON.stringify(merged, null, 2)}\n`,
    gravest: fresh.length > 0 ? severities[Math.min(...fresh)] : undefined,
    hasErrors: read.some(({ report }) => report.diagnostics.some(({ level }) => level === 'error')),
  }
}

function readReport(text: string): Report | string {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`
  }
  const report = (data ?? {}) as Partial<Report>
  if (report.tool?.name !== 'iamgate' || report.version !== 1) return 'is no JSON report of iamgate (version 1)'
  const whole = lists.every((list) => Array.isArray(report[list]) && report[list].every(isObject))
  if (!whole || !isObject(report.coverage)) return 'is not whole'
  const odd = report.findings?.find(({ severity }) => !severities.includes(severity))
  return odd ? `has a finding of an unknown severity` : (report as Report)
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

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
