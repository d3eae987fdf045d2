import type { AnyCheck } from './check'

/** Every check, in alphabetical order. Kept by hand: a new check is a new line here. */
export const checks: readonly AnyCheck[] = []
