/**
 * Counts the work of the evaluation that is running, so that walking a value (its type, a comparison, a conversion)
 * costs it steps wherever that happens: a value of a few shared parts may be endless to walk.
 */
let meter: ((steps: number) => void) | undefined

/** Counts steps; throws `LimitReached` when the running evaluation has used up its budget. Nothing outside of one. */
export function charge(steps: number): void {
  meter?.(steps)
}

/** Runs something whose work counts for `spend`. */
export function metered<T>(spend: (steps: number) => void, run: () => T): T {
  const outer = meter
  meter = spend
  try {
    return run()
  } finally {
    meter = outer
  }
}
