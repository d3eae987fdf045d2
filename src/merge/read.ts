import { severities, type Severity, type Shard, type UsedIgnore } from '../model/finding'
import type { Position } from '../model/source'

/** What `jsonReport` writes, as far as merging reads it; all else goes through as it is. */
export interface Report {
  readonly version: 1
  readonly tool: { readonly name: string; readonly version: string }
  readonly coverage: Counts
  readonly findings: readonly ReportedFinding[]
  readonly suppressed: readonly ReportedFinding[]
  readonly unresolved: readonly object[]
  readonly diagnostics: readonly {
    readonly level: string
    readonly kind?: string
    readonly file?: string
    readonly message?: string
  }[]
  /** Set in a part of a scan. */
  readonly shard?: PartOfScan
}

export type PartOfScan = Shard & { readonly usedIgnores: readonly UsedIgnore[] }

export interface ReportedFinding {
  readonly check: string
  readonly severity: Severity
  readonly confidence: string
  readonly message: string
  readonly resource: { readonly address: string }
  readonly file: string
  readonly start: Position
  readonly end: Position
  readonly instances: readonly string[]
  readonly related: readonly object[]
  readonly fingerprint: string
  readonly state?: string
  /** In a part of a scan: what is said and where, whoever it is said of; and the fingerprint that others before it have too. */
  readonly cause?: string
  readonly twinOf?: string
  /** In a merged report: which report it is of. */
  readonly from?: string
}

export interface Counts {
  readonly [name: string]: number | Counts
}

/** More parts than this are no scan's. */
const mostParts = 1000

const lists = ['findings', 'suppressed', 'unresolved', 'diagnostics'] as const

/** Reads a JSON report. What is none comes back as a sentence without its subject. */
export function readReport(data: unknown): Report | string {
  const report = (data ?? {}) as Partial<Report>
  if (report.tool?.name !== 'iamgate' || report.version !== 1)
    return 'is no report of iamgate (JSON version 1, or SARIF)'
  const whole = lists.every((list) => Array.isArray(report[list]) && report[list].every(isObject))
  if (!whole || !isObject(report.coverage)) return 'is not whole'
  const findings = [...(report.findings ?? []), ...(report.suppressed ?? [])]
  if (findings.some(({ severity }) => !severities.includes(severity))) return 'has a finding of an unknown severity'
  if (!findings.every(isPlaced)) return 'has a finding without a check, a place or a fingerprint'
  return report.shard === undefined || isPart(report.shard) ? (report as Report) : 'names a part that cannot be'
}

export const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isPlaced({ check, message, file, fingerprint, start, end, instances, related, resource }: ReportedFinding) {
  const texts = [check, message, file, fingerprint, resource?.address]
  const numbers = [start?.line, start?.column, end?.line, end?.column]
  return (
    texts.every((text) => typeof text === 'string') &&
    numbers.every((number) => typeof number === 'number') &&
    Array.isArray(instances) &&
    Array.isArray(related)
  )
}

/** Whether data says which part of a scan something is of. */
export function isPart(data: unknown): data is PartOfScan {
  const { index, count, usedIgnores } = (data ?? {}) as Partial<PartOfScan>
  if (typeof index !== 'number' || typeof count !== 'number') return false
  const counted =
    count <= mostParts && Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count
  return counted && Array.isArray(usedIgnores) && usedIgnores.every(isObject)
}
