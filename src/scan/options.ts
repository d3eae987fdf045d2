import type { AnyCheck } from '../../checks/check'
import type { ParseSettings } from '../../parsers/parser'
import type { Diagnostic } from '../model/diagnostic'
import type { Confidence, Finding, Severity, Shard } from '../model/finding'
import type { TrustZone } from '../model/iam'
import type { Span } from '../model/source'
import type { Framework } from '../model/resource'
import type { DirectoryRules } from './directory-rules'
import type { Neighbour } from './neighbours/names'
import type { ScanTree } from './tree'

/** Which checks run, and how grave they are taken. */
export interface CheckSelection {
  /** Ids or tags; empty for every check that is not optional. */
  readonly only: readonly string[]
  /** Ids or tags that do not run. */
  readonly skip: readonly string[]
  /** Ids of optional checks that run beside the rest. */
  readonly enable: readonly string[]
  readonly severities: Readonly<Record<string, Severity>>
  readonly minimumSeverity: Severity
  readonly minimumConfidence: Confidence
}

/** An ignore that the configuration holds. */
export interface ConfiguredIgnore {
  /** A check's id, with or without a selector: `wildcard-resource(s3:ListAllMyBuckets)`. */
  readonly check: string
  readonly reason: string
  /** YYYY-MM-DD */
  readonly expires?: string | undefined
  /** Globs over file paths, as the configuration sees them; empty for all. */
  readonly paths: readonly string[]
  /** How the configuration sees a file, undefined where it does not count for it; without this, as everybody does. */
  readonly seenAs?: ((file: string) => string | undefined) | undefined
  /** True when the scan leaves out something that the configuration counts for. */
  readonly isPartlySeen?: boolean | undefined
  /** Ids of checks that configurations above protect, so that this one may not ignore them. */
  readonly forbidden?: readonly string[] | undefined
  /** Globs over resource addresses; empty for all. */
  readonly resources: readonly string[]
  /** Where it stands. */
  readonly file: string
  readonly line: number
}

/** A pattern of the configuration that means root modules of Terraform, by directory, or templates, by file. */
export interface ConfiguredPattern {
  readonly of: 'roots' | 'templates'
  readonly pattern: string
  readonly matches: (path: string) => boolean
  readonly at: Span
}

/** One entry of a baseline file. The fingerprint decides; the rest is for people. */
export interface BaselineEntry {
  readonly fingerprint: string
  /** The fingerprint without what tells it apart from others of the same. */
  readonly twinOf?: string
  /** What the fingerprint would be if others that share the finding's text spoke for it. */
  readonly otherFingerprints?: readonly string[]
  readonly check: string
  readonly file: string
  readonly address: string
  readonly message: string
}

/** What the findings are compared with: a baseline, or the findings of a base commit. */
export type Comparison =
  | { readonly kind: 'baseline'; readonly file: string; readonly entries: readonly BaselineEntry[] }
  | { readonly kind: 'base'; readonly findings: readonly Finding[] }

/** Everything that decides a scan. */
export interface ScanOptions {
  readonly tree: ScanTree
  /** Relative to the working directory, with forward slashes. */
  readonly paths: readonly string[]
  readonly exclude: readonly string[]
  /** The directory that `exclude` is meant from, seen from the working directory; by default the latter itself. */
  readonly excludeBase?: string | undefined
  /** What else is left out, by file or directory: what configurations of other directories exclude. */
  readonly leavesOut?: ((path: string, isDirectory: boolean) => boolean) | undefined
  readonly frameworks?: readonly Framework[] | undefined
  /** Whether a named file may be a model that iamgate printed: for questions that need no code. */
  readonly models?: boolean | undefined
  readonly settings: ParseSettings
  readonly checks: readonly AnyCheck[]
  readonly selection: CheckSelection
  readonly trust: TrustZone
  /** YYYY-MM-DD */
  readonly today: string
  readonly ignores: readonly ConfiguredIgnore[]
  /** Checks that a comment in code may not ignore; only the configuration may. */
  readonly protectedChecks: readonly string[]
  /** Other scanners whose ignores in code count as ours do, everywhere; without it, those of the rules. */
  readonly neighbours?: readonly Neighbour[] | undefined
  /** What holds where directories differ; without it, the above holds everywhere. */
  readonly rules?: DirectoryRules | undefined
  /** Patterns of the configuration that should match something of the scan. */
  readonly patterns?: readonly ConfiguredPattern[] | undefined
  /** What was found to say about the configuration. */
  readonly notes?: readonly Diagnostic[] | undefined
  /** What is to say of configurations that are not as they are in another tree. */
  readonly changedSince?: ((base: ScanTree) => Promise<readonly Diagnostic[]>) | undefined
  readonly comparison?: Comparison | undefined
  /** Only this part of what there is. */
  readonly shard?: Shard | undefined
  /** Called as the scan proceeds, for a progress line. */
  readonly onPhase?: ((phase: string) => void) | undefined
}

export const everyCheck: CheckSelection = {
  only: [],
  skip: [],
  enable: [],
  severities: {},
  minimumSeverity: 'low',
  minimumConfidence: 'medium',
}

export const trustNobody: TrustZone = { accounts: [], organizations: [], trustedAccounts: [], oidcSubjects: [] }
