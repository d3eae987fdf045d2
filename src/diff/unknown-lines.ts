import type { AccessLine } from '../model/access-diff'
import type { PolicyDocument, Statement } from '../model/policy'
import type { Span } from '../model/source'
import { display, type Hole } from '../model/value'
import type { Side } from './alignment'
import { hasUnknownAction } from './atoms'
import type { Compared } from './document-lines'
import { statementKey } from './uncovered'
import { actionWords, resourceWords } from './words'

interface Unknown {
  readonly text: string
  readonly at: Span
}

/** What nobody can know of the documents, where it is not the same on both sides. */
export function unknownLines({ base, head, alignment, prefix = '' }: Compared): AccessLine[] {
  const collect = (documents: readonly PolicyDocument[], side: Side): Map<string, Unknown> => {
    const found = new Map<string, Unknown>()
    const add = (hole: Hole, what: string): void => {
      found.set(`${what} ${alignment.holeKey(side, hole)}`, {
        text: `${what} from \${${hole.expression}} (not known)`,
        at: hole.span,
      })
    }
    for (const document of documents) {
      for (const hole of document.unknown) add(hole, 'statements')
      for (const original of document.statements) {
        const statement = alignment.written(side, original)
        const { actions, resources, principals } = statement
        for (const hole of actions?.unknown ?? []) add(hole, 'actions')
        for (const hole of resources?.unknown ?? []) add(hole, `resources of ${actionWords(statement)}`)
        for (const hole of principals?.unknown ?? []) add(hole, 'principals')
        if (statement.effect !== 'unknown' && !hasUnknownAction(statement)) continue
        const key = statementKey(alignment.statement(side, original), document)
        found.set(key, { text: wordsOf(statement), at: statement.span })
      }
    }
    return found
  }
  const [before, after] = [collect(base, 'base'), collect(head, 'head')]
  const only = (own: Map<string, Unknown>, other: Map<string, Unknown>, sign: '+' | '-'): AccessLine[] =>
    [...own]
      .filter(([key]) => !other.has(key))
      .map(([, { text, at }]) => ({ sign, text: `${prefix}${text}`, effect: 'unknown', levels: [], at }))
  return [...only(after, before, '+'), ...only(before, after, '-')]
}

function wordsOf(statement: Statement): string {
  const unknown = statement.actions?.items.filter((item) => item.parts.some((part) => part.kind === 'hole')) ?? []
  const resources = resourceWords(statement)
  const on = resources === undefined ? '' : ` on ${resources}`
  if (statement.effect === 'unknown') return `a statement of unknown effect: ${actionWords(statement)}${on}`
  const effect = statement.effect === 'Deny' ? 'deny ' : ''
  return `${effect}${unknown.map(display).join(', ')}${on} (not known)`
}
