import { parseOperator } from '../iam/operator'
import type { AccessEffect, AccessLine } from '../model/access-diff'
import type { Condition } from '../model/policy'
import { display } from '../model/value'
import type { Aligned } from './atoms'
import { guardEffect } from './guards'
import { levelsOf } from './levels'
import { conditionKey, textKey } from './uncovered'
import { conditionWords, listed, partWords, valueWords, whenWords } from './words'

export interface Conditioned {
  /** Which side `part` is of: `+` for the head. */
  readonly sign: '+' | '-'
  readonly part: Aligned
  /** The statement of the other side that gives as much under other conditions. */
  readonly twin: Aligned
}

/** A change of conditions, and in which directions it makes a difference: seen from the head, from the base, or both. */
interface Told {
  readonly differences: readonly Difference[]
  readonly about: Aligned
  readonly seenFrom: Set<'+' | '-'>
}

/** How the conditions of statements and their twins differ, each pair once, and on what they are. */
export function conditionLines(changes: readonly Conditioned[], prefix: string): AccessLine[] {
  const told = new Map<string, Told>()
  for (const { sign, part, twin } of changes) {
    const [base, head] = sign === '+' ? [twin, part] : [part, twin]
    const found = differences(base, head)
    const key = [partWords(part.written), ...found.map(({ sign: mark, text }) => `${mark}${text}`)].join('\n')
    const known = told.get(key)
    if (known) known.seenFrom.add(sign)
    else told.set(key, { differences: found, about: part, seenFrom: new Set([sign]) })
  }
  return [...told.values()].flatMap(({ differences: found, about, seenFrom }) =>
    found.map(({ sign, text, effect, at, isGuard }) => ({
      sign,
      text: `${prefix}${text} for ${partWords(about.written)}${isGuard ? '' : whenWords(about.written.guards)}`,
      effect: effectOf(effect, seenFrom),
      levels: levelsOf([about.statement]),
      at: at.span,
    })),
  )
}

/** What a change of conditions could do counts where the statements as wholes, with all the others, really differ so. */
function effectOf(natural: Difference['effect'], seenFrom: ReadonlySet<'+' | '-'>): AccessEffect {
  const [broader, narrower] = [seenFrom.has('+'), seenFrom.has('-')]
  if (natural === 'unknown') return 'unknown'
  if (natural === 'either') return broader ? 'broadens' : 'narrows'
  if (natural === 'broadens') return broader ? 'broadens' : 'none'
  return narrower ? 'narrows' : 'none'
}

interface Difference {
  readonly sign: AccessLine['sign']
  readonly text: string
  /** What it does to an Allow by itself. */
  readonly effect: 'broadens' | 'narrows' | 'either' | 'unknown'
  readonly at: { readonly span: Condition['span'] }
  /** Whether it is the guards that differ. */
  readonly isGuard?: true
}

function differences(base: Aligned, head: Aligned): Difference[] {
  const pairs = (side: Aligned): { aligned: Condition; written: Condition }[] =>
    side.statement.conditions.map((aligned, at) => ({ aligned, written: side.written.conditions[at] ?? aligned }))
  const [gone, come] = [pairs(base), pairs(head)]
  const keys = (side: typeof gone): Set<string> => new Set(side.map(({ aligned }) => conditionKey(aligned)))
  const [had, has] = [keys(gone), keys(come)]
  const [lost, won] = [
    gone.filter(({ aligned }) => !has.has(conditionKey(aligned))),
    come.filter(({ aligned }) => !had.has(conditionKey(aligned))),
  ]
  const found: Difference[] = []
  for (const { aligned, written } of lost) {
    const at = won.findIndex((other) => onSameKey(other.aligned, aligned))
    const [now] = at < 0 ? [] : won.splice(at, 1)
    if (now) found.push(...valueDifferences(written, now.written))
    else found.push({ sign: '-', text: `condition ${conditionWords(written)}`, effect: 'broadens', at: written })
  }
  for (const { written } of won) {
    found.push({ sign: '+', text: `condition ${conditionWords(written)}`, effect: 'narrows', at: written })
  }
  return found.length > 0 ? found : guardDifferences(base, head)
}

function guardDifferences({ written: base }: Aligned, { written: head }: Aligned): Difference[] {
  const guarded = guardEffect(base.guards, head.guards)
  const effect = guarded === 'none' ? 'either' : guarded
  const holes = ({ unknownConditions }: typeof base): string =>
    unknownConditions.map((hole) => ` if \${${hole.expression}} (not known)`).join('')
  const [was, is] = [whenWords(base.guards) + holes(base), whenWords(head.guards) + holes(head)].map(
    (words) => words.trimStart() || 'always',
  )
  return [{ sign: '~', text: `${is} (was ${was})`, effect, at: head, isGuard: true }]
}

const onSameKey = (one: Condition, other: Condition): boolean =>
  textKey(one.key).toLowerCase() === textKey(other.key).toLowerCase() &&
  textKey(one.operator).toLowerCase() === textKey(other.operator).toLowerCase()

/** `StringEquals aws:SourceAccount: + 222222222222`, and for what went `- 111111111111`. */
function valueDifferences(base: Condition, head: Condition): Difference[] {
  const [before, after] = [base.values.items.map(valueWords), head.values.items.map(valueWords)]
  const come = after.filter((value) => !before.includes(value))
  const gone = before.filter((value) => !after.includes(value))
  const about = `condition ${display(head.operator)} ${display(head.key)}`
  // More values let more requests through, but for the operators that keep values out.
  const wider = parseOperator(display(head.operator))?.negated ? 'narrows' : 'broadens'
  const found: Difference[] = []
  if (come.length > 0) found.push({ sign: '~', text: `${about}: + ${listed(come)}`, effect: wider, at: head })
  if (gone.length > 0) {
    const effect = wider === 'broadens' ? 'narrows' : 'broadens'
    found.push({ sign: '~', text: `${about}: - ${listed(gone)}`, effect, at: head })
  }
  return found.length > 0 ? found : [{ sign: '~', text: about, effect: 'either', at: head }]
}
