import { readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { isWithin } from './files'

/**
 * The `.gitignore` files of a directory and of all those above and below it, as git reads them: the deepest one that
 * says anything decides. https://git-scm.com/docs/gitignore
 */
export class GitIgnore {
  readonly #root: string
  readonly #chains = new Map<string, readonly Rules[]>()

  /** `root` is absolute: no `.gitignore` above it counts. */
  constructor(root: string) {
    this.#root = root
  }

  /** `path` is absolute and lies in the root; its parent directories are taken as not ignored. */
  ignores(path: string, isDirectory: boolean): boolean {
    for (const { directory, rules } of this.#chainOf(dirname(path))) {
      const verdict = rules.test(relativePath(directory, path, isDirectory))
      if (verdict.unignored) return false
      if (verdict.ignored) return true
    }
    return false
  }

  /** The rules of a directory and of those above it, deepest first. */
  #chainOf(directory: string): readonly Rules[] {
    const known = this.#chains.get(directory)
    if (known) return known
    const above = directory === this.#root || !isWithin(this.#root, directory) ? [] : this.#chainOf(dirname(directory))
    const own = readRules(directory)
    const chain = own ? [{ directory, rules: own }, ...above] : above
    this.#chains.set(directory, chain)
    return chain
  }
}

interface Rules {
  readonly directory: string
  readonly rules: Ignore
}

/**
 * A pattern becomes a regular expression whose time grows with its stars: one of a stranger with many is left out, and
 * what it would have ruled out is scanned.
 */
function isCostly(line: string): boolean {
  return line.length > 1000 || (line.replace(/\*\*\//g, '').match(/\*+/g) ?? []).length > 4
}

function readRules(directory: string): Ignore | undefined {
  try {
    const lines = readFileSync(join(directory, '.gitignore'), 'utf8').split('\n')
    return ignore().add(lines.filter((line) => !isCostly(line)))
  } catch {
    return undefined
  }
}

/** What `--exclude` rules out: patterns of the `.gitignore` kind, relative to `directory`. */
export function excludedBy(directory: string, patterns: readonly string[]): (path: string, folder: boolean) => boolean {
  if (patterns.length === 0) return () => false
  const rules = ignore().add(patterns.map((pattern) => pattern.replaceAll('\\', '/').replace(/^\.\//, '/')))
  return (path, folder) =>
    path !== directory && isWithin(directory, path) && rules.ignores(relativePath(directory, path, folder))
}

/** `path` lies in `directory`; both are absolute and normal, so that their text tells. */
function relativePath(directory: string, path: string, isDirectory: boolean): string {
  // Those of a commit have slashes on Windows too.
  const isRoot = directory.endsWith(sep) || directory.endsWith('/')
  const below = path.slice(isRoot ? directory.length : directory.length + 1)
  const step = sep === '/' ? below : below.replaceAll(sep, '/')
  return isDirectory ? `${step}/` : step
}
