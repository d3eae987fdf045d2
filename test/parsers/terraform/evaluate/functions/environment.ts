import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { defaultParseSettings } from '../../../../../parsers/parser'
import { loadTerraform } from '../../../../../parsers/terraform/configuration/load'
import { evaluate } from '../../../../../parsers/terraform/evaluate/evaluate'
import { EvaluationError } from '../../../../../parsers/terraform/evaluate/function'
import { functionLibrary } from '../../../../../parsers/terraform/evaluate/functions'
import type { Limits } from '../../../../../parsers/terraform/evaluate/limits'
import { defaultLimits } from '../../../../../parsers/terraform/evaluate/limits'
import type { Scope } from '../../../../../parsers/terraform/evaluate/scope'
import { Session } from '../../../../../parsers/terraform/evaluate/session'
import type { Value } from '../../../../../parsers/terraform/evaluate/value'
import { parseExpressionText } from '../../../../../parsers/terraform/hcl/template'
import type { FileTree } from '../../../../../src/model/files'
import { SourceFile } from '../../../../../src/model/source'

export const folder = join(__dirname, '../../../../../fixtures/terraform/functions')
const root = join(folder, 'environment')

/** As every tree: what lies above the root is not there. */
function onDisk<T>(path: string, use: (full: string) => T): T | undefined {
  if (path.startsWith('..')) return undefined
  try {
    return use(join(root, path))
  } catch {
    return undefined
  }
}

/** The files that the expressions may read. */
const files: FileTree = {
  read: (path) => onDisk(path, (full) => readFileSync(full, 'utf8')),
  readBytes: (path) => onDisk(path, (full) => readFileSync(full)),
  kindOf: (path) => onDisk(path, (full) => (statSync(full).isDirectory() ? 'directory' : 'file')),
  list: (directory) => onDisk(directory, (full) => readdirSync(full).sort()) ?? [],
}

export type Outcome = { readonly value: Value } | { readonly error: { summary: string; detail: string } }

/** Evaluates expressions as if they stood in the environment's root module. */
export async function evaluator(limits: Limits = defaultLimits): Promise<(expression: string) => Outcome> {
  const loaded = await loadTerraform(['main.tf'], files, defaultParseSettings, functionLibrary, limits)
  const names = loaded.roots.get('')
  if (!names) throw new Error('the environment has no root module')
  return (expression) => {
    const source = new SourceFile('expression.tf', `${expression}\n`)
    const session = new Session(files, functionLibrary, limits, new Map())
    const scope: Scope = { session, names, bindings: undefined, tolerant: false }
    const parsed = parseExpressionText(source)
    const problem = parsed.problems[0]
    if (problem) return { error: { summary: 'syntax', detail: problem.message } }
    try {
      return { value: session.demand(() => evaluate(parsed.expression, scope)) }
    } catch (error) {
      if (error instanceof EvaluationError) return { error: { summary: error.summary, detail: error.detail } }
      throw error
    }
  }
}
