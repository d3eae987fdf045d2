import type { Hole } from './value'
import type { Span } from './source'

/** Something that a person should know about the scan itself: bad input, a bound that was reached. Never an exception. */
export interface Diagnostic {
  /** `error`: an input could not be read, and the scan exits with 2. `warning`: it was read in part. `note`: good to know. */
  readonly level: 'error' | 'warning' | 'note'
  /** A stable kebab-case word: `hcl-syntax`, `yaml-syntax`, `module-not-found`, `limit`, `plan-wrapper` ... */
  readonly kind: string
  readonly message: string
  readonly file: string
  readonly span?: Span
}

/** A policy, or a part of one, that nobody can know before deployment, or that iamgate could not work out. */
export interface Unresolved {
  readonly address: string
  readonly hole: Hole
}
