import type { SourceFile } from '../../../src/model/source'
import type { Expression, SyntaxProblem, TemplateExpression } from './ast'
import { Cursor, type Placement, SyntaxFailure } from './cursor'
import { parseExpression } from './expressions'
import { readBareTemplate } from './strings'

export interface ParsedTemplate {
  readonly template: TemplateExpression
  readonly problems: readonly SyntaxProblem[]
}

export interface ParsedExpression {
  readonly expression: Expression
  readonly problems: readonly SyntaxProblem[]
}

/**
 * A bare template, as `templatefile` reads a whole file and as every string of `.tf.json` is one. Without `text` it is
 * the whole file; with it, `placement` says where that text stands. A template that cannot be read has one problem, and
 * one part: an interpolation of an `invalid` expression.
 */
export function parseTemplate(source: SourceFile, text?: string, placement?: Placement): ParsedTemplate {
  const cursor = new Cursor(source, text, placement)
  try {
    return { template: readBareTemplate(cursor, parseExpression), problems: cursor.problems }
  } catch (thrown) {
    if (!(thrown instanceof SyntaxFailure)) throw thrown
    cursor.report(thrown)
    const span = cursor.span(0, cursor.text.length)
    const part = { kind: 'interpolation', expression: { kind: 'invalid', span }, span } as const
    return {
      template: { kind: 'template', parts: [part], heredoc: false, span, outer: span },
      problems: cursor.problems,
    }
  }
}

/** One expression that is the whole text, such as a reference in a plan's `configuration`. */
export function parseExpressionText(source: SourceFile, text?: string, placement?: Placement): ParsedExpression {
  const cursor = new Cursor(source, text, placement)
  cursor.newlines = false
  try {
    const expression = parseExpression(cursor)
    if (!Number.isNaN(cursor.peek())) cursor.fail('Nothing more is expected after this expression.')
    return { expression, problems: cursor.problems }
  } catch (thrown) {
    if (!(thrown instanceof SyntaxFailure)) throw thrown
    cursor.report(thrown)
    const span = cursor.span(0, cursor.text.length)
    return { expression: { kind: 'invalid', span }, problems: cursor.problems }
  }
}
