import { any, globContains, globMatches, globsOverlap, isLiteral, one } from './glob'

/** How many positions in globs a search may try before it gives up: some tenths of a second. */
const workLimit = 2_000_000

/** `limit`: the search was given up, so that nothing is known. */
export type Witness = { readonly text: string } | 'none' | 'limit'

/**
 * A text that is in every set of `all` and in none of `none`; `none` when there is no such text. Exact, by walking the
 * product of the globs' automata, with quick answers for the usual cases. `all` holds at least one glob.
 */
export function witness(all: readonly string[], none: readonly string[]): Witness {
  const first = all[0] as string
  for (const out of none) if (all.some((glob) => globContains(out, glob))) return 'none'
  for (const [index, left] of all.entries()) {
    for (const right of all.slice(index + 1)) if (!globsOverlap(left, right)) return 'none'
  }
  const near = none.filter((out) => all.every((glob) => globsOverlap(out, glob)))
  const literal = all.find(isLiteral)
  if (literal !== undefined) {
    const ok = all.every((glob) => globMatches(glob, literal)) && !near.some((glob) => globMatches(glob, literal))
    return ok ? { text: literal } : 'none'
  }
  if (all.length === 1 && near.length === 0) return { text: first.replaceAll(any, '').replaceAll(one, 'x') }
  return search(all, near)
}

/** The units of a glob as tokens: a symbol's three units are one token. */
function tokens(glob: string): string[] {
  return glob.match(/\uE002[\s\S]{2}|[\s\S]/g) ?? []
}

function search(all: readonly string[], none: readonly string[]): Witness {
  const globs = [...all, ...none].map(tokens)
  const letters = alphabet(globs)
  const start = globs.map((glob) => closure(glob, [0]))
  const seen = new Set([key(start)])
  let frontier = [{ states: start, text: '' }]
  let work = 0
  while (frontier.length > 0) {
    const next: typeof frontier = []
    for (const { states, text } of frontier) {
      const ends = states.map((positions, at) => positions.includes((globs[at] as string[]).length))
      if (ends.every((end, at) => (at < all.length ? end : !end))) return { text }
      for (const letter of letters) {
        work += states.reduce((sum, positions) => sum + positions.length, globs.length)
        if (work > workLimit) return 'limit'
        const moved = states.map((positions, at) => step(globs[at] as string[], positions, letter))
        if (moved.slice(0, all.length).some((positions) => positions.length === 0)) continue
        const name = key(moved)
        if (seen.has(name)) continue
        seen.add(name)
        next.push({ states: moved, text: text + letter })
      }
    }
    frontier = next
  }
  return 'none'
}

const key = (states: readonly (readonly number[])[]): string => states.map((positions) => positions.join()).join(';')

/** Every letter that some glob names, and one that none does, for all the others. */
function alphabet(globs: readonly (readonly string[])[]): string[] {
  const letters = new Set(globs.flat())
  letters.delete(any)
  letters.delete(one)
  const fresh = [...'xyzqwvkj0123456789'].find((letter) => !letters.has(letter)) ?? '\u00a4'
  return [fresh, ...letters]
}

/** The positions that can be reached without reading anything. */
function closure(glob: readonly string[], positions: readonly number[]): number[] {
  const reached = new Set<number>()
  for (let at of positions) {
    reached.add(at)
    while (glob[at] === any) reached.add(++at)
  }
  return [...reached].sort((left, right) => left - right)
}

function step(glob: readonly string[], positions: readonly number[], letter: string): number[] {
  const moved: number[] = []
  for (const at of positions) {
    const token = glob[at]
    if (token === any) moved.push(at)
    else if (token === letter || (token === one && letter.length === 1)) moved.push(at + 1)
  }
  return closure(glob, moved)
}
