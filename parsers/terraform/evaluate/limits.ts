/** The bounds of evaluation. A scan reads strangers' code: whatever it says must end soon. */
export interface Limits {
  /** Work for one attribute with all that it reaches for the first time. */
  readonly steps: number
  /** Work for one root module. */
  readonly totalSteps: number
  /** Expressions and references inside each other. */
  readonly depth: number
  /** UTF-16 units in one string. */
  readonly stringLength: number
  /** Items in one list, set, map, tuple or object. */
  readonly collectionSize: number
  /** Instances of one resource or module call. */
  readonly instances: number
  /** Module calls inside each other. */
  readonly moduleDepth: number
  /** Instances of resources in one root module. */
  readonly totalInstances: number
}

export const defaultLimits: Limits = {
  steps: 1_000_000,
  totalSteps: 50_000_000,
  depth: 400,
  stringLength: 2_000_000,
  collectionSize: 100_000,
  instances: 20_000,
  moduleDepth: 20,
  totalInstances: 50_000,
}
