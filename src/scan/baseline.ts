import type { Diagnostic } from '../model/diagnostic'
import type { Finding } from '../model/finding'
import { match, type Matched } from './match'
import type { BaselineEntry, Comparison } from './options'

/** A baseline as it stands in its file. */
export interface BaselineFile {
  readonly version: 1
  readonly findings: readonly BaselineEntry[]
}

export interface Compared {
  readonly findings: readonly Finding[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Marks each finding `new` or `unchanged`. Findings of a base commit that are gone follow as `absent`;
 * entries of a baseline that nothing matches are one note, since a stale baseline must not fail anybody's change. `scopes`
 * are the directories and templates that are there now: what is in one of them has not moved out of it.
 */
export function compare(
  findings: readonly Finding[],
  comparison: Comparison | undefined,
  scopes?: ReadonlySet<string>,
): Compared {
  if (!comparison) return { findings, diagnostics: [] }
  const before = comparison.kind === 'base' ? comparison.findings.map(asMatched) : comparison.entries
  const same = match(before, findings.map(asMatched), scopes)
  const marked: Finding[] = findings.map((finding, at) => ({
    ...finding,
    state: same.after.has(at) ? 'unchanged' : 'new',
  }))
  if (comparison.kind === 'base') {
    const gone = comparison.findings.filter((_, at) => !same.before.has(at))
    for (const finding of gone) marked.push({ ...finding, state: 'absent' })
    return { findings: marked, diagnostics: [] }
  }
  const stale = comparison.entries.filter((_, at) => !same.before.has(at))
  if (stale.length === 0) return { findings: marked, diagnostics: [] }
  const message = `${stale.length} of ${comparison.entries.length} entries are no longer found; iamgate baseline prune drops them`
  return { findings: marked, diagnostics: [{ level: 'note', kind: 'baseline-stale', message, file: comparison.file }] }
}

const asMatched = (finding: Finding): Matched => ({ ...finding, file: finding.at.source.path })

/** A baseline of all these findings, sorted, one entry for each fingerprint. */
export function createBaseline(findings: readonly Finding[]): BaselineFile {
  const entries = new Map<string, BaselineEntry>()
  for (const finding of findings) {
    if (finding.state === 'absent') continue
    entries.set(finding.fingerprint, {
      fingerprint: finding.fingerprint,
      ...(finding.twinOf ? { twinOf: finding.twinOf } : {}),
      ...(finding.otherFingerprints ? { otherFingerprints: finding.otherFingerprints } : {}),
      check: finding.check,
      file: finding.at.source.path,
      address: finding.resource.address,
      message: finding.message,
    })
  }
  return { version: 1, findings: [...entries.values()].sort(byFileThenFingerprint) }
}

/** The baseline without what is no longer found; nothing is added. */
export function pruneBaseline(
  baseline: BaselineFile,
  findings: readonly Finding[],
  scopes?: ReadonlySet<string>,
): BaselineFile {
  const same = match(baseline.findings, findings.map(asMatched), scopes)
  return { version: 1, findings: baseline.findings.filter((_, at) => same.before.has(at)) }
}

/** Reads a baseline's text. A problem comes back as a sentence. */
export function readBaseline(text: string): BaselineFile | string {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`
  }
  const { version, findings } = (data ?? {}) as Record<string, unknown>
  if (version !== 1 || !Array.isArray(findings)) return 'is not a baseline of iamgate (version 1)'
  const whole = findings.every(
    (entry) =>
      typeof entry?.fingerprint === 'string' &&
      (entry.otherFingerprints === undefined || Array.isArray(entry.otherFingerprints)),
  )
  return whole ? { version: 1, findings: findings as BaselineEntry[] } : 'has an entry without a fingerprint'
}

/** The text of a baseline file: one entry in five lines, so that changes to it read well. */
export function writeBaseline(baseline: BaselineFile): string {
  return `${JSON.stringify(baseline, null, 1)}\n`
}

function byFileThenFingerprint(first: BaselineEntry, second: BaselineEntry): number {
  if (first.file !== second.file) return first.file < second.file ? -1 : 1
  return first.fingerprint < second.fingerprint ? -1 : 1
}
