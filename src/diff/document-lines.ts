import type { AccessEffect, AccessLine } from '../model/access-diff'
import type { PolicyDocument, Statement } from '../model/policy'
import type { Alignment } from './alignment'
import { type Aligned, alignedStatements } from './atoms'
import { type Conditioned, conditionLines } from './condition-lines'
import { levelsOf } from './levels'
import { wayOf } from './way'
import { narrowerWords } from './narrower'
import { Twins } from './twins'
import { keyOf, uncovered } from './uncovered'
import { unknownLines } from './unknown-lines'
import { partWords, underWords } from './words'

/** Two sets of documents that stand for the same thing: all that a principal has, a trust policy, a resource's policy. */
export interface Compared {
  readonly base: readonly PolicyDocument[]
  readonly head: readonly PolicyDocument[]
  readonly alignment: Alignment
  /** What each side has beside, told of elsewhere: it counts as given, and makes no lines. */
  readonly beside?: { readonly base: readonly PolicyDocument[]; readonly head: readonly PolicyDocument[] }
  /** Before each text: `trust: `. */
  readonly prefix?: string
  /** Why an Allow of the head gives nothing all the same; undefined where it does. */
  readonly whyInert?: (part: Aligned) => string | undefined
}

const opposite: Readonly<Record<AccessEffect, AccessEffect>> = {
  broadens: 'narrows',
  narrows: 'broadens',
  unknown: 'unknown',
  none: 'none',
}

/**
 * What the head gives and the base did not, and the other way round: statement by statement, cut down to the actions,
 * resources and principals that make the difference. Order, Sid, formatting, and which document says it do not count.
 */
export function documentLines(compared: Compared): AccessLine[] {
  const lines = [...linesOf(compared, 'Allow'), ...linesOf(compared, 'Deny'), ...unknownLines(compared)]
  // Two policies may say the same.
  return [...new Map(lines.map((line) => [`${line.sign}${line.text}`, line])).values()]
}

/** Lines of something that came or went as a whole: a Deny that goes with whom it binds lets nobody do more. */
export function wholeLines(lines: readonly AccessLine[], sign: '+' | '-'): AccessLine[] {
  const idle: AccessEffect = sign === '+' ? 'narrows' : 'broadens'
  return lines.map((line) => (line.effect === idle ? { ...line, effect: 'none' } : line))
}

function linesOf(compared: Compared, effect: 'Allow' | 'Deny'): AccessLine[] {
  const { base, head, beside, alignment } = compared
  const before = alignedStatements(base, effect, 'base', alignment)
  const after = alignedStatements(head, effect, 'head', alignment)
  const given = {
    base: [...before, ...alignedStatements(beside?.base ?? [], effect, 'base', alignment)],
    head: [...after, ...alignedStatements(beside?.head ?? [], effect, 'head', alignment)],
  }
  const prefix = `${compared.prefix ?? ''}${effect === 'Deny' ? 'deny ' : ''}`
  const conditioned: Conditioned[] = []
  const lines: AccessLine[] = []
  let known: ReadonlyMap<Statement, Statement> = new Map()
  for (const [sign, own, others] of [
    ['+', after, given.base],
    ['-', before, given.head],
  ] as const) {
    const kept = new Set(given[sign === '+' ? 'head' : 'base'].map(keyOf))
    const changed = others.filter((other) => !kept.has(keyOf(other)))
    const twins: Twins = new Twins(changed, known)
    for (const one of uncovered(own, others)) {
      for (const { part, twin } of twins.of(one)) {
        if (twin) conditioned.push({ sign, part, twin })
        else lines.push(partLine(sign, part, others, prefix, compared))
      }
    }
    known = twins.found
  }
  lines.push(...conditionLines(conditioned, prefix))
  return effect === 'Deny' ? lines.map((line) => ({ ...line, effect: opposite[line.effect] })) : lines
}

function partLine(
  sign: '+' | '-',
  part: Aligned,
  others: readonly Aligned[],
  prefix: string,
  compared: Compared,
): AccessLine {
  const inert = sign === '+' && !prefix.endsWith('deny ') ? compared.whyInert?.(part) : undefined
  const hint = narrowerWords(part, others)
  const was = hint === undefined ? '' : ` (${sign === '+' ? 'was' : 'now'} ${hint})`
  const { written, statement } = part
  return {
    sign,
    text: `${prefix}${partWords(written)}${underWords(written)}${was}${inert === undefined ? '' : ` (${inert})`}`,
    effect: inert !== undefined ? 'none' : sign === '+' ? 'broadens' : 'narrows',
    levels: levelsOf([statement]),
    at: written.actions?.items[0]?.span ?? written.span,
    ...(inert === undefined && sign === '+' && !prefix.endsWith('deny ') ? { way: wayOf(written) } : {}),
  }
}
