import { type AccessWay, accessLevels } from '../model/access-diff'
import { symbolOf } from '../iam/principal'
import type { MatchElement, Statement } from '../model/policy'
import { display, type Text } from '../model/value'
import { levelsOf } from './levels'
import { principalWords } from './words'

/** What a statement gives, as an arrow of a graph. */
export function wayOf(statement: Statement): AccessWay {
  const { actions, principals, resources } = statement
  return {
    ...(principals ? { from: principals.entries.map((entry) => but(principals.negated, principalWords(entry))) } : {}),
    actions: actions ? gravestFirst(statement, actions).map((item) => but(actions.negated, display(item))) : [],
    ...(resources
      ? { to: resources.items.map((item) => but(resources.negated, symbolOf(item)?.address ?? display(item))) }
      : {}),
  }
}

const but = (negated: boolean, words: string): string => (negated ? `all but ${words}` : words)

function gravestFirst(statement: Statement, actions: MatchElement): readonly Text[] {
  if (actions.negated || actions.items.length < 2) return actions.items
  const rank = (item: Text): number => {
    const [level = 'list'] = levelsOf([{ ...statement, actions: { ...actions, items: [item] } }])
    return accessLevels.indexOf(level)
  }
  const ranked = actions.items.map((item) => ({ item, rank: rank(item) }))
  return ranked.sort((one, other) => one.rank - other.rank).map(({ item }) => item)
}
