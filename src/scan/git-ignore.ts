import { readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { isWithin } from './files'

/**
 * The `.gitignore` files of a directory and of all those above and below it, as git reads them: the deepest one that
 * says anything decides. https://git-scm.com/docs/gitignore
 */
export class GitIgnore {
  readonly #root: string
  readonly #files = new Map<string, Ignore | undefined>()

  /** `root` is absolute: no `.gitignore` above it counts. */
  constructor(root: string) {
    this.#root = root
  }

  /** `path` is absolute and lies in the root; its parent directories are taken as not ignored. */
  ignores(path: string, isDirectory: boolean): boolean {
    for (let directory = dirname(path); isWithin(this.#root, directory); directory = dirname(directory)) {
      const rules = this.#rulesOf(directory)
      if (rules) {
        const verdict = rules.test(relativePath(directory, path, isDirectory))
        if (verdict.unignored) return false
        if (verdict.ignored) return true
      }
      if (directory === this.#root) break
    }
    return false
  }

  #rulesOf(directory: string): Ignore | undefined {
    if (this.#files.has(directory)) return this.#files.get(directory)
    let rules: Ignore | undefined
    try {
      rules = ignore().add(readFileSync(join(directory, '.gitignore'), 'utf8'))
    } catch {
      rules = undefined
    }
    this.#files.set(directory, rules)
    return rules
  }
}

/** What `--exclude` rules out: patterns of the `.gitignore` kind, relative to `directory`. */
export function excludedBy(directory: string, patterns: readonly string[]): (path: string, folder: boolean) => boolean {
  if (patterns.length === 0) return () => false
  const rules = ignore().add(patterns.map((pattern) => pattern.replaceAll('\\', '/').replace(/^\.\//, '/')))
  return (path, folder) =>
    path !== directory && isWithin(directory, path) && rules.ignores(relativePath(directory, path, folder))
}

function relativePath(directory: string, path: string, isDirectory: boolean): string {
  const step = relative(directory, path).split(sep).join('/')
  return isDirectory ? `${step}/` : step
}
