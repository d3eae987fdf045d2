import type { Shard, UsedIgnore } from '../model/finding'
import type { Position } from '../model/source'
import { twinFingerprint } from '../scan/fingerprint'
import type { PartOfScan, Report, ReportedFinding } from './read'

/** The lists of the whole, as one scan of everything would have them. */
export type Joined = Pick<Report, 'findings' | 'suppressed' | 'diagnostics'>

/**
 * All parts of one scan as the scan of everything: what several of them say of one place is said once, for all its
 * instances; findings that look the same are told apart again, now over all; an ignore that one part has use for is no
 * useless one. A part that is missing, there twice or of another number of parts comes back as a sentence.
 */
export function joinParts(parts: readonly Report[]): Joined | string {
  const shards = parts.flatMap(({ shard }) => shard ?? [])
  const problem = incomplete(shards)
  if (problem !== undefined) return problem
  const isUsed = usedIn(shards)
  const all = parts.flatMap((part) => part.findings)
  const findings = together(
    all.filter(({ check, resource, file, start }) => !isUsed(check, resource.address, file, start.line)),
  )
  const suppressed = together(parts.flatMap((part) => part.suppressed))
  const numbered = numbering([...findings, ...suppressed].sort(byPlace))
  return {
    findings: findings.map(numbered).sort(byPlace),
    suppressed: suppressed.map(numbered).sort(byPlace),
    diagnostics: unique(parts.flatMap((part) => part.diagnostics)),
  }
}

export const mixed = 'some of these are parts of a scan, and some are not: make the parts one first'

/** Whether a finding is about an ignore that is of use in another part. The ignore itself is its address. */
export function usedIn(shards: readonly PartOfScan[]) {
  const used = new Set(shards.flatMap(({ usedIgnores }) => usedIgnores.map(keyOf)))
  return (check: string, address: string, file: string, line: number): boolean =>
    check === 'ignore-unused' && used.has(keyOf({ check: address.replace(/^iamgate:ignore /, ''), file, line }))
}

const keyOf = ({ check, file, line }: UsedIgnore): string => JSON.stringify([check, file, line])

/** What is wrong with parts that are to make a whole; undefined where they do. */
export function incomplete(shards: readonly Shard[]): string | undefined {
  const counts = new Set(shards.map(({ count }) => count))
  const [count = 0, other] = counts
  if (other !== undefined) return `these are parts of different scans: one has ${count} of them, one ${other}`
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter(
    (index) => !shards.some((shard) => shard.index === index),
  )
  if (missing.length > 0) return `of ${count} parts these are missing: ${missing.join(', ')}`
  return shards.length > count ? 'a part is there twice' : undefined
}

/** Findings of one cause are one, as in the scan of everything. Those about ignores are told apart by their place. */
function together(findings: readonly ReportedFinding[]): ReportedFinding[] {
  const groups = new Map<string, ReportedFinding>()
  for (const finding of [...findings].sort(byPlace)) {
    const { check, file, start, message, cause } = finding
    const key = cause ?? JSON.stringify([check, file, start, message])
    const first = groups.get(key)
    groups.set(key, first ? joined(first, finding) : finding)
  }
  return [...groups.values()]
}

function joined(first: ReportedFinding, other: ReportedFinding): ReportedFinding {
  const instances = [...new Set([...first.instances, ...other.instances])].sort()
  return { ...first, instances, related: unique([...first.related, ...other.related]) }
}

/** Gives findings of one fingerprint the ordinals that they have in the whole, and takes out what only joining needs. */
function numbering(inOrder: readonly ReportedFinding[]): (finding: ReportedFinding) => ReportedFinding {
  const seen = new Map<string, number>()
  const fingerprints = new Map<ReportedFinding, string>()
  for (const finding of inOrder) {
    const base = finding.twinOf ?? finding.fingerprint
    const ordinal = seen.get(base) ?? 0
    seen.set(base, ordinal + 1)
    fingerprints.set(finding, ordinal === 0 ? base : twinFingerprint(base, ordinal))
  }
  return (finding) => {
    const { cause, twinOf, ...rest } = finding
    return { ...rest, fingerprint: fingerprints.get(finding) ?? finding.fingerprint }
  }
}

function unique<T>(entries: readonly T[]): T[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()]
}

/** The order of a scan: by file, line, column, then check. */
function byPlace(one: ReportedFinding, other: ReportedFinding): number {
  return (
    compared(one.file, other.file) ||
    ordered(one.start, other.start) ||
    ordered(one.end, other.end) ||
    compared(one.check, other.check) ||
    compared(one.resource.address, other.resource.address) ||
    compared(one.message, other.message)
  )
}

const ordered = (one: Position, other: Position): number => one.line - other.line || one.column - other.column
const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
