import { join, normalize } from 'node:path/posix'
import type { Diagnostic } from '../../src/model/diagnostic'
import type { FileTree } from '../../src/model/files'
import { type ConstructRecord, readMetadata } from './metadata'

/** One stack of a cloud assembly. */
export interface StackArtifact {
  /** The manifest's name for it; `ShopBFC2A9` or `Shop`. */
  readonly id: string
  /** The name that CloudFormation will know. */
  readonly stackName: string
  /** Of its template, as paths of the scan. */
  readonly template: string
  /** The directory of its assembly, which paths of assets are relative to. */
  readonly directory: string
  /** Undefined for a stack that is not tied to one. */
  readonly region: string | undefined
  /** Values for the template's parameters that the manifest fixes. */
  readonly parameters: Readonly<Record<string, string>>
  /** By construct path. */
  readonly records: ReadonlyMap<string, ConstructRecord>
  /** Templates of nested stacks among the file assets, by the hash that their URLs end in. */
  readonly assets: ReadonlyMap<string, string>
}

/** A cloud assembly with those nested in it (stages), read as far as it could be. */
export interface Assembly {
  readonly stacks: StackArtifact[]
  readonly diagnostics: Diagnostic[]
  readonly parsed: string[]
  readonly failed: string[]
}

interface Artifact {
  readonly type?: unknown
  readonly environment?: unknown
  readonly properties?: Readonly<Record<string, unknown>>
  readonly metadata?: unknown
  readonly additionalMetadataFile?: unknown
}

/** Stages in stages: nobody needs more, and a directory that names itself ends here. */
const deepestNesting = 16

/**
 * Reads `manifest.json` of a directory and everything that it names but the templates themselves. Any version of the
 * schema is taken: what is needed has been the same since the first one.
 * https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema
 */
export function readAssembly(directory: string, files: FileTree): Assembly {
  const assembly: Assembly = { stacks: [], diagnostics: [], parsed: [], failed: [] }
  readInto(assembly, directory, files, 0)
  return assembly
}

function readInto(assembly: Assembly, directory: string, files: FileTree, depth: number): void {
  const path = join(directory, 'manifest.json')
  if (assembly.parsed.includes(path)) return
  const manifest = readObject(path, files, assembly)
  if (!manifest) return
  const artifacts = objectOf(manifest.artifacts) ?? {}
  reportMissingContext(manifest.missing, path, assembly)
  const assets = readAssets(artifacts, directory, files, assembly)
  for (const [id, value] of Object.entries(artifacts)) {
    const artifact = objectOf(value) as Artifact | undefined
    if (artifact?.type === 'aws:cloudformation:stack') {
      const stack = readStack(id, artifact, directory, files, assembly, assets)
      if (stack) assembly.stacks.push(stack)
    } else if (artifact?.type === 'cdk:cloud-assembly') {
      const inner = inside(directory, artifact.properties?.directoryName)
      if (inner === undefined || depth >= deepestNesting) {
        report(assembly, 'error', 'cdk-assembly', `names no directory for the assembly ${id}`, path)
      } else readInto(assembly, inner, files, depth + 1)
    }
  }
}

function readStack(
  id: string,
  artifact: Artifact,
  directory: string,
  files: FileTree,
  assembly: Assembly,
  assets: ReadonlyMap<string, string>,
): StackArtifact | undefined {
  const properties = objectOf(artifact.properties) ?? {}
  const template = inside(directory, properties.templateFile)
  if (template === undefined) {
    const message = `names no template for the stack ${id}`
    report(assembly, 'error', 'cdk-assembly', message, join(directory, 'manifest.json'))
    return undefined
  }
  const records = new Map<string, ConstructRecord>()
  readMetadata(artifact.metadata, records)
  const additional = inside(directory, artifact.additionalMetadataFile)
  if (additional !== undefined) readMetadata(readObject(additional, files, assembly), records)
  const written = typeof artifact.environment === 'string' ? artifact.environment : ''
  const environment = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(written)
  const region = environment?.[2]
  return {
    id,
    stackName: typeof properties.stackName === 'string' ? properties.stackName : id,
    template,
    directory,
    region: region && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? region : undefined,
    parameters: stringsOf(properties.parameters),
    records,
    assets,
  }
}

/** File assets that are templates, from the asset manifests: their hashes are how parents mention nested stacks. */
function readAssets(
  artifacts: Readonly<Record<string, unknown>>,
  directory: string,
  files: FileTree,
  assembly: Assembly,
): ReadonlyMap<string, string> {
  const assets = new Map<string, string>()
  for (const value of Object.values(artifacts)) {
    const artifact = objectOf(value) as Artifact | undefined
    if (artifact?.type !== 'cdk:asset-manifest') continue
    const path = inside(directory, objectOf(artifact.properties)?.file)
    // Snapshots often leave them out, and nothing but nested templates needs them.
    if (path === undefined || files.kindOf(path) !== 'file') continue
    const manifest = readObject(path, files, assembly)
    for (const [hash, asset] of Object.entries(objectOf(manifest?.files) ?? {})) {
      const source = objectOf(objectOf(asset)?.source)?.path
      const template = typeof source === 'string' && source.endsWith('.json') ? inside(directory, source) : undefined
      if (template !== undefined) assets.set(hash, template)
    }
  }
  return assets
}

/** A synthesis without its lookups uses made-up values (`vpc-12345`), and a scan of it would be of something else. */
function reportMissingContext(missing: unknown, path: string, assembly: Assembly): void {
  if (!Array.isArray(missing) || missing.length === 0) return
  const message =
    `was synthesised without ${missing.length} looked-up value(s), with made-up ones in their place; ` +
    'run cdk synth with credentials once, and commit cdk.context.json'
  report(assembly, 'warning', 'cdk-missing-context', message, path)
}

function readObject(path: string, files: FileTree, assembly: Assembly): Record<string, unknown> | undefined {
  const text = files.read(path)
  if (text === undefined) {
    assembly.failed.push(path)
    report(assembly, 'error', 'file-not-found', 'is named by the cloud assembly and cannot be read', path)
    return undefined
  }
  try {
    const value = objectOf(JSON.parse(text))
    if (!value) throw new SyntaxError('it holds no object')
    assembly.parsed.push(path)
    return value
  } catch (error) {
    assembly.failed.push(path)
    report(assembly, 'error', 'json-syntax', `is no JSON of a cloud assembly: ${(error as Error).message}`, path)
    return undefined
  }
}

function report(assembly: Assembly, level: Diagnostic['level'], kind: string, message: string, file: string): void {
  assembly.diagnostics.push({ level, kind, message, file })
}

/** A path that the assembly gives, as a path of the scan, whose file tree guards its own borders; undefined for none. */
function inside(directory: string, path: unknown): string | undefined {
  if (typeof path !== 'string' || path === '' || path.startsWith('/')) return undefined
  return normalize(join(directory, path.replaceAll('\\', '/')))
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOf(value) ?? {})
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}
