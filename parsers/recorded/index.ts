import type { Diagnostic } from '../../src/model/diagnostic'
import { emptyModel } from '../../src/model/iam'
import { readRecord } from '../../src/model/recorded/record'
import { BadRecord } from '../../src/model/recorded/shape'
import { SourceFile, type Span, span } from '../../src/model/source'
import { type Data, entry } from '../../src/model/value'
import { readJson } from '../located/json'
import { problemDiagnostic } from '../located/problem'
import type { Parsed, Parser } from '../parser'

/**
 * Reads what `iamgate model --format json` printed. What could not be read when it was printed is missing in it: that is
 * an error here, too. A document that is none is an error at the place where it stops being one.
 */
export const parseModel: Parser<'model'> = async ({ file }, files, { planSide }) => {
  const source = new SourceFile(file, files.read(file) ?? '')
  if (planSide) return failure(file, 'has no before and after of its own: name what it is compared with', span(source))
  try {
    const document = JSON.parse(source.text.replace(/^\ufeff/, ''))
    if (document?.record === undefined) {
      return failure(file, 'has no record to read the model from; print it with this version of iamgate', span(source))
    }
    const { model, unread } = readRecord(document.record)
    const diagnostics = unread.map((one): Diagnostic => ({ level: 'error', ...one }))
    return { model, diagnostics, unresolved: [], parsed: [file], failed: [] }
  } catch (error) {
    if (error instanceof BadRecord) {
      const [at, name] = [placeOf(source, ['record', ...error.path]), ['record', ...error.path].join('.')]
      return failure(file, `is no model that iamgate printed: ${name} ${error.message}`, at)
    }
    const [problem] = readJson(source).problems
    if (!problem) throw error
    return { ...failure(file, '', problem.span), diagnostics: [problemDiagnostic(problem, 'json')] }
  }
}

/** Where a member of a member stands in a JSON text: the innermost that is there. */
function placeOf(source: SourceFile, path: readonly (string | number)[]): Span {
  let at: Data | undefined = readJson(source).data
  let found = at?.span ?? span(source)
  for (const step of path) {
    at = at?.kind === 'list' ? at.items[Number(step)] : entry(at, String(step))
    if (!at) return found
    found = at.span
  }
  return found
}

function failure(file: string, message: string, at: Span): Parsed {
  const diagnostics: Diagnostic[] = [{ level: 'error', kind: 'model-record', message, file, span: at }]
  return { model: emptyModel(), diagnostics, unresolved: [], parsed: [], failed: [file] }
}
