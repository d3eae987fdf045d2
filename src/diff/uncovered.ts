import { grantsMore } from '../iam/grants-more'
import { hasVariables } from '../iam/statement'
import type { Condition, PolicyDocument, Statement, TextList } from '../model/policy'
import { type Text, display } from '../model/value'
import { type Aligned, type Atom, atomsOf, documentsOf, hasUnknownAction, withResources } from './atoms'

/** How many questions one comparison may ask before it takes statements as wholes. */
const mostQuestions = 4000

/** What one side gives and the other does not, of one statement and principal: the actions that share their resources. */
export interface Uncovered {
  /** The written statement cut down to these actions and resources, and the same as aligned. */
  readonly part: Atom
  /** The statement that it is from, as written. */
  readonly from: Statement
}

/** What `own` gives that all of `others` together do not, action by action and resource by resource. */
export function uncovered(own: readonly Aligned[], others: readonly Aligned[]): Uncovered[] {
  const same = new Set(others.map(keyOf))
  const documents = documentsOf(others)
  let questions = 0
  const isCovered = (parts: readonly Aligned[]): boolean => {
    questions++
    return grantsMore(documents, documentsOf(parts)) === undefined
  }
  const rest = own.filter((from) => !same.has(keyOf(from)))
  if (rest.length === 0 || isCovered(rest)) return []
  return rest.flatMap((from) => {
    if (isCovered([from])) return []
    const atoms = atomsOf(from).filter((atom) => !hasUnknownAction(atom.statement))
    if (questions + atoms.length > mostQuestions) return [{ part: { ...from, entry: undefined }, from: from.written }]
    const parts = atoms
      .filter((atom) => atoms.length === 1 || !isCovered([atom]))
      .map((atom) => narrowed(atom, (part) => questions < mostQuestions && isCovered([part])))
    return joined(parts).map((part) => ({ part, from: from.written }))
  })
}

/** An atom with only those of its resources that the other side does not give. */
function narrowed(atom: Atom, isCovered: (part: Aligned) => boolean): Atom {
  const { resources } = atom.statement
  if (!resources || resources.negated || resources.items.length < 2) return atom
  const kept = resources.items.flatMap((_, at) => (isCovered(withResources(atom, [at])) ? [] : [at]))
  return kept.length > 0 && kept.length < resources.items.length ? withResources(atom, kept) : atom
}

/** Atoms of one statement that differ in their action alone, as one. */
function joined(atoms: readonly Atom[]): Atom[] {
  const groups = new Map<string, Atom>()
  for (const atom of atoms) {
    const resources = atom.written.resources?.items.map((item) => `${item.span.start} ${display(item)}`) ?? []
    const key = [atom.entry ? `${atom.entry.type} ${display(atom.entry.value)}` : '', ...resources].join('\n')
    const group = groups.get(key)
    groups.set(key, group ? both(group, atom) : atom)
  }
  return [...groups.values()]
}

function both(first: Atom, second: Atom): Atom {
  const join = (one: Statement, other: Statement): Statement => {
    const [actions, more] = [one.actions, other.actions]
    return actions && more ? { ...one, actions: { ...actions, items: [...actions.items, ...more.items] } } : one
  }
  return {
    ...first,
    written: join(first.written, second.written),
    statement: join(first.statement, second.statement),
  }
}

const keys = new WeakMap<Statement, number>()
const numbers = new Map<string, number>()

/**
 * What stands for a statement without what carries no meaning: its Sid, the order and case of its lists. Equal for
 * statements that are equal so; short, since AWS's own policies list a thousand actions.
 */
export function statementKey(statement: Statement, document: PolicyDocument): string {
  let found = keys.get(statement)
  if (found === undefined) {
    const text = buildKey(statement)
    found = numbers.get(text) ?? numbers.size
    numbers.set(text, found)
    keys.set(statement, found)
  }
  return `${hasVariables(document)} ${found}`
}

function buildKey(statement: Statement): string {
  const { actions, resources, principals, conditions, unknownConditions, guards } = statement
  return JSON.stringify([
    statement.effect,
    actions && [actions.negated, listKey(actions).map((item) => item.toLowerCase())],
    resources && [resources.negated, listKey(resources)],
    principals && [
      principals.negated,
      principals.entries.map((entry) => `${entry.type} ${textKey(entry.value)}`).sort(),
      principals.unknown.map((hole) => hole.expression).sort(),
    ],
    conditions.map(conditionKey).sort(),
    unknownConditions.map((hole) => hole.expression),
    guards.map((guard) => `${guard.is} ${guard.condition}`).sort(),
  ])
}

export const keyOf = ({ statement, document }: Aligned): string => statementKey(statement, document)

/** A condition as text; its values in no order. */
export function conditionKey({ operator, key, values }: Condition): string {
  return [textKey(operator).toLowerCase(), textKey(key).toLowerCase(), ...listKey(values)].join(' ')
}

function listKey(list: TextList): string[] {
  const unknown = list.unknown.map((hole) => `\${${hole.symbol?.id ?? hole.expression}} ...`)
  return [...new Set([...list.items.map(textKey), ...unknown])].sort()
}

export function textKey(text: Text): string {
  return text.parts
    .map((part) => (part.kind === 'hole' ? `\${${part.symbol?.id ?? part.expression}}` : part.text))
    .join('')
}
