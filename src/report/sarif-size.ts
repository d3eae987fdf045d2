import { gzipSync } from 'node:zlib'

/**
 * What code scanning takes; above it rejects a file, or cuts by rules of its own.
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support#file-limits-and-validation
 */
export const sarifLimits = { results: 25_000, gzippedBytes: 10_000_000, notifications: 1_000 }

/**
 * The text of a SARIF log with as many results as code scanning takes. `write` makes it of the results that are kept and
 * the number of those that are not; where some are left out, the gravest are kept.
 */
export function fittedSarif<T>(
  results: readonly T[],
  gravestFirst: (results: readonly T[]) => readonly T[],
  write: (kept: readonly T[], cut: number) => string,
): string {
  if (results.length <= sarifLimits.results) {
    const text = write(results, 0)
    if (fits(text)) return text
  }
  const ordered = gravestFirst(results)
  for (let count = Math.min(results.length, sarifLimits.results); ; ) {
    const text = write(ordered.slice(0, count), results.length - count)
    if (count === 0 || fits(text)) return text
    const share = sarifLimits.gzippedBytes / gzipSync(text).length
    count = Math.floor(count * Math.min(0.9, share * 0.95))
  }
}

/** Compressing makes no text larger by more than a few bytes, so that a small one need not be tried. */
const fits = (text: string): boolean =>
  Buffer.byteLength(text) < sarifLimits.gzippedBytes * 0.99 || gzipSync(text).length <= sarifLimits.gzippedBytes
