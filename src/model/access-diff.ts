import type { Span } from './source'

/** What a change does to who may do what: what `iamgate diff` tells. */

/** AWS's access levels, gravest first. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html */
export const accessLevels = ['permissions management', 'write', 'tagging', 'read', 'list'] as const
export type AccessLevelName = (typeof accessLevels)[number]

/** `unknown`: whether it does, hangs on what the code does not say. */
export type AccessEffect = 'broadens' | 'narrows' | 'unknown' | 'none'

/** One difference, in IAM's words. */
export interface AccessLine {
  /** `+` is in the head alone, `-` in the base alone, `~` in both and changed. */
  readonly sign: '+' | '-' | '~'
  /** `iam:PassRole on *`, `trust: account 123456789012`, `condition Bool aws:MultiFactorAuthPresent true`. */
  readonly text: string
  readonly effect: AccessEffect
  /** The access levels of the actions that it is about, gravest first; empty where it is about none. */
  readonly levels: readonly AccessLevelName[]
  /** Where it stands: in the head, or for `-` in the base. */
  readonly at: Span | undefined
  /** Where a statement gives access: who gets to what by it. */
  readonly way?: AccessWay
}

/** One arrow of a graph of access: from whom, by what, to what. In IAM's words. */
export interface AccessWay {
  /** Who is let in, by a policy that names principals; undefined where the subject itself gets somewhere. */
  readonly from?: readonly string[]
  /** Gravest first. */
  readonly actions: readonly string[]
  /** Resources; undefined in a trust policy, which is about the role that has it. */
  readonly to?: readonly string[]
}

/** `changed`: something came and something went, or nobody can tell. */
export type SubjectChange = 'added' | 'removed' | 'widened' | 'narrowed' | 'changed'

/** A principal, or a policy that no principal of the code carries. Several that changed alike are one. */
export interface AccessSubject {
  readonly kind: 'principal' | 'policy'
  /** `role 'deploy'`, `policy of aws_s3_bucket.logs`; the first one's first. */
  readonly names: readonly string[]
  readonly change: SubjectChange
  readonly lines: readonly AccessLine[]
  readonly at: Span
}

/**
 * - `escalation`: a principal that can make itself an administrator, or is one
 * - `public`, `cross-account`: a resource or role that is open to everybody, or to another account
 * - `without-mfa`: what took MFA before
 */
export type DangerKind = 'escalation' | 'public' | 'cross-account' | 'without-mfa'

/** Something grave that is possible now and was not before. */
export interface AccessDanger {
  readonly kind: DangerKind
  /** One sentence. */
  readonly text: string
  readonly certainty: 'yes' | 'unknown'
  readonly at: Span
  /** Of an escalation: the principals on the way to full access, first whose way it is. */
  readonly through?: readonly string[]
}

export interface AccessDiff {
  readonly subjects: readonly AccessSubject[]
  readonly dangers: readonly AccessDanger[]
  /** Whether anything of IAM reads differently, be it without any effect on access. */
  readonly iamChanged: boolean
  /** How many policies of the head nobody can know before deployment: what changed in them does not show. */
  readonly unresolved: number
  /** How many modules of the head are not on disk: what they make of what they are given does not show. */
  readonly missingModules?: number
  /** The sides of which something could not be read, so that differences may be missing or be none. */
  readonly incomplete?: readonly ('base' | 'head')[]
}

/** Whether somebody may do what he could not do before. */
export function isBroadened(diff: AccessDiff): boolean {
  return diff.subjects.some(({ lines }) => lines.some((line) => line.effect === 'broadens'))
}

/** What may fail a change. */
export const accessGates = ['broadened', 'escalation', 'public', 'none'] as const
export type AccessGate = (typeof accessGates)[number]

/** Whether a difference is one that a gate holds back. Dangers that nobody can be sure of hold nothing back. */
export function isGated(diff: AccessDiff, gate: AccessGate): boolean {
  if (gate === 'none') return false
  if (gate === 'broadened') return isBroadened(diff)
  return diff.dangers.some((danger) => danger.kind === gate && danger.certainty === 'yes')
}
