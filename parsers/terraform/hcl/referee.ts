import type { SourceFile, Span } from '../../../src/model/source'
import type { Data, Entry } from '../../../src/model/value'
import { text } from '../../../src/model/value'
import type { ParsedFile, SyntaxProblem } from './ast'
import { terraformFromJson } from './json'
import { ownLine } from './recovery'

/** HashiCorp's parser is not asked about larger files: it reads about a megabyte a second. */
const largest = 512 * 1024

/** Milliseconds after which an answer is no longer waited for. */
const patience = 20_000

/**
 * What HashiCorp's own parser makes of a file that ours rejects. When it accepts, its tree, in which everything in a
 * block stands at the line of that top-level block (it keeps no positions), and comments are ours. Undefined when it
 * rejects the file too, or was not asked: because our problem is a bound, which guards it as well, or the file is large.
 * The WebAssembly is loaded by the first call alone.
 */
export async function askReferee(source: SourceFile, ours: ParsedFile): Promise<ParsedFile | undefined> {
  if (ours.problems.length === 0 || source.text.length > largest) return undefined
  if (ours.problems.some((problem) => problem.limit)) return undefined
  const { parse } = await import('@cdktf/hcl2json')
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience)
  })
  try {
    const answer: unknown = await Promise.race([parse(source.path, source.text), timeUp])
    return answer === undefined ? undefined : treeOf(source, answer, ours)
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

/** hcl2json writes Terraform's JSON syntax, so that its answer is read as that. */
function treeOf(source: SourceFile, answer: unknown, ours: ParsedFile): ParsedFile {
  const problems: SyntaxProblem[] = []
  const top = { source, start: 0, end: ownLine(source.text, 0).end }
  const file = terraformFromJson(source, located(source, answer, [], top), problems)
  return { ...file, comments: ours.comments }
}

function located(source: SourceFile, value: unknown, path: readonly string[], above: Span): Data {
  const span = path.length === 0 || path.length > 3 ? above : (headerLine(source, path) ?? above)
  if (typeof value === 'string') return text(value, span)
  if (typeof value === 'number') return { kind: 'number', value, raw: String(value), span }
  if (typeof value === 'boolean') return { kind: 'boolean', value, span }
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map((item) => located(source, item, ['', '', '', ''], span)), span }
  }
  if (typeof value !== 'object' || value === null) return { kind: 'null', span }
  const entries = Object.entries(value).map(([key, inner]): Entry => {
    const data = located(source, inner, [...path, key], span)
    return { key: text(key, data.span), value: data }
  })
  return { kind: 'object', entries, span }
}

/** The first line that starts with this block type and these labels. */
function headerLine(source: SourceFile, path: readonly string[]): Span | undefined {
  const words = path.map((word) => word.replace(/[^\w-]/g, '\\$&'))
  const [type, ...labels] = words
  const pattern = new RegExp(`^[ \\t]*${type}${labels.map((label) => `[ \\t]+"?${label}"?`).join('')}(?![\\w-])`, 'm')
  const found = pattern.exec(source.text)
  if (!found) return undefined
  const line = ownLine(source.text, found.index)
  return { source, start: line.start + line.indentation, end: line.end }
}
