import { dirname } from 'node:path/posix'
import type { Input } from '../../parsers/parser'
import type { Diagnostic } from '../model/diagnostic'
import type { Framework } from '../model/resource'
import { classify, type FileKind } from './classify'
import { type Found, largestFile, type ScanTree } from './tree'

export interface Discovery {
  readonly inputs: readonly Input[]
  /** Every file that was looked at, ours or not. */
  readonly found: readonly string[]
  /** Files that are ours and cannot be read: too large, or binary. */
  readonly unreadable: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface DiscoveryOptions {
  readonly paths: readonly string[]
  readonly exclude: readonly string[]
  readonly excludeBase?: string | undefined
  /** What else is left out, file by file. */
  readonly leavesOut?: ((path: string, isDirectory: boolean) => boolean) | undefined
  /** Only inputs of these frameworks; undefined for all. */
  readonly frameworks?: readonly Framework[] | undefined
  /** Whether models that iamgate printed may take the place of code. */
  readonly models?: boolean | undefined
}

/** Finds what is to be parsed below the paths, by content. Everything that is not ours is passed over and counted. */
export async function discover(tree: ScanTree, options: DiscoveryOptions): Promise<Discovery> {
  const found = new Set<string>()
  const unreadable: string[] = []
  const diagnostics: Diagnostic[] = []
  const byKind = new Map<FileKind, string[]>()

  for (const path of options.paths) {
    const walk = withoutLeftOut(await tree.find(path, options.exclude, options.excludeBase), options.leavesOut)
    if (walk.explicit && walk.files.length === 0) {
      diagnostics.push({ level: 'error', kind: 'path-not-found', message: `there is no ${path} to scan`, file: path })
    }
    for (const directory of walk.ignoredOutputs) diagnostics.push(ignoredOutput(directory))
    for (const directory of walk.locked) {
      diagnostics.push({ level: 'error', kind: 'unreadable', message: 'may not be listed', file: directory })
    }
    for (const file of walk.files) {
      if (found.has(file)) continue
      found.add(file)
      const kind = classify(file, tree, walk.explicit)
      if (!kind) {
        if (walk.explicit) diagnostics.push(unknownKind(file, tree))
        continue
      }
      if (kind === 'model' && !options.models) {
        diagnostics.push(modelAlone(file))
        continue
      }
      const trouble = kind === 'terraform-plan' ? tooLarge(file, tree) : (tooLarge(file, tree) ?? binary(file, tree))
      if (trouble) {
        unreadable.push(file)
        diagnostics.push(trouble)
        continue
      }
      const files = byKind.get(kind) ?? []
      byKind.set(kind, files)
      files.push(file)
    }
  }

  const inputs = assemble(byKind).filter((input) => isWanted(input, options))
  if (inputs.length === 0 && diagnostics.every((diagnostic) => diagnostic.level !== 'error')) {
    diagnostics.push(nothingToScan(options, found.size))
  }
  return { inputs, found: [...found].sort(), unreadable, diagnostics }
}

/** A model may be of any framework. */
function isWanted({ kind }: Input, { frameworks }: DiscoveryOptions): boolean {
  return !frameworks || kind === 'model' || frameworks.includes(kind)
}

/** A walk without what is left out; a file that somebody names is scanned all the same. */
function withoutLeftOut(walk: Found, leavesOut: DiscoveryOptions['leavesOut']): Found {
  if (!leavesOut || walk.explicit) return walk
  return {
    ...walk,
    files: walk.files.filter((file) => !leavesOut(file, false)),
    ignoredOutputs: walk.ignoredOutputs.filter((directory) => !leavesOut(directory, true)),
    locked: walk.locked.filter((directory) => !leavesOut(directory, true)),
  }
}

/** Groups files into inputs. What lies in an assembly belongs to the assembly alone. */
function assemble(byKind: ReadonlyMap<FileKind, readonly string[]>): Input[] {
  const files = (kind: FileKind): readonly string[] => byKind.get(kind) ?? []
  const cdk = outermost(files('cdk-manifest').map((file) => dirname(file)))
  const cdktf = outermost([
    ...files('cdktf-manifest').map((file) => dirname(file)),
    ...files('cdktf-stack').map((file) => stackRoot(file, files('cdktf-manifest'))),
  ])
  const taken = new Set([...cdk, ...cdktf])
  const free = (kind: FileKind): readonly string[] => files(kind).filter((file) => !isBelowAny(taken, file))

  const inputs: Input[] = []
  if (free('terraform').length > 0) inputs.push({ kind: 'terraform', files: [...free('terraform')].sort() })
  for (const file of free('terraform-plan')) inputs.push({ kind: 'terraform-plan', file })
  if (free('cloudformation').length > 0)
    inputs.push({ kind: 'cloudformation', files: [...free('cloudformation')].sort() })
  for (const directory of cdk) inputs.push({ kind: 'cdk', directory })
  for (const directory of cdktf) {
    const stacks = files('cdktf-stack').filter((file) => isBelow(directory, file))
    inputs.push({ kind: 'cdktf', directory, files: [...stacks].sort() })
  }
  for (const file of free('account')) inputs.push({ kind: 'account', file })
  for (const file of free('model')) inputs.push({ kind: 'model', file })
  return inputs
}

/** `cdktf.out/stacks/<name>/cdk.tf.json` belongs to `cdktf.out`; a stack that stands alone to its own directory. */
function stackRoot(file: string, manifests: readonly string[]): string {
  const own = dirname(file)
  const around = manifests.map((manifest) => dirname(manifest)).find((directory) => isBelow(directory, file))
  if (around !== undefined) return around
  const parts = own.split('/')
  return parts.at(-2) === 'stacks' ? parts.slice(0, -2).join('/') || '.' : own
}

function outermost(directories: readonly string[]): string[] {
  const unique = new Set(directories)
  return [...unique].sort().filter((directory) => !isBelowAny(unique, directory))
}

/** Asks for every directory around a path, of which there are few, where assemblies may be thousands. */
function isBelowAny(directories: ReadonlySet<string>, path: string): boolean {
  for (let at = path; ; ) {
    const around = dirname(at)
    if (around === at || around === '.') break
    if (directories.has(around)) return true
    at = around
  }
  return path !== '.' && directories.has('.') && isBelow('.', `${path}/x`)
}

function isBelow(directory: string, file: string): boolean {
  return directory === '.' ? !file.startsWith('../') : file.startsWith(`${directory}/`)
}

function tooLarge(file: string, tree: ScanTree): Diagnostic | undefined {
  const size = tree.sizeOf(file) ?? 0
  if (size <= largestFile) return undefined
  const message = `has ${megabytes(size)} MB; files above ${megabytes(largestFile)} MB are not read`
  return { level: 'error', kind: 'file-too-large', message, file }
}

const megabytes = (bytes: number): string => Math.ceil(bytes / 1_000_000).toString()

function binary(file: string, tree: ScanTree): Diagnostic | undefined {
  // Read once, and kept for the parser.
  if (tree.read(file)?.slice(0, 8000).includes('\0') !== true) return undefined
  return { level: 'error', kind: 'binary-file', message: 'is binary, not text', file }
}

function unknownKind(file: string, tree: ScanTree): Diagnostic {
  const kinds = 'Terraform, a plan or state in JSON, CloudFormation, SAM, a CDK or CDKTF output, an account export'
  const message = tree.sizeOf(file) === 0 ? 'is empty' : `is nothing that iamgate reads (${kinds})`
  return { level: 'error', kind: 'unknown-kind', message, file }
}

function modelAlone(file: string): Diagnostic {
  const message = 'is a model that iamgate printed, without the code that checks look at; iamgate diff compares with it'
  return { level: 'error', kind: 'unknown-kind', message, file }
}

function ignoredOutput(directory: string): Diagnostic {
  const message = `is ruled out by .gitignore; name it to scan it: iamgate scan ${directory}`
  return { level: 'note', kind: 'ignored-output', message, file: directory }
}

function nothingToScan(options: DiscoveryOptions, looked: number): Diagnostic {
  const where = options.paths.join(', ')
  const only = options.frameworks ? ` of ${options.frameworks.join(', ')}` : ''
  const message = `nothing to scan${only}: none of the ${looked} files in ${where} is anything that iamgate reads`
  return { level: 'error', kind: 'nothing-to-scan', message, file: options.paths[0] ?? '.' }
}
