import type { Diagnostic } from './diagnostic'
import type { Resource } from './resource'
import type { Span } from './source'

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'note'
export type Confidence = 'high' | 'medium' | 'low'

/** Gravest first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'note']
export const confidences: readonly Confidence[] = ['high', 'medium', 'low']

export interface Related {
  readonly span: Span
  readonly message: string
}

/** What to do. `edits` are the smallest safe rewrite, where one is known; they never overlap. */
export interface Fix {
  readonly description: string
  readonly edits?: readonly { readonly span: Span; readonly replacement: string }[]
}

/** What a check yields. The engine adds id, severity and the rest from the check's own metadata. */
export interface Report {
  /** The innermost characters that a person would change. */
  readonly at: Span
  /** The resource that it is about; for a document, the resource that carries it. */
  readonly resource: Resource
  /** One sentence: what is wrong, naming the exact action, principal or resource, and what an attacker gains. */
  readonly message: string
  readonly fix?: Fix
  readonly severity?: Severity
  readonly confidence?: Confidence
  readonly related?: readonly Related[]
  /** Address of the document whose text this is, where that is another resource than `resource`. */
  readonly definedIn?: string
  /** What an ignore's selector is matched with: the action, principal or policy that caused it. */
  readonly subjects?: readonly string[]
  /** The characters at `at` are a secret: no report shows them. */
  readonly secret?: boolean
  /** What makes it this finding and no other, for the fingerprint, without lines: by default the message. */
  readonly key?: string
}

export interface Suppression {
  readonly reason: string
  /** YYYY-MM-DD */
  readonly expires?: string
  readonly file: string
  readonly line: number
}

export interface Finding {
  readonly check: string
  readonly severity: Severity
  readonly confidence: Confidence
  readonly message: string
  readonly resource: Resource
  readonly at: Span
  /** Address of the document whose text this is, where that is another resource than `resource`. */
  readonly definedIn?: string
  /** Every resource instance with this same finding at this place, sorted; at least one. */
  readonly instances: readonly string[]
  readonly related: readonly Related[]
  readonly fix?: Fix
  /** The characters at `at` are a secret: no report shows them. */
  readonly secret?: boolean
  readonly subjects: readonly string[]
  /** Hexadecimal; the same over moved lines, renamed files and reordered statements. */
  readonly fingerprint: string
  /** The fingerprints that it would have if others that share its text spoke for all; absent where nobody does. */
  readonly otherFingerprints?: readonly string[]
  /** Hexadecimal: what is said and where, whoever it is said of. Findings of one cause are one. */
  readonly cause?: string
  /** The fingerprint that it shares with others before it, where `fingerprint` tells it apart from them. */
  readonly twinOf?: string
  /** Against a baseline or a base commit. */
  readonly state?: 'new' | 'unchanged' | 'absent'
  readonly suppression?: Suppression
}

export interface Coverage {
  readonly files: { readonly found: number; readonly parsed: number; readonly failed: number; readonly skipped: number }
  readonly resources: number
  readonly policies: {
    readonly total: number
    readonly resolved: number
    readonly partial: number
    readonly unresolved: number
  }
  readonly checks: number
}

/** What is known of a check without running it: for reports, lists and documentation. */
export interface CheckSummary {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly confidence: Confidence
  readonly tags: readonly string[]
  readonly maps: Readonly<Record<string, readonly string[]>>
  readonly optional: boolean
  readonly since: string
}

/** One part of a scan that is done in several: the `index`th, from 1, of `count`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** An ignore that matched something, where it stands. */
export interface UsedIgnore {
  readonly check: string
  readonly file: string
  readonly line: number
}

/** The result of one scan: all that a report may show. */
export interface ScanResult {
  readonly coverage: Coverage
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Finding[]
  readonly unresolved: readonly {
    readonly address: string
    readonly file: string
    readonly at: Span
    readonly expression: string
    readonly why: string
  }[]
  readonly diagnostics: readonly Diagnostic[]
  /** Every check that was enabled, in the order of `checks/index.ts`. */
  readonly checks: readonly CheckSummary[]
  /** Milliseconds by phase. */
  readonly timings: Readonly<Record<string, number>>
  /** Set where this is a part of a scan, with what the whole has to know of it. */
  readonly shard?: Shard & { readonly usedIgnores: readonly UsedIgnore[] }
}
