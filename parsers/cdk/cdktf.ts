import { basename, dirname, join, normalize } from 'node:path/posix'
import type { Diagnostic } from '../../src/model/diagnostic'
import type { FileTree } from '../../src/model/files'
import { emptyModel } from '../../src/model/iam'
import type { Resource } from '../../src/model/resource'
import type { Parser } from '../parser'
import { loadTerraform } from '../terraform'
import { mapResources } from '../terraform/resources'
import { ConstructSearch } from './construct-search'
import { type ElementMetadata, readTerraformMetadata } from './terraform-metadata'
import { UserSource } from './user-source'

/**
 * Reads the output of CDKTF and CDK Terrain: the stacks' `cdk.tf.json`, evaluated as Terraform would. Each resource has
 * its construct path. Today's output does not tell the lines that made it; where they can be guessed by searching the
 * app for the construct's id, the resource says so in `sourceGuess`.
 */
export const parseCdktf: Parser<'cdktf'> = async (input, files, settings) => {
  const { stacks, diagnostics, parsed, failed } = stackFiles(input, files)
  if (stacks.length === 0) return { model: emptyModel(), diagnostics, unresolved: [], parsed, failed }
  const loaded = await loadTerraform(stacks, files, settings)
  const metadata = new Map<string, ReadonlyMap<string, ElementMetadata>>()
  for (const path of stacks) {
    // Output in HCL (`hclOutput`) has its metadata in a file of its own.
    const text = files.read(path.endsWith('.json') ? path : join(dirname(path), 'metadata.json'))
    if (text !== undefined) metadata.set(path, readTerraformMetadata(path, text))
  }
  const frames = [...metadata.values()].flatMap((elements) => [...elements.values()].flatMap((one) => one.frames))
  const source = await UserSource.open(frames, input.directory, files)
  const search = new ConstructSearch(files, appDirectory(input.directory))
  const resources = loaded.resources.map((resource) => {
    const element = metadata.get(resource.span.source.path)?.get(resource.address.replace(/\[[^[]*\]$/, ''))
    return element ? new ConstructResource(resource, element, source, search) : withFramework(resource)
  })
  const mapped = mapResources(resources)
  return {
    model: mapped.model,
    unresolved: mapped.unresolved,
    diagnostics: [...diagnostics, ...loaded.diagnostics, ...mapped.diagnostics],
    parsed: [...parsed, ...loaded.parsed],
    failed: [...failed, ...loaded.failed],
    roots: [...loaded.roots.keys()],
  }
}

/** The files of all stacks: those that were found, and those that the manifest names. */
function stackFiles(input: { directory: string; files: readonly string[] }, files: FileTree) {
  const stacks = new Set(input.files.filter((path) => basename(path) !== 'manifest.json'))
  const diagnostics: Diagnostic[] = []
  const parsed: string[] = []
  const failed: string[] = []
  const manifest = join(input.directory, 'manifest.json')
  const text = files.read(manifest)
  if (text !== undefined) {
    try {
      for (const path of namedStacks(JSON.parse(text))) {
        const full = normalize(join(input.directory, path))
        if (files.kindOf(full) === 'file') stacks.add(full)
        else {
          failed.push(full)
          const message = 'is named by the manifest of this output and cannot be read'
          diagnostics.push({ level: 'error', kind: 'file-not-found', message, file: full })
        }
      }
      parsed.push(manifest)
    } catch (error) {
      failed.push(manifest)
      const message = `is no JSON of a CDKTF output: ${(error as Error).message}`
      diagnostics.push({ level: 'error', kind: 'json-syntax', message, file: manifest })
    }
  }
  return { stacks: [...stacks].sort(), diagnostics, parsed, failed }
}

function namedStacks(manifest: unknown): string[] {
  const stacks = (manifest as { stacks?: unknown } | null)?.stacks
  if (typeof stacks !== 'object' || stacks === null) return []
  return Object.values(stacks).flatMap((stack) => {
    const path = (stack as { synthesizedStackPath?: unknown } | null)?.synthesizedStackPath
    return typeof path === 'string' && path !== '' && !path.startsWith('/') ? [path.replaceAll('\\', '/')] : []
  })
}

/** The app is around its output: `cdktf.out`, or the directory of one of its stacks. */
function appDirectory(directory: string): string {
  const steps = directory.split('/')
  const at = steps.lastIndexOf('cdktf.out')
  return at < 0 ? dirname(directory) : steps.slice(0, at).join('/') || '.'
}

/** A Terraform resource as the construct that it is. */
class ConstructResource implements Resource {
  readonly framework = 'cdktf'
  readonly address: string
  readonly type: string
  readonly canonicalType: string
  readonly scope: string
  readonly span: Resource['span']
  readonly body: Resource['body']
  readonly constructPath: string
  readonly moduleCalls: Resource['moduleCalls']
  readonly trace: Resource['trace']
  readonly sourceGuess?: Resource['span']
  readonly guards: Resource['guards']
  readonly properties: Resource['properties']
  readonly #resource: Resource

  constructor(resource: Resource, element: ElementMetadata, source: UserSource, search: ConstructSearch) {
    this.#resource = resource
    this.address = resource.address
    this.type = resource.type
    this.canonicalType = resource.canonicalType
    this.scope = resource.scope
    this.span = resource.span
    this.body = resource.body
    this.constructPath = element.constructPath
    this.moduleCalls = resource.moduleCalls
    this.trace = source.spansOf(element.frames)
    const guess = this.trace.length > 0 ? undefined : search.find(element.constructPath)
    if (guess) this.sourceGuess = guess
    this.guards = resource.guards
    this.properties = resource.properties
  }

  /** Evaluated when it is asked for. */
  get name(): string {
    return this.#resource.name
  }
}

/** What a module of the output made: no construct of its own. */
function withFramework(resource: Resource): Resource {
  const { address, type, canonicalType, scope, span, body, moduleCalls, trace, guards, properties } = resource
  const same = { address, type, canonicalType, scope, span, body, moduleCalls, trace, guards, properties }
  return { ...same, framework: 'cdktf', name: resource.name }
}
