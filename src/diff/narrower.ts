import { actionPattern } from '../iam/action'
import { globContains } from '../iam/glob'
import { asPattern, patternOf } from '../iam/text'
import type { PrincipalElement, Statement } from '../model/policy'
import { display, type Text } from '../model/value'
import type { Aligned } from './atoms'
import { conditionKey, textKey } from './uncovered'
import { listed, underWords } from './words'

/**
 * What the other side gave of a part, where the part only reaches further: `s3:Get*`, `on arn:aws:s3:::logs/*`.
 * Undefined where it gave nothing of the kind, or what is negated stands between.
 */
export function narrowerWords(part: Aligned, others: readonly Aligned[]): string | undefined {
  const found = new Map<string, { actions: string[]; resources: string[]; under: string }>()
  for (const other of others) {
    if (!namesSame(part.statement.principals, other.statement.principals)) continue
    const actions = within(part, other, 'actions', isWithinAction)
    const resources = within(part, other, 'resources', isWithinResource)
    if (actions.length === 0 || (part.statement.resources && resources.length === 0)) continue
    const sameActions = areSame(part, other, 'actions', actions)
    const sameResources = areSame(part, other, 'resources', resources)
    const under = underWordsWhereOther(part, other)
    if (sameActions && sameResources && (under === '' || !holdsMore(other, part))) continue
    const words = (element: Element, chosen: readonly number[]): string[] =>
      chosen.flatMap((at) => other.written[element]?.items[at] ?? []).map(display)
    const shown = {
      actions: sameActions ? [] : words('actions', actions),
      resources: sameResources ? [] : words('resources', resources),
      under,
    }
    found.set(JSON.stringify(shown), shown)
  }
  const words = [...found.values()].map(({ actions, resources, under }) =>
    [listed(actions), resources.length > 0 ? `on ${listed(resources)}` : '', under]
      .filter((text) => text !== '')
      .join(' '),
  )
  return words.length > 0 ? listed(words, '; ') : undefined
}

/** The conditions of the other statement, where they are not those of the part. */
function underWordsWhereOther(part: Aligned, other: Aligned): string {
  return holdsMore(part, other) && holdsMore(other, part) ? '' : underWords(other.written).trimStart()
}

/** Whether one statement has all conditions and guards of another. */
function holdsMore({ statement: one }: Aligned, { statement: other }: Aligned): boolean {
  const had = new Set(limitsOf(one))
  return limitsOf(other).every((limit) => had.has(limit))
}

const limitsOf = ({ conditions, unknownConditions, guards }: Statement): readonly string[] => [
  ...conditions.map(conditionKey),
  ...unknownConditions.map(({ expression }) => expression),
  ...guards.map(({ condition, is }) => `${is} ${condition}`),
]

type Element = 'actions' | 'resources'

/** Which items of the other's element lie within the part's. */
function within(
  part: Aligned,
  other: Aligned,
  element: Element,
  isWithin: (outer: Text, inner: Text) => boolean,
): number[] {
  const [outer, inner] = [part.statement[element], other.statement[element]]
  if (!outer || !inner || outer.negated || inner.negated) return []
  return inner.items.flatMap((item, at) => (outer.items.some((wide) => isWithin(wide, item)) ? [at] : []))
}

const isWithinAction = (outer: Text, inner: Text): boolean =>
  globContains(actionPattern(outer).exact, actionPattern(inner).exact)

const isWithinResource = (outer: Text, inner: Text): boolean =>
  globContains(patternOf(outer, asPattern).exact, patternOf(inner, asPattern).exact)

function areSame(part: Aligned, other: Aligned, element: Element, chosen: readonly number[]): boolean {
  const items = part.statement[element]?.items ?? []
  const keys = new Set(items.map((item) => textKey(item).toLowerCase()))
  const theirs = new Set(chosen.map((at) => textKey(other.statement[element]?.items[at] as Text).toLowerCase()))
  return keys.size === theirs.size && [...theirs].every((key) => keys.has(key))
}

function namesSame(part: PrincipalElement | undefined, other: PrincipalElement | undefined): boolean {
  if (!part || !other) return part === other
  if (part.negated || other.negated) return false
  const names = new Set(other.entries.map((entry) => `${entry.type} ${textKey(entry.value)}`))
  return part.entries.every((entry) => names.has(`${entry.type} ${textKey(entry.value)}`))
}
