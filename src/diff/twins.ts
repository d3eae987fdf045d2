import { grantsMore } from '../iam/grants-more'
import type { Condition, Statement } from '../model/policy'
import { type Aligned, bare, documentsOf, withActions } from './atoms'
import { conditionKey, textKey, type Uncovered } from './uncovered'
import { partWords } from './words'

/** A part of a statement, and the statement of the other side that gives as much under other conditions. */
interface Twinned {
  readonly part: Aligned
  readonly twin: Aligned | undefined
}

/**
 * Finds twins among `changed`: the statements of the other side that are not in this one as they are, since what stays
 * is no earlier form of anything. A statement is the twin of one part only, of those that give the same.
 */
export class Twins {
  readonly #changed: readonly Aligned[]
  readonly #taken = new Map<Aligned, Set<string>>()
  readonly #known: ReadonlyMap<Statement, Statement>
  /** What was found, statement as written by statement as written. */
  readonly found = new Map<Statement, Statement>()

  /** `known` are pairs found from the other side, by the statements of this one. */
  constructor(changed: readonly Aligned[], known: ReadonlyMap<Statement, Statement>) {
    this.#changed = changed
    this.#known = known
  }

  /** A part with its twin, or, where only some of its actions have one, the part by its actions. */
  of({ part, from }: Uncovered): readonly Twinned[] {
    const twin = this.#take(part, from)
    const { actions } = part.statement
    if (twin || !actions || actions.negated || actions.items.length < 2) return [{ part, twin }]
    const byTwin = new Map<Aligned | undefined, number[]>()
    for (const at of actions.items.keys()) {
      const own = this.#take(withActions(part, [at]), from)
      byTwin.set(own, [...(byTwin.get(own) ?? []), at])
    }
    return [...byTwin].map(([own, chosen]) => ({ part: withActions(part, chosen), twin: own }))
  }

  #take(part: Aligned, from: Statement): Aligned | undefined {
    const words = partWords(part.written)
    const asked = documentsOf([bare(part)])
    const candidates = this.#changed.filter(
      (other) => !this.#taken.get(other)?.has(words) && grantsMore(documentsOf([bare(other)]), asked) === undefined,
    )
    const known = this.#known.get(from)
    const rank = (other: Aligned): number =>
      other.written === known ? 10_000 : likeness(part.statement, other.statement)
    const [best] = candidates.sort((one, other) => rank(other) - rank(one))
    if (!best) return undefined
    this.#taken.set(best, (this.#taken.get(best) ?? new Set()).add(words))
    this.found.set(best.written, from)
    return best
  }
}

/** How much the conditions of two statements have in common: whole ones, then keys, then tags; few others beside. */
function likeness({ conditions: own }: Statement, { conditions: theirs }: Statement): number {
  const common = (keyOf: (condition: Condition) => string): number => {
    const keys = new Set(own.map(keyOf))
    return theirs.filter((condition) => keys.has(keyOf(condition))).length
  }
  const key = ({ key: written }: Condition): string => textKey(written).toLowerCase()
  const tag = (condition: Condition): string => key(condition).replace(/^[^/]*\//, '')
  return 1000 * common(conditionKey) + 100 * common(key) + 10 * common(tag) - theirs.length
}
