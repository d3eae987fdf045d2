import type { Span } from '../../../src/model/source'
import { directoryOf, joinPath } from '../evaluate/path'
import type { Session } from '../evaluate/session'
import type { ParsedFile } from '../hcl/ast'
import type { ModuleCall, ModuleDeclaration } from './declarations'
import { declareModule } from './declare'
import { literal } from './literals'
import { isConfigurationFile, readConfigurationFile } from './read-file'

/** Every module of a scan by its directory, read once: those that the scan found, and those that their calls lead to. */
export class ModuleLibrary {
  /** Files without problems that the scan did not name and that calls lead to. */
  readonly beside: string[] = []
  readonly #session: Session
  readonly #trees: Map<string, ParsedFile>
  readonly #modules = new Map<string, ModuleDeclaration | undefined>()
  readonly #installed = new Map<string, ReadonlyMap<string, string>>()

  /** `trees` are the files that were parsed already; files parsed later join them. */
  constructor(session: Session, trees: Map<string, ParsedFile>) {
    this.#session = session
    this.#trees = trees
  }

  /** Directories with configuration files that the scan found, sorted. */
  directories(): readonly string[] {
    return [...new Set([...this.#trees.keys()].map(directoryOf))].sort()
  }

  /** The module in a directory; undefined when no configuration file is there. */
  module(directory: string): ModuleDeclaration | undefined {
    if (this.#modules.has(directory)) return this.#modules.get(directory)
    const names = this.#session.files.list(directory).filter(isConfigurationFile)
    const paths = preferred(names).map((name) => (directory === '' ? name : `${directory}/${name}`))
    const files = paths.flatMap((path) => {
      const tree = this.#tree(path)
      return tree ? [{ path, body: tree.body }] : []
    })
    const module = files.length > 0 ? declareModule(directory, files) : undefined
    this.#modules.set(directory, module)
    return module
  }

  #tree(path: string): ParsedFile | undefined {
    const known = this.#trees.get(path)
    if (known) return known
    const answer = this.#session.readFile(path)
    if (answer.kind !== 'file') return undefined
    const tree = readConfigurationFile(answer.source)
    this.#trees.set(path, tree)
    for (const problem of tree.problems) this.#session.say('warning', 'hcl-syntax', problem.message, problem.span)
    if (tree.problems.length === 0) this.beside.push(path)
    return tree
  }

  /**
   * The directory that a call's source means: a local path from the caller's directory, or where `terraform init` put
   * the module for that way of calls; undefined when there is none.
   */
  directoryOf(
    call: ModuleCall,
    callerDirectory: string,
    callPath: readonly string[],
    rootDirectory: string,
  ): string | undefined {
    const source = literal(call.source)
    if (typeof source !== 'string') return undefined
    if (isLocal(source)) return joinPath(callerDirectory, source)
    return this.#installedIn(rootDirectory).get([...callPath, call.name].join('.'))
  }

  /** `.terraform/modules/modules.json`: the directory of each module by the names of the calls that lead to it. */
  #installedIn(rootDirectory: string): ReadonlyMap<string, string> {
    const known = this.#installed.get(rootDirectory)
    if (known) return known
    const installed = new Map<string, string>()
    this.#installed.set(rootDirectory, installed)
    const path = joinPath(rootDirectory, '.terraform/modules/modules.json')
    const answer = path === undefined ? undefined : this.#session.readFile(path)
    if (answer?.kind !== 'file') return installed
    for (const { key, directory } of manifestEntries(answer.source.text)) {
      const full = joinPath(rootDirectory, directory)
      if (full !== undefined) installed.set(key, full)
    }
    return installed
  }
}

function isLocal(source: string): boolean {
  return source.startsWith('./') || source.startsWith('../') || source === '.' || source === '..'
}

interface ManifestEntry {
  readonly key: string
  readonly directory: string
}

function manifestEntries(text: string): readonly ManifestEntry[] {
  let manifest: unknown
  try {
    manifest = JSON.parse(text)
  } catch {
    return []
  }
  const modules: unknown = (manifest as { Modules?: unknown } | null)?.Modules
  if (!Array.isArray(modules)) return []
  return modules.flatMap((entry: { Key?: unknown; Dir?: unknown } | null) =>
    typeof entry?.Key === 'string' && typeof entry.Dir === 'string' ? [{ key: entry.Key, directory: entry.Dir }] : [],
  )
}

/** `a.tofu` stands for `a.tf` in OpenTofu; where both are there, Terraform's counts. */
function preferred(names: readonly string[]): readonly string[] {
  const all = new Set(names)
  return names.filter(
    (name) => !/\.tofu(?:\.json)?$/.test(name) || !all.has(name.replace(/\.tofu(?=\.json$|$)/, '.tf')),
  )
}

/** How a person names a call's module: its source, or the call. */
export function sourceName(call: ModuleCall): { readonly name: string; readonly at: Span } {
  const source = literal(call.source)
  return { name: typeof source === 'string' ? source : call.name, at: call.source?.span ?? call.header }
}
