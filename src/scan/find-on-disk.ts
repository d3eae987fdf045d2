import { accessSync, constants } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { glob, hasMagic, type Path } from 'glob'
import { type DiskTree, isWithin } from './files'
import { excludedBy, GitIgnore } from './git-ignore'
import { type Found, unwalked } from './tree'

/** Names of directories that hold synthesised code, which people seldom commit and often want scanned. */
const outputs: ReadonlySet<string> = new Set(['cdk.out', 'cdktf.out'])

/** Patterns of the `.gitignore` kind, and the absolute directory that they are meant from. */
interface Exclusion {
  readonly patterns: readonly string[]
  readonly base: string
}

/** `ScanTree.find` for files on disk. */
export async function findOnDisk(
  tree: DiskTree,
  path: string,
  exclude: Exclusion,
  roots: readonly string[],
): Promise<Found> {
  const kind = tree.kindOf(path)
  if (kind === 'file') return { files: [path], explicit: true, ignoredOutputs: [], locked: [] }
  const pattern = kind === undefined && hasMagic(path) ? path : '**'
  if (kind === undefined && pattern === '**') return { files: [], explicit: true, ignoredOutputs: [], locked: [] }
  const start = kind === 'directory' ? resolve(tree.workingDirectory, path) : tree.workingDirectory

  const walk = new Walk(tree, start, exclude, roots)
  const found = await glob(pattern, {
    cwd: start,
    dot: true,
    nodir: true,
    windowsPathsNoEscape: true,
    withFileTypes: true,
    ignore: { ignored: (at) => walk.skipsFile(at), childrenIgnored: (at) => walk.skipsDirectory(at) },
  })
  const base = tree.pathOf(start)
  const shown = (at: Path): string => {
    // From above the working directory the way down may lead back into it.
    if (base.startsWith('..')) return tree.pathOf(at.fullpath())
    return base === '.' ? at.relativePosix() : `${base}/${at.relativePosix()}`
  }
  const files = found.filter((at) => !at.isSymbolicLink() || tree.kindOf(shown(at)) === 'file').map(shown)
  return {
    files: files.sort(),
    explicit: false,
    ignoredOutputs: walk.ignoredOutputs.sort(),
    locked: walk.locked.sort(),
  }
}

/** What one walk leaves out. */
class Walk {
  readonly #start: string
  readonly #tree: DiskTree
  readonly #gitIgnore: GitIgnore
  readonly #excluded: (path: string, folder: boolean) => boolean
  readonly ignoredOutputs: string[] = []
  readonly locked: string[] = []

  constructor(tree: DiskTree, start: string, exclude: Exclusion, roots: readonly string[]) {
    this.#tree = tree
    this.#start = start
    this.#gitIgnore = new GitIgnore(ignoreRoot(start, roots))
    this.#excluded = excludedBy(isWithin(exclude.base, start) ? exclude.base : start, exclude.patterns)
  }

  skipsFile(at: Path): boolean {
    const path = at.fullpath()
    return this.#gitIgnore.ignores(path, false) || this.#excluded(path, false)
  }

  skipsDirectory(at: Path): boolean {
    const path = at.fullpath()
    if (path === this.#start) return this.#isLocked(path)
    if (unwalked.has(at.name) || this.#excluded(path, true)) return true
    if (!this.#gitIgnore.ignores(path, true)) return this.#isLocked(path)
    if (outputs.has(at.name)) this.ignoredOutputs.push(this.#tree.pathOf(path))
    return true
  }

  /** The walk would pass over such a directory without a word. */
  #isLocked(path: string): boolean {
    try {
      accessSync(path, constants.R_OK | constants.X_OK)
      return false
    } catch {
      this.locked.push(this.#tree.pathOf(path))
      return true
    }
  }
}

/**
 * The directory from which `.gitignore` files count: the root around the start, or the start itself when it, or a
 * directory above it, is ignored there. A person who names an ignored directory wants it scanned.
 */
function ignoreRoot(start: string, roots: readonly string[]): string {
  const root = roots.find((candidate) => isWithin(candidate, start)) ?? start
  const rules = new GitIgnore(root)
  for (let at = start; at !== root && isWithin(root, at); at = dirname(at)) {
    if (rules.ignores(at, true)) return start
  }
  return root
}
