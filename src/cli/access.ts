import { type AccessDiff, type AccessGate, accessGates } from '../model/access-diff'
import type { ScanResult } from '../model/finding'
import type { IamModel, TrustZone } from '../model/iam'
import { diffConsole, diffJson, diffMarkdown } from '../report/diff'
import { UsageError } from './flags'

/** What `diff` and `scan --base` have in common: access compared, written, and gated. */

/** A side that has been read. */
interface ReadSide {
  readonly model: IamModel
  readonly result: ScanResult
}

/** What changed in who may do what. Says which side could not be read as a whole. */
export async function accessDiffOf(base: ReadSide, head: ReadSide, zone: TrustZone): Promise<AccessDiff> {
  const { accessDiff } = await import('../diff/access-diff')
  const missingModules = head.result.diagnostics.filter(({ kind }) => kind === 'module-not-found').length
  const diff = { ...accessDiff(base.model, head.model, zone), ...(missingModules > 0 ? { missingModules } : {}) }
  const incomplete = (['base', 'head'] as const).filter((side) => isIncomplete(side === 'base' ? base : head))
  return incomplete.length > 0 ? { ...diff, incomplete } : diff
}

/** A side without anything of ours is read as a whole. */
function isIncomplete({ result }: ReadSide): boolean {
  return result.diagnostics.some(({ level, kind }) => level === 'error' && kind !== 'nothing-to-scan')
}

const formats = ['console', 'json', 'markdown'] as const
export type DiffFormat = (typeof formats)[number]

/** Throws `UsageError` for any other word. */
export function diffFormatOf(word: string): DiffFormat {
  const format = formats.find((one) => one === word)
  if (format) return format
  throw new UsageError(`a diff can be shown as console, json or markdown, not as ${word}.`)
}

export function writeDiff(diff: AccessDiff, format: DiffFormat, colors: boolean): string {
  if (format === 'json') return diffJson(diff)
  return format === 'markdown' ? diffMarkdown(diff) : diffConsole(diff, colors)
}

/** Reads what `--fail-on-access` takes. Throws `UsageError` for any other word. */
export function gatesOf(words: readonly string[]): readonly AccessGate[] {
  return words.map((word) => {
    const gate = accessGates.find((one) => one === word)
    if (gate) return gate
    throw new UsageError(`--fail-on-access is one of ${accessGates.join(', ')}, not ${word}.`)
  })
}
