import { dirname } from 'node:path/posix'
import type { Finding } from '../model/finding'

/** What of a finding, or of an entry of a baseline, tells whether it is the same as another. */
export interface Matched extends Pick<Finding, 'fingerprint' | 'twinOf' | 'otherFingerprints'> {
  readonly file: string
}

/** Which items of two lists are the same, by their places in them. */
export interface Matches {
  readonly before: ReadonlySet<number>
  readonly after: ReadonlySet<number>
}

/**
 * Pairs what was with what is. Of those with one fingerprint, such as one resource of each environment, the ones of a file
 * belong together, then those of a directory; what is left has moved, out of a directory or template that is no longer in
 * `scopes`: where it is still there, it was mended. A text that several share is the same whoever of them speaks for it.
 */
export function match(
  before: readonly Matched[],
  after: readonly Matched[],
  scopes: ReadonlySet<string> = new Set(),
): Matches {
  const found = { before: new Set<number>(), after: new Set<number>() }
  const passes: readonly [keysOf: (one: Matched) => readonly string[], reuse: boolean][] = [
    [(one) => [`${one.file}\n${ownOf(one)}`], false],
    [(one) => allOf(one).map((fingerprint) => `${one.file}\n${fingerprint}`), false],
    [(one) => [`${scopeOf(one.file)}\n${ownOf(one)}`], false],
    // One that several shared may have become several.
    [(one) => allOf(one).map((fingerprint) => `${scopeOf(one.file)}\n${fingerprint}`), true],
  ]
  for (const [keysOf, reuse] of passes) pass(before, after, keysOf, reuse, found)
  const hasMoved = (one: Matched): boolean => !scopes.has(scopeOf(one.file))
  pass(before, after, (one) => [ownOf(one)], false, found, hasMoved)
  pass(before, after, allOf, true, found, hasMoved)
  return found
}

/** A Terraform directory, or a template. */
function scopeOf(file: string): string {
  return /\.(?:tf|tofu)(?:\.json)?$/.test(file) ? dirname(file) : file
}

interface Found {
  readonly before: Set<number>
  readonly after: Set<number>
}

function pass(
  before: readonly Matched[],
  after: readonly Matched[],
  keysOf: (one: Matched) => readonly string[],
  reuse: boolean,
  found: Found,
  mayMatch: (one: Matched) => boolean = () => true,
): void {
  const index = new Map<string, number[]>()
  for (const [at, one] of before.entries()) {
    if (!mayMatch(one) || (found.before.has(at) && !(reuse && one.otherFingerprints))) continue
    for (const key of keysOf(one)) {
      const same = index.get(key)
      if (same) same.push(at)
      else index.set(key, [at])
    }
  }
  for (const [at, one] of after.entries()) {
    if (found.after.has(at)) continue
    const candidates = keysOf(one).flatMap((key) => index.get(key) ?? [])
    const partner = candidates.find((candidate) => !found.before.has(candidate)) ?? (reuse ? candidates[0] : undefined)
    if (partner === undefined) continue
    found.before.add(partner)
    found.after.add(at)
  }
}

/** The fingerprint without what tells twins apart. */
const ownOf = ({ fingerprint, twinOf }: Matched): string => twinOf ?? fingerprint

const allOf = (one: Matched): readonly string[] => [ownOf(one), ...(one.otherFingerprints ?? [])]
