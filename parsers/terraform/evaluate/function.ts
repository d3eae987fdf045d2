import type { FileTree } from '../../../src/model/files'
import type { SourceFile, Span } from '../../../src/model/source'
import type { UnknownReason } from '../../../src/model/value'
import type { Limits } from './limits'
import type { MappingValue, Value } from './value'

/** What a function may use of its surroundings. */
export interface FunctionContext {
  /** The whole call, `name(...)`. */
  readonly span: Span
  /** The arguments as written; with `...` the last one's span serves all that it expands to. */
  readonly argumentSpans: readonly Span[]
  readonly files: FileTree
  /** The root module's directory, from which relative paths count (`path.root`); '' is the top of `files`. */
  readonly rootDirectory: string
  /** The directory of the module that the call is written in; '' is the top of `files`. */
  readonly moduleDirectory: string
  readonly limits: Limits
  /** Counts work done, in items or about a hundred characters; throws `LimitReached` when the budget is used up. */
  spend(steps: number): void
  /** The file at a path as Terraform would resolve it from the root module, read once per scan. */
  readFile(path: string): FileAnswer
  /** Evaluates a template (`templatefile`, `templatestring`) with these variables and nothing else in scope. */
  template(source: SourceFile, variables: MappingValue): Value
}

export type FileAnswer =
  | { readonly kind: 'file'; readonly source: SourceFile }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside-root' }

/**
 * A function of Terraform's language. It gets arguments as written, unconverted, and converts them itself; unknown
 * arguments too, of which it keeps what is known. It throws `EvaluationError` for what Terraform rejects.
 */
export interface TerraformFunction {
  readonly name: string
  call(args: readonly Value[], context: FunctionContext): Value
}

/** The functions that the evaluator knows, by name without namespace. */
export type FunctionLibrary = ReadonlyMap<string, TerraformFunction>

/**
 * What Terraform would reject: `summary` in Terraform's words (`Invalid function argument`, `Error in function call`,
 * `Invalid index`), `detail` ours. Caught by `try` and `can`, and at the edge of an attribute.
 */
export class EvaluationError extends Error {
  readonly summary: string
  readonly detail: string
  readonly span: Span
  /** What the value that failed is unknown for: `file-not-found` where only a file is missing. */
  readonly why: UnknownReason

  constructor(summary: string, detail: string, span: Span, why: UnknownReason = 'invalid') {
    super(`${summary}: ${detail}`)
    this.name = 'EvaluationError'
    this.summary = summary
    this.detail = detail
    this.span = span
    this.why = why
  }
}

/** A bound was reached. Nothing but the edge of an attribute catches it, not even `try`. */
export class LimitReached extends Error {
  readonly limit: keyof Limits
  readonly span: Span | undefined

  constructor(limit: keyof Limits, span?: Span) {
    super(`limit reached: ${limit}`)
    this.name = 'LimitReached'
    this.limit = limit
    this.span = span
  }
}
