import type { Diagnostic } from '../../src/model/diagnostic'
import type { Span } from '../../src/model/source'

/** What is wrong with a YAML or JSON text, or which bound it went over. */
export interface ReadProblem {
  /** `syntax`: it breaks the grammar. `limit`: it is too large, too deep, or grows too much through aliases. */
  readonly kind: 'syntax' | 'limit'
  readonly message: string
  readonly span: Span
  /** False when the text was read in spite of it. */
  readonly fatal: boolean
}

/** How much a reader takes before it gives up. Depth is that of nested collections, nodes count scalars too. */
export interface ReadLimits {
  readonly depth: number
  readonly nodes: number
  /** UTF-16 code units of the text. */
  readonly size: number
}

/** A problem as a diagnostic of the scan: `yaml-syntax`, `json-syntax` or `limit`; an error when nothing was read. */
export function problemDiagnostic(problem: ReadProblem, language: 'yaml' | 'json'): Diagnostic {
  return {
    level: problem.fatal ? 'error' : 'warning',
    kind: problem.kind === 'limit' ? 'limit' : `${language}-syntax`,
    message: problem.message,
    file: problem.span.source.path,
    span: problem.span,
  }
}
