import type { AccessLine } from '../model/access-diff'
import type { Condition } from '../model/policy'
import { display } from '../model/value'
import type { Aligned } from './atoms'
import { levelsOf } from './levels'
import { conditionKey, textKey, type Uncovered } from './uncovered'
import { conditionWords, listed, partWords } from './words'

export interface Conditioned {
  /** Which side `one` is of. */
  readonly sign: '+' | '-'
  readonly one: Uncovered
  /** The statement of the other side that gives as much under other conditions. */
  readonly twin: Aligned
  readonly prefix: string
  /** Pairs that have been told of, so that the other direction does not say them again. */
  readonly told: Set<string>
}

/** How the conditions of one statement and its twin differ, and on what they are. */
export function conditionLines({ sign, one, twin, prefix, told }: Conditioned): AccessLine[] {
  const { part } = one
  const [base, head] = sign === '+' ? [twin, part] : [part, twin]
  const words = differences(base, head)
  const about = partWords(part.written)
  const pair = [prefix, about, ...words.map(({ sign: mark, text }) => `${mark}${text}`)].join('\n')
  if (told.has(pair)) return []
  told.add(pair)
  const effect = sign === '+' ? 'broadens' : 'narrows'
  return words.map(({ sign: mark, text, at }) => ({
    sign: mark,
    text: `${prefix}${text} for ${about}`,
    // A condition that comes beside one that goes neither widens nor narrows by itself: the two together do.
    effect: mark === '~' || (mark === '-') === (sign === '+') || words.length === 1 ? effect : 'unknown',
    levels: levelsOf([part.statement]),
    at: at.span,
  }))
}

interface Difference {
  readonly sign: AccessLine['sign']
  readonly text: string
  readonly at: { readonly span: Condition['span'] }
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
    if (now) found.push({ sign: '~', text: `condition ${valueWords(written, now.written)}`, at: now.written })
    else found.push({ sign: '-', text: `condition ${conditionWords(written)}`, at: written })
  }
  for (const { written } of won) found.push({ sign: '+', text: `condition ${conditionWords(written)}`, at: written })
  return found.length > 0 ? found : guardDifferences(base, head)
}

function guardDifferences({ written: base }: Aligned, { written: head }: Aligned): Difference[] {
  const words = ({ guards, unknownConditions }: typeof base): string =>
    [
      ...guards.map(({ condition, is }) => `${is ? '' : 'not '}${condition}`),
      ...unknownConditions.map((hole) => `\${${hole.expression}}`),
    ].join(' and ') || 'always'
  return [{ sign: '~', text: `when ${words(head)} (was ${words(base)})`, at: head }]
}

const onSameKey = (one: Condition, other: Condition): boolean =>
  textKey(one.key).toLowerCase() === textKey(other.key).toLowerCase() &&
  textKey(one.operator).toLowerCase() === textKey(other.operator).toLowerCase()

/** `StringEquals aws:SourceAccount: + 222222222222, - 111111111111` */
function valueWords(base: Condition, head: Condition): string {
  const [before, after] = [base.values.items.map(display), head.values.items.map(display)]
  const come = after.filter((value) => !before.includes(value)).map((value) => `+ ${value}`)
  const gone = before.filter((value) => !after.includes(value)).map((value) => `- ${value}`)
  return `${display(head.operator)} ${display(head.key)}: ${listed([...come, ...gone])}`
}
