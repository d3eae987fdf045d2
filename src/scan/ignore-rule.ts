import type { Finding } from '../model/finding'
import type { Span } from '../model/source'
import type { IgnoreTarget } from './directive'

/** One ignore of one check, wherever it was written. */
export interface Rule {
  readonly target: IgnoreTarget
  readonly reason: string
  readonly expires: string | undefined
  readonly file: string
  readonly line: number
  readonly inCode: boolean
  /** For one of a configuration: ids of checks that it may not ignore. */
  readonly forbidden?: readonly string[] | undefined
  /** True when what it ignores may stand where the scan did not look. */
  readonly isPartlySeen?: boolean | undefined
  /** How a neighbour's ignore is written; undefined for ours. */
  readonly written?: string
  readonly at: Span
  readonly covers: (finding: Finding) => boolean
  used: boolean
}
