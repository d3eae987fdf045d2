import type { Span } from './source'
import type { Data, Guard, Hole, Text } from './value'

/**
 * A policy document, parsed once. Every element keeps the characters it came from.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/** A list of strings in a statement; one string is a list of one. `unknown` holds what may add more that nobody can know. */
export interface TextList {
  readonly items: readonly Text[]
  readonly unknown: readonly Hole[]
  readonly span: Span
}

/** `Action`/`NotAction` or `Resource`/`NotResource`. */
export interface MatchElement extends TextList {
  /** True for the `Not...` form. */
  readonly negated: boolean
  /** The key that was written: `Action`, `NotAction`, `actions` ... */
  readonly keySpan: Span
}

/** The keys of a Principal object; `*` for the bare `"Principal": "*"`. */
export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | '*'

export interface PrincipalEntry {
  /** A key that AWS does not know is kept as written, for the checks of validity. */
  readonly type: PrincipalType | (string & {})
  readonly value: Text
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly negated: boolean
  readonly entries: readonly PrincipalEntry[]
  readonly unknown: readonly Hole[]
  readonly span: Span
  readonly keySpan: Span
}

/** One operator and key of a Condition block: `"Bool": {"aws:MultiFactorAuthPresent": "true"}`. */
export interface Condition {
  /** As written, with `ForAllValues:` / `ForAnyValue:` and `IfExists`. */
  readonly operator: Text
  readonly key: Text
  readonly values: TextList
  readonly span: Span
}

export interface Statement {
  readonly sid: Text | undefined
  /** `unknown` when it has a hole or is no valid effect. */
  readonly effect: 'Allow' | 'Deny' | 'unknown'
  readonly effectSpan: Span
  readonly principals: PrincipalElement | undefined
  readonly actions: MatchElement | undefined
  readonly resources: MatchElement | undefined
  readonly conditions: readonly Condition[]
  /** What could not be read of the Condition block: a condition that exists and whose terms nobody can know. */
  readonly unknownConditions: readonly Hole[]
  /** The branches of choices under which this statement exists; empty for "always". */
  readonly guards: readonly Guard[]
  readonly span: Span
  /** The statement as data, with whatever else was written in it. */
  readonly data: Data
}

/** Something in the text that the policy grammar does not allow. */
export interface PolicyProblem {
  readonly kind: 'json' | 'grammar'
  readonly message: string
  readonly span: Span
}

export interface PolicyDocument {
  readonly version: Text | undefined
  readonly id: Text | undefined
  readonly statements: readonly Statement[]
  /** Statements, or the whole document, that nobody can know; empty when all is there. */
  readonly unknown: readonly Hole[]
  readonly problems: readonly PolicyProblem[]
  readonly span: Span
  /** All of it as data, whatever its content, also when it is not a valid policy. */
  readonly data: Data
  /** Where the document is a construct of its own (`data.aws_iam_policy_document.x`): its address. */
  readonly definedIn?: string
}

/**
 * `resolved`: no hole but attributes of resources in the same code; `partial`: some statement can be judged and
 * something is unknown; `unresolved`: no statement is known.
 */
export type Resolution = 'resolved' | 'partial' | 'unresolved'
