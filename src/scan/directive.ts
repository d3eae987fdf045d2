import type { SourceFile } from '../model/source'

/** One check that an ignore names, with its selectors: `wildcard-resource(s3:ListAllMyBuckets)`. */
export interface IgnoreTarget {
  readonly check: string
  /** Globs over what caused the finding; empty for every cause. */
  readonly selectors: readonly string[]
}

/** One `iamgate:ignore` comment. */
export interface Directive {
  readonly targets: readonly IgnoreTarget[]
  readonly reason: string
  /** YYYY-MM-DD; undefined for no end. */
  readonly expires: string | undefined
  readonly source: SourceFile
  /** Offsets of the comment's text, from `iamgate` to its end. */
  readonly start: number
  readonly end: number
  readonly line: number
  /** What is wrong with it; one that has a problem ignores nothing. */
  readonly problem?: { readonly kind: 'misspelt' | 'without-reason'; readonly message: string }
}

const marker = /(?:^|[^\w"'`])(?:#|\/\/|\/\*)\s*(iamgate\b[^\r\n]*)/gm

/** Every ignore comment of a text, in order; `#`, `//` and one-line `/* *\/` comments are looked at. */
export function directivesOf(source: SourceFile): readonly Directive[] {
  if (!source.text.includes('iamgate')) return []
  const found: Directive[] = []
  for (const match of source.text.matchAll(marker)) {
    const body = (match[1] as string).replace(/\s*\*\/.*$/, '').trimEnd()
    const start = match.index + match[0].length - (match[1] as string).length
    const directive = readDirective(body)
    if (directive)
      found.push({ ...directive, source, start, end: start + body.length, line: source.positionAt(start).line })
  }
  return found
}

type DirectiveText = Pick<Directive, 'targets' | 'reason' | 'expires' | 'problem'>

/** Reads `iamgate:ignore a, b(x) exp:2027-03-31 -- reason`; undefined for a comment that only mentions the name. */
export function readDirective(body: string): DirectiveText | undefined {
  const head = /^iamgate\s*[:\-_ ]\s*(ignore[\w-]*|[a-z]*ign[a-z]*|skip|disable|suppress)\b(.*)$/i.exec(body)
  if (!head) return undefined
  const rest = head[2] as string
  const separator = rest.search(/\s--(?:\s|$)/)
  const list = separator < 0 ? rest : rest.slice(0, separator)
  const reason =
    separator < 0
      ? ''
      : rest
          .slice(separator)
          .replace(/^\s--\s*/, '')
          .trim()
  const expires = /(?:^|\s)exp:(\S+)/.exec(list)?.[1]
  const targets = readTargets(list.replace(/(?:^|\s)exp:\S+/, ' '))
  const directive = { targets, reason, expires }
  const problem = problemOf(body, directive)
  return problem ? { ...directive, problem } : directive
}

function problemOf(body: string, directive: DirectiveText): Directive['problem'] {
  const form = '`iamgate:ignore <check> [exp:YYYY-MM-DD] -- <reason>`'
  if (!/^iamgate:ignore\s/.test(body)) return { kind: 'misspelt', message: `is not written as ${form}` }
  if (directive.targets.length === 0) return { kind: 'misspelt', message: `names no check: ${form}` }
  if (directive.expires !== undefined && !isDate(directive.expires)) {
    return { kind: 'misspelt', message: `has an end that is no date: exp:${directive.expires}` }
  }
  if (directive.reason === '') return { kind: 'without-reason', message: `gives no reason: ${form}` }
  return undefined
}

/** Reads `a, b(x, y)`: commas part checks outside parentheses and selectors inside them. */
export function readTargets(list: string): readonly IgnoreTarget[] {
  const targets: IgnoreTarget[] = []
  for (const match of list.matchAll(/([A-Za-z][\w-]*)\s*(?:\(([^)]*)\))?/g)) {
    const selectors = (match[2] ?? '').split(',').map((selector) => selector.trim())
    targets.push({ check: match[1] as string, selectors: selectors.filter((selector) => selector !== '') })
  }
  return targets
}

/** True for a day that exists, as YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Whether a finding's causes fall under the selectors. No selector takes everything. */
export function selects(target: IgnoreTarget, subjects: readonly string[]): boolean {
  if (target.selectors.length === 0) return true
  const patterns = target.selectors.map(globPattern)
  const matches = (subject: string): boolean => patterns.some((pattern) => pattern.test(subject))
  const actions = subjects.filter(isAction)
  // A finding with several actions is ignored only when each of them is: the next action must not hide behind one.
  if (actions.some(matches)) return actions.every(matches)
  return subjects.some((subject) => !isAction(subject) && matches(subject))
}

const isAction = (subject: string): boolean => subject === '*' || /^[\w-]+:[\w*?]+$/.test(subject)

/** A glob of `*` and `?`, case-insensitive, over the whole text. Takes no longer than the product of their lengths. */
export function globPattern(glob: string): { test(text: string): boolean } {
  const pattern = glob.toLowerCase()
  return { test: (text) => matchesGlob(pattern, text.toLowerCase()) }
}

/** Goes forward, and back to the last star alone: an earlier star never needs to take more. */
function matchesGlob(pattern: string, text: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  for (let index = 0; index < text.length; ) {
    if (pattern[at] === '*') {
      star = at++
      resume = index
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index])) {
      at += 1
      index += 1
    } else if (star >= 0) {
      at = star + 1
      index = ++resume
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}
