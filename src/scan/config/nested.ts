import { basename, dirname, join } from 'node:path/posix'
import type { Diagnostic } from '../../model/diagnostic'
import { SourceFile } from '../../model/source'
import type { ScanTree } from '../tree'
import { Cascade } from './cascade'
import { excluder } from './exclude'
import { type ConfigFile, configNames, readConfig } from './load'
import type { KnownChecks } from './validate'

/** Where configurations are looked for. */
export interface Ground {
  readonly tree: ScanTree
  readonly workingDirectory: string
  /** What is scanned. */
  readonly paths: readonly string[]
  readonly exclude: readonly string[]
  readonly excludeBase: string
}

export interface NestedConfigs {
  readonly cascade: Cascade
  readonly notes: readonly Diagnostic[]
}

/**
 * The configurations of a scan's directories beside those of the working directory: what the walk for its inputs comes
 * across, and what lies above a path outside of the working directory or between the two. `top` are those already known.
 */
export async function withNested(
  top: readonly ConfigFile[],
  ground: Ground,
  known: KnownChecks,
): Promise<NestedConfigs> {
  const { tree, workingDirectory } = ground
  const taken = new Set(top.map(({ path }) => path))
  const files = [...(await configsIn(ground))].filter((file) => !taken.has(file)).sort(outermostFirst)
  const notes: Diagnostic[] = []
  let cascade = new Cascade(top)
  for (const file of files) {
    const base = governs(file)
    // Whatever an outer configuration excludes is not asked how it wants to be scanned.
    if (excluder(cascade, workingDirectory)?.(file, false)) continue
    const other = cascade.files.find((config) => config.base === base)
    if (other && tree.kindOf(file) === 'file') {
      const message = `is not read: ${other.path} is the configuration of this directory`
      notes.push({ level: 'warning', kind: 'config-without-effect', message, file })
      continue
    }
    const text = tree.read(file)
    if (text === undefined) continue
    const config = await readConfig(new SourceFile(file, text), known, { base, prefix: '' })
    cascade = new Cascade(top, [...cascade.nested, config])
  }
  return { cascade, notes }
}

/** The configurations of which one was named: it is all that counts, and what lies below is only mentioned. */
export async function topAlone(top: readonly ConfigFile[], ground: Ground): Promise<NestedConfigs> {
  const named = top[0]?.path ?? ''
  const passed = [...(await configsIn(ground))].filter((file) => file !== named).sort()
  const notes = passed.map((file): Diagnostic => {
    const message = `is not read: ${named} was named, and is the only configuration`
    return { level: 'note', kind: 'config-without-effect', message, file }
  })
  return { cascade: new Cascade(top), notes }
}

/** Every configuration that the walk finds below the paths, or that stands above one of them. */
export async function configsIn({ tree, paths, exclude, excludeBase }: Ground): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const seen = new Set<string>()
  for (const path of paths) {
    const walk = await tree.find(path, exclude, excludeBase)
    for (const file of walk.files) if (isConfig(file)) found.add(file)
    const below = tree.kindOf(path) === 'directory' ? [path] : walk.files.map((file) => dirname(file))
    for (const directory of below.flatMap((one) => [...directoriesAbove(one)])) {
      if (seen.has(directory)) continue
      seen.add(directory)
      const own = configNames.map((name) => join(directory, name))
      for (const file of own) if (tree.kindOf(file) === 'file') found.add(file)
    }
  }
  return found
}

/** A directory and those above it, until the working directory or one that holds it: their configurations are known. */
function* directoriesAbove(directory: string): Generator<string> {
  for (let at = directory; at !== '.' && basename(at) !== '..' && at !== dirname(at); at = dirname(at)) yield at
}

const isConfig = (file: string): boolean => /^\.iamgate\.ya?ml$/.test(basename(file))

function governs(file: string): string {
  const holder = dirname(file)
  return basename(holder) === '.github' ? dirname(holder) : holder
}

/** By depth, then in the order in which a directory's names count. */
function outermostFirst(one: string, other: string): number {
  const [first, second] = [governs(one), governs(other)]
  if (first !== second) return depth(first) - depth(second) || (first < second ? -1 : 1)
  return rank(one) - rank(other)
}

const depth = (directory: string): number => (directory === '.' ? 0 : directory.split('/').length)
const rank = (file: string): number => configNames.findIndex((name) => join(governs(file), name) === file)
