import { createHash } from 'node:crypto'
import type { Finding, Report } from '../model/finding'

/** An address without its instance keys: `module.a["x"].aws_iam_role.r[0]` is `module.a.aws_iam_role.r`. */
export function withoutInstanceKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '')
}

/**
 * What a report says, without what moves while the finding stays: the check's own key, or its message without lines,
 * file names and instance keys. Lists of names are in no order: that of the code may change.
 */
export function semanticKey(report: Pick<Report, 'key' | 'message' | 'at' | 'resource'>): string {
  if (report.key !== undefined) return withoutInstanceKeys(report.key).split(' ').sort().join(' ')
  return withoutInstanceKeys(report.message.replaceAll(report.resource.address, '<address>'))
    .replaceAll(report.at.source.path, '<file>')
    .replace(/\blines? \d+(?:-\d+)?/g, 'line')
    .replace(/:\d+(?::\d+)?\b(?=[\s,.)]|$)/g, '')
    .replace(/\s+/g, ' ')
    .replace(quotedList, (list) =>
      list
        .split(/, | and /)
        .sort()
        .join(', '),
    )
    .trim()
}

/** `'a', 'b' and 'c'` */
const quotedList = /'[^']*'(?:, '[^']*')* and '[^']*'/g

/**
 * Hexadecimal, from what the finding means: the check, the resource and its key. No file name, no line, so that it
 * outlives moved lines, renamed files and reordered statements.
 */
export function fingerprintOf(check: string, report: Pick<Report, 'key' | 'message' | 'at' | 'resource'>): string {
  return sha256([check, withoutInstanceKeys(report.resource.address), semanticKey(report)])
}

/** Tells findings of one fingerprint apart: the first in the order given keeps it, the next ones get an ordinal. */
export function numberTwins(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>()
  return findings.map((finding) => {
    const twins = seen.get(finding.fingerprint) ?? 0
    seen.set(finding.fingerprint, twins + 1)
    if (twins === 0) return finding
    return { ...finding, fingerprint: twinFingerprint(finding.fingerprint, twins), twinOf: finding.fingerprint }
  })
}

/** The fingerprint of the finding that comes after so many others of the same. */
export function twinFingerprint(fingerprint: string, ordinal: number): string {
  return sha256([fingerprint, String(ordinal)])
}

/** Of what is said and where, for findings that are the same but for whom they are about. */
export function causeOf(check: string, saidWhere: string): string {
  return sha256([check, saidWhere])
}

function sha256(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}
