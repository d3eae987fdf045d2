import type { Diagnostic } from '../../src/model/diagnostic'
import type { FileTree } from '../../src/model/files'
import { SourceFile } from '../../src/model/source'
import type { Data } from '../../src/model/value'
import { readJson } from '../located/json'
import { problemDiagnostic } from '../located/problem'
import type { YamlReader } from '../located/yaml'
import { templateOfTemplates } from './recognise'

/** A file as data: its documents, or why there are none. */
export interface FileReading {
  readonly source: SourceFile
  readonly documents: readonly Data[]
  readonly diagnostics: readonly Diagnostic[]
}

/** CloudFormation takes 1 MB of text; what is far above is no template. */
const limits = { depth: 400, nodes: 500_000, size: 5 * 1024 * 1024 }

/** Reads a template's file; undefined when it is not there. */
export function readFile(path: string, files: FileTree, yaml: YamlReader): FileReading | undefined {
  const text = files.read(path)
  return text === undefined ? undefined : readText(new SourceFile(path, text), yaml)
}

/** JSON when it is JSON, else YAML, of which JSON with comments or trailing commas is a dialect. */
export function readText(source: SourceFile, yaml: YamlReader): FileReading {
  const isJson = /^\ufeff?\s*\{/.test(source.text)
  const json = isJson ? readJson(source, limits) : undefined
  if (json?.data) return { source, documents: [json.data], diagnostics: [] }
  const reading = yaml(source, limits)
  const problems = reading.problems.some((problem) => problem.fatal) && json ? json.problems : reading.problems
  const language = problems === json?.problems ? 'json' : 'yaml'
  const diagnostics = problems.map((problem) => problemDiagnostic(problem, language))
  const explained = reading.documents.length === 0 ? templateOfTemplates(source.text) : undefined
  if (explained === undefined) return { source, documents: reading.documents, diagnostics }
  const first = diagnostics[0]
  const about = { level: 'error', kind: 'template-of-templates', message: explained, file: source.path } as const
  return { source, documents: [], diagnostics: [first?.span ? { ...about, span: first.span } : about] }
}
