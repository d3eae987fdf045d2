import type { Diagnostic } from '../../../src/model/diagnostic'
import type { FileTree } from '../../../src/model/files'
import type { Resource } from '../../../src/model/resource'
import { SourceFile } from '../../../src/model/source'
import type { ParseSettings } from '../../parser'
import type { FunctionLibrary } from '../evaluate/function'
import { normalizePath } from '../evaluate/path'
import type { Limits } from '../evaluate/limits'
import { defaultLimits } from '../evaluate/limits'
import { budgetOf, Session } from '../evaluate/session'
import type { ParsedFile } from '../hcl/ast'
import { askReferee } from '../hcl/referee'
import type { ModuleCall, ModuleDeclaration } from './declarations'
import { ModuleInstance } from './module-instance'
import { ModuleLibrary, sourceName } from './module-library'
import { outputResources } from './outputs'
import { readConfigurationFile } from './read-file'
import { ResourceCollector } from './resources'
import { rootDirectories } from './roots'
import { selectedWorkspace, variableValues } from './variable-values'

/** What Terraform configuration gives before it is mapped to the IAM model. */
export interface LoadedTerraform {
  /** Every instance of every relevant resource, by root module; properties are evaluated when they are read. */
  readonly resources: readonly Resource[]
  /** Grows while properties are read: look at it last. */
  readonly diagnostics: readonly Diagnostic[]
  readonly parsed: readonly string[]
  readonly failed: readonly string[]
  /** The root modules, by directory ('' for the top): for whoever has further questions to the configuration. */
  readonly roots: ReadonlyMap<string, ModuleInstance>
}

/**
 * Reads Terraform files (`.tf`, `.tofu`, and both as JSON), all directories of a scan together since modules call each
 * other, and expands them to resource instances. Bad input is a diagnostic: an argument that cannot be read or evaluated
 * is unknown, a file whose syntax is broken is in `failed`, and what could be read of it counts.
 */
export async function loadTerraform(
  files: readonly string[],
  tree: FileTree,
  settings: ParseSettings,
  functions: FunctionLibrary,
  limits: Limits = defaultLimits,
): Promise<LoadedTerraform> {
  const sources = new Map<string, SourceFile>()
  const session = new Session(tree, functions, limits, sources)
  const read = await readFiles(files, tree, session, sources)
  sayMissingVariableFiles(settings, session)
  const library = new ModuleLibrary(session, read.trees)
  const resources: Resource[] = []
  const roots = new Map<string, ModuleInstance>()
  for (const directory of rootDirectories(library, library.directories())) {
    const declaration = library.module(directory)
    if (!declaration) continue
    const root = rootInstance(declaration, library, session, settings)
    roots.set(directory, root)
    const made = collect(root, session)
    resources.push(...made)
    // Outputs count where there is a secret that they could show.
    if (made.some(({ canonicalType }) => canonicalType === 'AWS::IAM::AccessKey'))
      resources.push(...outputResources(root))
  }
  return {
    resources,
    diagnostics: session.diagnostics,
    parsed: [...read.parsed, ...library.beside],
    failed: read.failed,
    roots,
  }
}

function sayMissingVariableFiles(settings: ParseSettings, session: Session): void {
  for (const path of settings.variableFiles) {
    if (session.readFile(path).kind === 'file') continue
    const message = 'This variables file could not be read: it is not there, or lies outside the scanned directory'
    session.diagnostics.push({ level: 'error', kind: 'file-not-found', message, file: path })
  }
}

function collect(root: ModuleInstance, session: Session): readonly Resource[] {
  const collector = new ResourceCollector(root)
  try {
    return collector.collect()
  } catch (error) {
    const anywhere = root.declaration.resources.values().next().value ?? root.declaration.calls.values().next().value
    if (!anywhere || !session.sayFailure(error, anywhere.header)) throw error
    return collector.resources
  }
}

interface ReadFiles {
  readonly trees: Map<string, ParsedFile>
  readonly parsed: readonly string[]
  readonly failed: readonly string[]
}

/** A file that our parser rejects is shown to HashiCorp's: what that accepts is no failure. */
async function readFiles(
  paths: readonly string[],
  tree: FileTree,
  session: Session,
  sources: Map<string, SourceFile>,
): Promise<ReadFiles> {
  const trees = new Map<string, ParsedFile>()
  const parsed: string[] = []
  const failed: string[] = []
  for (const path of paths) {
    const normal = normalizePath(path)
    const text = normal === undefined ? undefined : tree.read(normal)
    if (normal === undefined || text === undefined) {
      failed.push(path)
      session.diagnostics.push({
        level: 'error',
        kind: 'unreadable',
        message: 'This file could not be read',
        file: path,
      })
      continue
    }
    const source = new SourceFile(normal, text)
    sources.set(normal, source)
    const ours = readConfigurationFile(source)
    const accepted = ours.problems.length === 0 || normal.endsWith('.json') ? undefined : await askReferee(source, ours)
    trees.set(normal, accepted ?? ours)
    const problems = accepted ? [] : ours.problems
    if (accepted) sayAccepted(ours, session)
    for (const problem of problems) session.say('error', 'hcl-syntax', problem.message, problem.span)
    if (problems.length > 0) failed.push(path)
    else parsed.push(path)
  }
  return { trees, parsed, failed }
}

/** That our parser stumbled: what it made of the place may be less than what Terraform reads there. */
function sayAccepted({ problems: [first] }: ParsedFile, session: Session): void {
  if (!first) return
  const message = `Terraform's own parser accepts this file, and iamgate's stumbled here (${first.message}): places in this file may be those of whole arguments. Please report it.`
  session.say('note', 'hcl-referee', message, first.span)
}

function rootInstance(
  declaration: ModuleDeclaration,
  library: ModuleLibrary,
  session: Session,
  settings: ParseSettings,
): ModuleInstance {
  return new ModuleInstance(declaration, {
    session,
    budget: budgetOf(session.limits),
    constants: new Map(),
    rootDirectory: declaration.directory,
    workspace: selectedWorkspace(declaration.directory, session, settings),
    usesWorkspace: declaration.usesWorkspace,
    variables: variableValues(declaration.directory, session, settings),
    findModule: (caller, call) => {
      const found = findModule(caller, call, library, session)
      return found ? { kind: 'module', declaration: found } : { kind: 'missing' }
    },
  })
}

function findModule(
  caller: ModuleInstance,
  call: ModuleCall,
  library: ModuleLibrary,
  session: Session,
): ModuleDeclaration | undefined {
  const directory = library.directoryOf(call, caller.directory, caller.callPath, caller.rootDirectory)
  const { name, at } = sourceName(call)
  if (directory !== undefined && isAbove(directory, caller)) {
    session.say('warning', 'module-cycle', `The module ${name} calls itself`, at)
    return undefined
  }
  if (caller.depth >= session.limits.moduleDepth) {
    session.say('warning', 'limit', `Modules are nested more deeply than iamgate allows: ${name}`, at)
    return undefined
  }
  const found = directory === undefined ? undefined : library.module(directory)
  if (!found) session.sayOnce('note', 'module-not-found', `The module ${name} is not on disk: what it makes is not judged, and its outputs are unknown. Run "terraform init" first to have it read.`, at) // biome-ignore format: one sentence
  return found
}

/** True when the directory is that of the caller or of a module that leads to it. */
function isAbove(directory: string, caller: ModuleInstance): boolean {
  for (let at: ModuleInstance | undefined = caller; at; at = at.caller?.module)
    if (at.directory === directory) return true
  return false
}
