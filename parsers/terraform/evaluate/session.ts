import type { Diagnostic } from '../../../src/model/diagnostic'
import type { FileTree } from '../../../src/model/files'
import { SourceFile } from '../../../src/model/source'
import type { Span } from '../../../src/model/source'
import type { FileAnswer, FunctionLibrary } from './function'
import { EvaluationError, LimitReached } from './function'
import type { Limits } from './limits'
import { metered } from './meter'
import { normalizePath } from './path'

/** The work that is left for a root module: for one demand, and for all. */
export interface Budget {
  steps: number
  total: number
}

/** Demands get no less than this, as long as anything is left. */
const leastSteps = 20_000

/** A root module's budget at the start. */
export function budgetOf(limits: Limits): Budget {
  return { steps: limits.steps, total: limits.totalSteps }
}

/** A result, and whether it hangs on the module instance or on the resource instance that it was computed for. */
export interface Traced<T> {
  readonly value: T
  readonly ofModule: boolean
  readonly ofInstance: boolean
}

/** One scan's evaluation: its bounds, its files, what it has to say. */
export class Session {
  readonly files: FileTree
  readonly functions: FunctionLibrary
  readonly limits: Limits
  readonly diagnostics: Diagnostic[] = []
  /** What evaluation has looked at so far, for `trace`. */
  #looks = { module: 0, instance: 0 }
  readonly #said = new Set<string>()
  readonly #sources: Map<string, SourceFile>
  #steps = 0
  #budget: Budget
  #depth = 0

  /** `sources` are files that were read already; files read later join them, so that each has one `SourceFile`. */
  constructor(files: FileTree, functions: FunctionLibrary, limits: Limits, sources: Map<string, SourceFile>) {
    this.files = files
    this.functions = functions
    this.limits = limits
    this.#sources = sources
    this.#budget = budgetOf(limits)
  }

  /** Counts work; throws `LimitReached` when the attribute's or the root module's budget is used up. */
  spend(steps: number): void {
    this.#steps += steps
    const { steps: most, total } = this.#budget
    if (this.#steps > most) throw new LimitReached('steps')
    if (this.#steps > total) throw new LimitReached('totalSteps')
  }

  /**
   * Runs one demand from outside (an attribute, a count) on the budget of its root module. When one demand has used up
   * all that it may, later ones may use half of that: many of them would take as long as one without end.
   */
  demand<T>(run: () => T, budget: Budget = this.#budget): T {
    if (this.#depth > 0) return run()
    this.#steps = 0
    this.#budget = budget
    try {
      return metered((steps) => this.spend(steps), run)
    } finally {
      if (this.#steps > budget.steps) budget.steps = Math.max(leastSteps, budget.steps / 2)
      budget.total -= this.#steps
      this.#steps = 0
      this.#depth = 0
    }
  }

  /** Goes one level deeper, to be followed by `leave`; throws `LimitReached` when that is too deep. */
  enter(): void {
    if (this.#depth >= this.limits.depth) throw new LimitReached('depth')
    this.#depth++
  }

  leave(): void {
    this.#depth--
  }

  /** Runs something one level deeper. */
  deeper<T>(run: () => T): T {
    this.enter()
    try {
      return run()
    } finally {
      this.leave()
    }
  }

  /** Something was looked at that differs between the instances of a module (a variable, a resource's address). */
  lookAtModule(): void {
    this.#looks.module++
  }

  /** Something was looked at that differs between the instances of a resource: `each`, `count`, `self`. */
  lookAtInstance(): void {
    this.#looks.instance++
    this.#looks.module++
  }

  /** What a computation hangs on: what it does not hang on may share its result. */
  trace<T>(run: () => T): Traced<T> {
    const { module, instance } = this.#looks
    const value = run()
    return { value, ofModule: this.#looks.module !== module, ofInstance: this.#looks.instance !== instance }
  }

  /** Takes a result that was computed before: whoever takes it hangs on what it hangs on. */
  take<T>(traced: Traced<T>): T {
    if (traced.ofInstance) this.lookAtInstance()
    else if (traced.ofModule) this.lookAtModule()
    return traced.value
  }

  /** A file as Terraform's functions see it, below the scanned root alone. */
  readFile(path: string): FileAnswer {
    const normal = normalizePath(path)
    if (normal === undefined) return { kind: 'outside-root' }
    const known = this.#sources.get(normal)
    if (known) return { kind: 'file', source: known }
    const text = this.files.read(normal)
    if (text === undefined) return { kind: 'missing' }
    const source = new SourceFile(normal, text)
    this.#sources.set(normal, source)
    return { kind: 'file', source }
  }

  /** Says something once per place and message. */
  say(level: Diagnostic['level'], kind: string, message: string, at: Span): void {
    const key = `${kind}|${message}|${at.source.path}|${at.start}`
    if (this.#said.has(key)) return
    this.#said.add(key)
    this.diagnostics.push({ level, kind, message, file: at.source.path, span: at })
  }

  /** Says something once in the scan, at the first place where it came up. */
  sayOnce(level: Diagnostic['level'], kind: string, message: string, at: Span): void {
    if (this.#said.has(`${kind}|${message}`)) return
    this.#said.add(`${kind}|${message}`)
    this.say(level, kind, message, at)
  }

  /** Says what went wrong in an evaluation; false when it is no failure of evaluation but a fault of ours. */
  sayFailure(error: unknown, at: Span): boolean {
    if (error instanceof EvaluationError) {
      this.say('warning', 'terraform-evaluation', `${error.summary}: ${error.detail}`, error.span)
    } else if (error instanceof LimitReached) {
      this.say('warning', 'limit', `Evaluation stopped here: ${limitText[error.limit]}`, error.span ?? at)
    } else if (error instanceof RangeError) {
      this.say('warning', 'limit', `Evaluation stopped here: ${limitText.depth}`, at)
    } else return false
    return true
  }
}

const limitText: Record<keyof Limits, string> = {
  steps: 'it takes more steps than iamgate allows for one attribute',
  totalSteps: 'the root module takes more steps than iamgate allows',
  depth: 'it is nested more deeply than iamgate allows',
  stringLength: 'it makes a longer string than iamgate allows',
  collectionSize: 'it makes a larger collection than iamgate allows',
  instances: 'it makes more instances than iamgate allows',
  moduleDepth: 'modules call each other more deeply than iamgate allows',
  totalInstances: 'the root module makes more instances than iamgate allows',
}
