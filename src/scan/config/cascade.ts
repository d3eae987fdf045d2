import { dirname, join, normalize } from 'node:path/posix'
import type { AnyCheck } from '../../../checks/check'
import { isNamed, isTagged } from '../select-checks'
import type { ConfigFile } from './load'

/**
 * The configurations of a scan: those of the working directory and above it, which count for everything, and those
 * below it, each of which counts for what lies in its directory.
 */
export class Cascade {
  /** Outermost first. */
  readonly top: readonly ConfigFile[]
  /** Outermost first; two that lie beside each other govern nothing in common. */
  readonly nested: readonly ConfigFile[]
  readonly #chains = new Map<string, readonly ConfigFile[]>()

  constructor(top: readonly ConfigFile[], nested: readonly ConfigFile[] = []) {
    this.top = top
    this.nested = [...nested].sort((one, other) => depth(one.base) - depth(other.base))
  }

  get files(): readonly ConfigFile[] {
    return [...this.top, ...this.nested]
  }

  /** Every configuration whose directory holds a file, outermost first. */
  around(file: string): readonly ConfigFile[] {
    return this.nested.length === 0 ? this.top : this.aroundDirectory(dirname(file))
  }

  /** Every configuration whose directory is one or holds it, outermost first. */
  aroundDirectory(directory: string): readonly ConfigFile[] {
    const at = directory === '' ? '.' : directory
    const known = this.#chains.get(at)
    if (known) return known
    const chain = [...this.top, ...this.nested.filter(({ base }) => holds(base, at))]
    this.#chains.set(at, chain)
    return chain
  }

  /** Those above a configuration, outermost first. */
  above(config: ConfigFile): readonly ConfigFile[] {
    const chain = this.top.includes(config) ? this.top : this.aroundDirectory(config.base)
    return chain.slice(0, chain.indexOf(config))
  }
}

/** The part of a chain that counts: nothing above the innermost `root: true`. */
export function counting(chain: readonly ConfigFile[]): readonly ConfigFile[] {
  return chain.slice(
    Math.max(
      0,
      chain.findLastIndex(({ values }) => values.root === true),
    ),
  )
}

/** How a configuration sees a path that it counts for, which is seen from the working directory; '.' for its own. */
export function seenBy({ base, prefix }: ConfigFile, path: string): string {
  if (base === '.' || /^\.\.(?:\/\.\.)*$/.test(base)) return normalize(join(prefix, path))
  return path === base ? '.' : path.slice(base.length + 1)
}

/**
 * The part of a chain that counts for one check: nothing below the outermost configuration that protects it, so that
 * nobody who is nearer to the code can say less of it than whoever protects it.
 */
export function countingFor(chain: readonly ConfigFile[], check: AnyCheck): readonly ConfigFile[] {
  const protector = chain.findIndex((config) => protects(config, check))
  return counting(protector < 0 ? chain : chain.slice(0, protector + 1))
}

/** Whether a configuration protects a check, by its id, a former id or a tag. */
export function protects({ values }: ConfigFile, check: AnyCheck): boolean {
  return ((values.protected ?? []) as readonly string[]).some((word) => isNamed(check, word) || isTagged(check, word))
}

/** Whether a directory is another or holds it; both seen from the working directory, as `.`, `a/b` or `../c`. */
export function holds(directory: string, path: string): boolean {
  if (directory === '.') return path !== '..' && !path.startsWith('../')
  return path === directory || path.startsWith(`${directory}/`)
}

const depth = (base: string): number => (base === '.' ? 0 : base.split('/').length)
