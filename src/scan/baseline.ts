import type { Diagnostic } from '../model/diagnostic'
import type { Finding } from '../model/finding'
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
 * Marks each finding `new` or `unchanged` by fingerprint. Findings of a base commit that are gone follow as `absent`;
 * entries of a baseline that nothing matches are one note, since a stale baseline must not fail anybody's change.
 */
export function compare(findings: readonly Finding[], comparison: Comparison | undefined): Compared {
  if (!comparison) return { findings, diagnostics: [] }
  const before = comparison.kind === 'base' ? comparison.findings : comparison.entries
  const isKnown = matcherOf(before)
  const marked: Finding[] = findings.map((finding) => ({ ...finding, state: isKnown(finding) ? 'unchanged' : 'new' }))
  const isCurrent = matcherOf(findings)
  if (comparison.kind === 'base') {
    const gone = comparison.findings.filter((finding) => !isCurrent(finding))
    for (const finding of gone) marked.push({ ...finding, state: 'absent' })
    return { findings: marked, diagnostics: [] }
  }
  const stale = comparison.entries.filter((entry) => !isCurrent(entry))
  if (stale.length === 0) return { findings: marked, diagnostics: [] }
  const message = `${stale.length} of ${comparison.entries.length} entries are no longer found; iamgate baseline prune drops them`
  return { findings: marked, diagnostics: [{ level: 'note', kind: 'baseline-stale', message, file: comparison.file }] }
}

type Fingerprinted = Pick<Finding, 'fingerprint' | 'otherFingerprints'>

/** Whether something is one of these: a text that several share stays the same, whoever of them comes, goes, or speaks. */
function matcherOf(those: readonly Fingerprinted[]): (one: Fingerprinted) => boolean {
  const known = new Set(those.flatMap(allOf))
  return (one) => allOf(one).some((fingerprint) => known.has(fingerprint))
}

const allOf = ({ fingerprint, otherFingerprints = [] }: Fingerprinted): readonly string[] => [
  fingerprint,
  ...otherFingerprints,
]

/** A baseline of all these findings, sorted, one entry for each fingerprint. */
export function createBaseline(findings: readonly Finding[]): BaselineFile {
  const entries = new Map<string, BaselineEntry>()
  for (const finding of findings) {
    if (finding.state === 'absent') continue
    entries.set(finding.fingerprint, {
      fingerprint: finding.fingerprint,
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
export function pruneBaseline(baseline: BaselineFile, findings: readonly Finding[]): BaselineFile {
  return { version: 1, findings: baseline.findings.filter(matcherOf(findings)) }
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
