/**
 * The patterns of `fileset`: `*`, `?`, `**` as a whole step, `{a,b}`, `[a-z]`, `[^a]`. Matching takes time in proportion
 * to the product of both lengths, whatever a stranger writes.
 */

export class GlobError extends Error {}

type Step = '**' | readonly Token[]
type Token = { readonly kind: 'any' } | { readonly kind: 'one'; readonly accepts: (character: string) => boolean }

const mostAlternatives = 256

/** Tells whether a path (with forward slashes) matches. Throws `GlobError` for a pattern that is none. */
export function globMatcher(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern).map((each) => each.split('/').map(readStep))
  return (path) => {
    const names = path.split('/')
    return alternatives.some((steps) => matchAll(steps, names, (step, name) => step !== '**' && matchName(step, name)))
  }
}

/** `a{b,c}` as `ab` and `ac`; braces inside braces too. */
function expandBraces(pattern: string): string[] {
  const open = findOutside(pattern, '{', 0)
  if (open < 0) return [pattern]
  let depth = 0
  const cuts = [open]
  let close = -1
  for (let at = open; at < pattern.length && close < 0; at++) {
    const character = pattern[at]
    if (character === '\\') at++
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) close = at
    else if (character === ',' && depth === 1) cuts.push(at)
  }
  if (close < 0) throw new GlobError('unclosed {')
  cuts.push(close)
  const all = cuts.slice(1).flatMap((cut, index) => {
    const inner = pattern.slice((cuts[index] as number) + 1, cut)
    return expandBraces(pattern.slice(0, open) + inner + pattern.slice(close + 1))
  })
  if (all.length > mostAlternatives) throw new GlobError('too many alternatives')
  return all
}

function findOutside(pattern: string, wanted: string, from: number): number {
  for (let at = from; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++
    else if (pattern[at] === wanted) return at
  }
  return -1
}

function readStep(text: string): Step {
  if (text === '**') return '**'
  const tokens: Token[] = []
  const characters = [...text]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string
    if (character === '*') tokens.push({ kind: 'any' })
    else if (character === '?') tokens.push({ kind: 'one', accepts: () => true })
    else if (character === '[') {
      const end = characters.indexOf(']', at + 2)
      if (end < 0) throw new GlobError('unclosed [')
      tokens.push({ kind: 'one', accepts: readClass(characters.slice(at + 1, end)) })
      at = end
    } else {
      const plain = character === '\\' ? characters[++at] : character
      if (plain === undefined) throw new GlobError('trailing backslash')
      tokens.push({ kind: 'one', accepts: (given) => given === plain })
    }
  }
  return tokens
}

function readClass(characters: readonly string[]): (character: string) => boolean {
  const negated = characters[0] === '^'
  const items = negated ? characters.slice(1) : characters
  const ranges: [string, string][] = []
  for (let at = 0; at < items.length; at++) {
    const first = items[at] as string
    const isRange = items[at + 1] === '-' && items[at + 2] !== undefined
    ranges.push([first, isRange ? (items[at + 2] as string) : first])
    if (isRange) at += 2
  }
  return (character) => ranges.some(([low, high]) => low <= character && character <= high) !== negated
}

function matchName(tokens: readonly Token[], name: string): boolean {
  return matchAll(tokens, [...name], (token, character) => token.kind === 'one' && token.accepts(character))
}

/** Wildcard matching by remembering the last `**` or `*` alone, which is enough. */
function matchAll<Wanted, Given>(
  wanted: readonly Wanted[],
  given: readonly Given[],
  matches: (wanted: Wanted, given: Given) => boolean,
): boolean {
  const isAny = (one: Wanted | undefined) => one === '**' || (one as Token | undefined)?.kind === 'any'
  let [at, from, star, mark] = [0, 0, -1, 0]
  while (from < given.length) {
    const next = wanted[at]
    if (next !== undefined && isAny(next)) [star, mark] = [at++, from]
    else if (next !== undefined && matches(next, given[from] as Given)) [at, from] = [at + 1, from + 1]
    else if (star >= 0) [at, from] = [star + 1, ++mark]
    else return false
  }
  while (at < wanted.length && isAny(wanted[at])) at++
  return at === wanted.length
}
