/**
 * Sets of texts written as globs. A glob is a string in which `any` stands for a run of any characters, `one` for
 * exactly one, and an opaque symbol (see `opaque`) for one text that nobody knows but that is equal to itself. Symbols
 * are three units long and begin with a unit that nothing else has, so that plain comparison by units is enough.
 */

/** IAM's `*` in a glob. */
export const any = '\uE000'
/** IAM's `?` in a glob. */
export const one = '\uE001'

const marker = 0xe002
const digits = 0xe100
const reserved = /[\uE000-\uF8FF]/g

/** The glob of one unknown text by a number of one's own choice: equal numbers are equal texts. */
export function opaque(id: number): string {
  return String.fromCharCode(marker, digits + (id & 0xfff), digits + ((id >> 12) & 0x5ff))
}

/** Literal characters as a glob; the characters that globs reserve (Unicode's private use area) become U+FFFD. */
export function literally(text: string): string {
  return text.replace(reserved, '\uFFFD')
}

/** A pattern with IAM's wildcards as a glob, runs of wildcards in one canonical order (`*?*` as `?*`). */
export function glob(pattern: string): string {
  return canonical(literally(pattern).replaceAll('*', any).replaceAll('?', one))
}

/** Runs of wildcards with every `one` first and a single `any` last, which changes no meaning. */
export function canonical(pattern: string): string {
  return pattern.replace(/[\uE000\uE001]{2,}/g, (run) => {
    const single = run.replaceAll(any, '')
    return single.length === run.length ? run : single + any
  })
}

/** True when a glob stands for one text only. */
export function isLiteral(pattern: string): boolean {
  return !pattern.includes(any) && !pattern.includes(one)
}

const isSymbolUnit = (unit: number): boolean => unit >= marker && unit <= 0xf8ff

/** True when a text (a glob without wildcards, symbols allowed) is in the set of a glob. */
export function globMatches(pattern: string, value: string): boolean {
  let at = 0
  let token = 0
  let star = -1
  let starAt = 0
  while (at < value.length) {
    const wanted = pattern[token]
    if (wanted === any) {
      star = token++
      starAt = at
    } else if (
      wanted !== undefined &&
      (wanted === value[at] || (wanted === one && !isSymbolUnit(value.charCodeAt(at))))
    ) {
      token++
      at++
    } else if (star >= 0) {
      token = star + 1
      at = ++starAt
    } else return false
  }
  while (pattern[token] === any) token++
  return token === pattern.length
}

/** True when some text is in both sets. Exact; time is the product of the lengths, less what both begin and end with. */
export function globsOverlap(first: string, second: string): boolean {
  if (first === second || first === any || second === any) return true
  const rests = withoutCommonEnds(first, second)
  if (!rests) return false
  const [left, right] = rests
  if (left === any || right === any) return true
  if (isLiteral(left)) return globMatches(right, left)
  if (isLiteral(right)) return globMatches(left, right)
  return haveCommonText(left, right)
}

function haveCommonText(first: string, second: string): boolean {
  // reachable[j]: the first i tokens of one and the first j of the other can stand for the same text.
  let reachable = new Uint8Array(second.length + 1)
  let next = new Uint8Array(second.length + 1)
  for (let i = 0; i <= first.length; i++) {
    for (let j = 0; j <= second.length; j++) {
      const up = i > 0 && (reachable[j] as number) === 1
      const left = j > 0 && (next[j - 1] as number) === 1
      const both = i > 0 && j > 0 && (reachable[j - 1] as number) === 1
      const starred = first[i - 1] === any || second[j - 1] === any
      const reached =
        (i === 0 && j === 0) || (starred && (up || left)) || (both && sameUnit(first, i - 1, second, j - 1))
      next[j] = reached ? 1 : 0
    }
    ;[reachable, next] = [next, reachable]
  }
  return reachable[second.length] === 1
}

function sameUnit(first: string, i: number, second: string, j: number): boolean {
  const left = first[i] as string
  const right = second[j] as string
  if (left === any || right === any) return false
  if (left === right) return true
  if (left === one) return !isSymbolUnit(right.charCodeAt(0))
  return right === one && !isSymbolUnit(left.charCodeAt(0))
}

/** Both without the characters that both begin and end with; undefined where they begin or end with different ones. */
function withoutCommonEnds(first: string, second: string): readonly [string, string] | undefined {
  const shorter = Math.min(first.length, second.length)
  let start = 0
  for (; start < shorter; start++) {
    const left = first[start]
    const right = second[start]
    if (isWildcard(left) || isWildcard(right)) break
    if (left !== right) return undefined
  }
  let end = 0
  for (; end < shorter - start; end++) {
    const left = first[first.length - 1 - end]
    const right = second[second.length - 1 - end]
    if (isWildcard(left) || isWildcard(right)) break
    if (left !== right) return undefined
  }
  return [first.slice(start, first.length - end), second.slice(start, second.length - end)]
}

const isWildcard = (token: string | undefined): boolean => token === any || token === one

/**
 * True when every text of `inner` is in `outer`. `inner`'s wildcards are taken as letters that only `outer`'s own can
 * match. That is exact where `outer` has no `one`; where it has, a true may be missed (never a false one), which
 * `witness` then decides.
 */
export function globContains(outer: string, inner: string): boolean {
  if (outer === any || outer === inner) return true
  let at = 0
  let token = 0
  let star = -1
  let starAt = 0
  while (at < inner.length) {
    const wanted = outer[token]
    const has = inner[at] as string
    if (wanted === any) {
      star = token++
      starAt = at
    } else if (
      wanted !== undefined &&
      has !== any &&
      (wanted === has || (wanted === one && !isSymbolUnit(has.charCodeAt(0))))
    ) {
      token++
      at++
    } else if (star >= 0) {
      token = star + 1
      at = ++starAt
    } else return false
  }
  while (outer[token] === any) token++
  return token === outer.length
}
