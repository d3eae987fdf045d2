import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { slashes } from './slashes'
import { decode } from './decode'
import { findOnDisk } from './find-on-disk'
import { type Found, largestFile, type ScanTree } from './tree'

interface Located {
  readonly real: string
  readonly kind: 'file' | 'directory'
  readonly size: number
}

/**
 * The files on disk. Links are resolved before anything is read, and what then lies outside the roots, or in a `.git`
 * directory (where checkouts keep tokens), does not exist.
 */
export class DiskTree implements ScanTree {
  readonly workingDirectory: string
  readonly #roots: string[]
  readonly #located = new Map<string, Located | undefined>()
  readonly #realDirectories = new Map<string, string>()
  readonly #texts = new Map<string, string>()
  readonly #walks = new Map<string, Promise<Found>>()

  /**
   * `roots` are the directories that may be read; by default the repository that holds the working directory, or the
   * working directory alone where there is none. `admit` adds those of paths that a person named.
   */
  constructor(workingDirectory: string, roots?: readonly string[]) {
    this.workingDirectory = realpathSync.native(workingDirectory)
    const chosen = roots ?? [repositoryOf(this.workingDirectory) ?? this.workingDirectory]
    // The same way as every path below: Windows has short names for directories, and macOS either case.
    this.#roots = chosen.map((root) => realpathSync.native(root))
  }

  /** The path that reports show for a path as a person typed it: relative to the working directory, forward slashes. */
  pathOf(typed: string): string {
    const path = relative(this.workingDirectory, resolve(this.workingDirectory, typed))
    return path === '' ? '.' : slashes(path)
  }

  /** Lets a path outside the roots be read, with the repository around it: a person named it. */
  admit(typed: string): void {
    const absolute = resolve(this.workingDirectory, typed)
    if (!existsSync(absolute)) return
    const real = realpathSync.native(absolute)
    if (this.#roots.some((root) => isWithin(root, real))) return
    const directory = statSync(real).isDirectory() ? real : dirname(real)
    this.#roots.push(repositoryOf(directory) ?? directory)
    this.#located.clear()
    this.#walks.clear()
  }

  read(path: string): string | undefined {
    const kept = this.#texts.get(path)
    if (kept !== undefined) return kept
    const bytes = this.readBytes(path)
    if (!bytes) return undefined
    const text = decode(bytes)
    this.#texts.set(path, text)
    return text
  }

  readBytes(path: string): Uint8Array | undefined {
    const located = this.#locate(path)
    if (located?.kind !== 'file' || located.size > largestFile) return undefined
    try {
      return readFileSync(located.real)
    } catch {
      return undefined
    }
  }

  kindOf(path: string): 'file' | 'directory' | undefined {
    return this.#locate(path)?.kind
  }

  list(directory: string): readonly string[] {
    const located = this.#locate(directory)
    if (located?.kind !== 'directory') return []
    try {
      return readdirSync(located.real).sort()
    } catch {
      return []
    }
  }

  sizeOf(path: string): number | undefined {
    const located = this.#locate(path)
    return located?.kind === 'file' ? located.size : undefined
  }

  head(path: string, length: number): Uint8Array | undefined {
    const located = this.#locate(path)
    if (located?.kind !== 'file') return undefined
    let handle: number | undefined
    try {
      handle = openSync(located.real, 'r')
      const bytes = new Uint8Array(Math.min(length, located.size))
      return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0))
    } catch {
      return undefined
    } finally {
      if (handle !== undefined) closeSync(handle)
    }
  }

  forget(path: string): void {
    this.#texts.delete(path)
  }

  /** Walks once for each question: configurations are looked for where inputs are. */
  async find(path: string, exclude: readonly string[], excludeBase = '.'): Promise<Found> {
    const question = JSON.stringify([path, exclude, excludeBase])
    const base = resolve(this.workingDirectory, excludeBase)
    const walk = this.#walks.get(question) ?? findOnDisk(this, path, { patterns: exclude, base }, this.#roots)
    this.#walks.set(question, walk)
    return walk
  }

  #locate(path: string): Located | undefined {
    if (this.#located.has(path)) return this.#located.get(path)
    const located = this.#find(resolve(this.workingDirectory, path))
    this.#located.set(path, located)
    return located
  }

  /** Where a path really is; undefined when it is nowhere, outside the roots, in `.git`, or a loop of links. */
  #find(absolute: string): Located | undefined {
    if (absolute.includes('\0')) return undefined
    try {
      const direct = lstatSync(absolute)
      const parent = this.#realDirectory(dirname(absolute))
      const real = direct.isSymbolicLink() ? realpathSync.native(absolute) : join(parent, basename(absolute))
      if (!this.#mayRead(real)) return undefined
      const stat = direct.isSymbolicLink() ? statSync(real) : direct
      if (stat.isFile()) return { real, kind: 'file', size: stat.size }
      return stat.isDirectory() ? { real, kind: 'directory', size: 0 } : undefined
    } catch {
      return undefined
    }
  }

  #realDirectory(directory: string): string {
    const known = this.#realDirectories.get(directory)
    if (known !== undefined) return known
    const real = realpathSync.native(directory)
    this.#realDirectories.set(directory, real)
    return real
  }

  #mayRead(real: string): boolean {
    if (basename(real) === '.git' || real.includes(`${sep}.git${sep}`)) return false
    return this.#roots.some((root) => real.startsWith(root) && isWithin(root, real))
  }
}

/** True when `path` is `directory` or lies in it; both absolute. */
export function isWithin(directory: string, path: string): boolean {
  const step = relative(directory, path)
  return step === '' || (step !== '..' && !step.startsWith(`..${sep}`) && !isAbsolute(step))
}

/** The nearest directory upward that holds a `.git`; undefined outside a repository. */
export function repositoryOf(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return undefined
  }
}
