import type { Span } from '../../../src/model/source'
import type { Data, Entry, Hole } from '../../../src/model/value'
import { asText, entry, literal } from '../../../src/model/value'
import { stringOf } from '../template'
import { unknown } from './hole'
import type { Evaluation } from './state'

/** What is said of a macro, whose code is in an account. */
export function macroNote(name: string | undefined): string {
  return `The macro ${name ?? 'here'} may change this template: it is read as it is written`
}

/** What `Fn::Transform` adds to the object that it stands in, or the value that it is. */
export interface Transformed {
  readonly entries: readonly Entry[]
  readonly open: readonly Hole[]
  readonly value: Data
}

/**
 * `Fn::Transform`, one or a list of them: `AWS::Include` of a file inside the scanned root is read, any other macro is
 * unknown. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html and
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html
 */
export function transformed(argument: Data, span: Span, evaluation: Evaluation): Transformed {
  if (argument.kind !== 'list') return transformedBy(argument, span, evaluation)
  const all = argument.items.map((item) => transformedBy(item, span, evaluation))
  const entries = all.flatMap((one) => one.entries)
  const open = all.flatMap((one) => one.open)
  return { entries, open, value: { kind: 'object', entries, span, open } }
}

function transformedBy(argument: Data, span: Span, evaluation: Evaluation): Transformed {
  const name = stringOf(argument, 'Name')
  const raw = entry(entry(argument, 'Parameters'), 'Location')
  const resolved = name === 'AWS::Include' && raw ? asText(evaluation.resolve(raw)) : undefined
  const location = resolved && literal(resolved)
  const included = location === undefined ? undefined : evaluation.stack.surroundings.included(location)
  if (included) return { entries: included.kind === 'object' ? included.entries : [], open: [], value: included }
  if (name === 'AWS::Include') {
    const file = location ?? 'its file'
    evaluation.complain('include', `AWS::Include adds ${file}, which is not among the scanned files`, span, 'note')
  } else evaluation.complain('macro', macroNote(name), span, 'note')
  const isFile = location !== undefined && !/^[a-z0-9]+:/i.test(location)
  const value = unknown(span, isFile ? 'file-not-found' : 'transform')
  return { entries: [], open: [value.hole], value }
}
