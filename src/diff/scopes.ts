import type { IamModel } from '../model/iam'
import { scopesOf } from '../model/queries'

/** Scopes (directories, templates, stacks) of the head, and the scopes of the base that they go on from. */
export class Scopes {
  readonly #pairs: ReadonlyMap<string, string>

  constructor(base: IamModel, head: IamModel) {
    this.#pairs = pairScopes(scopesOf(base), scopesOf(head))
  }

  /** What a scope of the head was called in the base; itself where it is new. */
  inBase(scope: string): string {
    return this.#pairs.get(scope) ?? scope
  }

  /** The same for any directory: it has moved with the nearest scope around it. */
  directoryInBase(directory: string): string {
    for (let around = directory; ; around = parentOf(around)) {
      const from = this.#pairs.get(around)
      if (from !== undefined)
        return [...segments(from), ...segments(directory).slice(segments(around).length)].join('/') || '.'
      if (around === '.') return directory
    }
  }
}

const parentOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.')

/**
 * Scopes of one name are one. Of the rest, those that lie alike below a directory that was moved; where a single one is
 * left on either side, it has been moved or renamed by itself.
 */
function pairScopes(base: ReadonlySet<string>, head: ReadonlySet<string>): Map<string, string> {
  const pairs = new Map([...head].filter((scope) => base.has(scope)).map((scope) => [scope, scope]))
  const left = (): readonly [string[], string[]] => {
    const taken = new Set(pairs.values())
    return [[...base].filter((scope) => !taken.has(scope)), [...head].filter((scope) => !pairs.has(scope))]
  }
  for (const [come, gone] of moved(...left())) pairs.set(come, gone)
  const [gone, come] = left()
  if (gone.length === 1 && come.length === 1) pairs.set(come[0] as string, gone[0] as string)
  return pairs
}

/** Pairs by the one directory whose move explains most of what came and went; two at least. */
function moved(gone: readonly string[], come: readonly string[]): readonly (readonly [string, string])[] {
  const byName = new Map<string, string[]>()
  for (const scope of gone) {
    const name = segments(scope).at(-1) ?? ''
    byName.set(name, [...(byName.get(name) ?? []), scope])
  }
  const moves = new Map<string, (readonly [string, string])[]>()
  for (const scope of come) {
    for (const from of byName.get(segments(scope).at(-1) ?? '') ?? []) {
      const move = JSON.stringify(prefixes(from, scope))
      moves.set(move, [...(moves.get(move) ?? []), [scope, from]])
    }
  }
  const [move = '[]', most = []] = [...moves].sort(([, one], [, other]) => other.length - one.length)[0] ?? []
  if (most.length < 2) return []
  const [from, to] = (JSON.parse(move) as string[]).map((path) => path || '.') as [string, string]
  return gone.includes(from) && come.includes(to) ? [...most, [to, from]] : most
}

const segments = (scope: string): string[] => scope.split('/').filter((segment) => segment !== '.' && segment !== '')

/** What is left of two paths without the steps at their ends that they share. */
function prefixes(from: string, to: string): readonly [string, string] {
  const [before, after] = [segments(from), segments(to)]
  while (before.length > 0 && after.length > 0 && before.at(-1) === after.at(-1)) {
    before.pop()
    after.pop()
  }
  return [before.join('/'), after.join('/')]
}
