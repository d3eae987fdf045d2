import type { PolicyDocument, PrincipalEntry, Statement } from '../model/policy'
import { holes } from '../model/value'
import type { Alignment, Side } from './alignment'

/** A statement as written and as aligned with the other side: item for item the same. */
export interface Aligned {
  readonly written: Statement
  readonly statement: Statement
  readonly document: PolicyDocument
}

/** One principal's (or nobody's in particular) one action of a statement, with all of its resources. */
export interface Atom extends Aligned {
  readonly entry: PrincipalEntry | undefined
}

/** Statements of one effect, ready to be compared. Those of unknown effect are in neither. */
export function alignedStatements(
  documents: readonly PolicyDocument[],
  effect: 'Allow' | 'Deny',
  side: Side,
  alignment: Alignment,
): Aligned[] {
  return documents.flatMap((document) =>
    document.statements
      .filter((statement) => statement.effect === effect && !isForNobody(statement, document))
      .map((statement) => ({
        written: alignment.written(side, statement),
        document,
        statement: asAllow(alignment.statement(side, statement)),
      })),
  )
}

/**
 * Whether a statement names no principal where others do: what is left of an empty list of them, such as that of a
 * variable that is `[]` by default. It gives nobody anything.
 */
function isForNobody({ principals }: Statement, { statements }: PolicyDocument): boolean {
  if (!principals) return statements.some((other) => other.principals)
  return !principals.negated && principals.entries.length + principals.unknown.length === 0
}

const allowing = new WeakMap<Statement, Statement>()

/** The engine compares what is allowed: what a Deny takes away is compared as if it gave it. */
function asAllow(statement: Statement): Statement {
  if (statement.effect === 'Allow') return statement
  let found = allowing.get(statement)
  if (!found) {
    found = { ...statement, effect: 'Allow' }
    allowing.set(statement, found)
  }
  return found
}

/** The document of aligned statements, one for each that they came from, so that versions keep their meaning. */
export function documentsOf(statements: readonly Aligned[]): PolicyDocument[] {
  const groups = new Map<PolicyDocument, Statement[]>()
  for (const { document, statement } of statements) {
    const group = groups.get(document)
    if (group) group.push(statement)
    else groups.set(document, [statement])
  }
  return [...groups].map(([document, own]) => ({ ...document, statements: own }))
}

/** A statement by principal and action. What is negated stays whole; so do actions that nobody knows. */
export function atomsOf(from: Aligned): Atom[] {
  const { actions, principals } = from.statement
  const byAction =
    actions && !actions.negated && actions.items.length > 1
      ? actions.items.map((_, at) => withActions(from, [at]))
      : [from as Aligned]
  if (!principals || principals.negated) return byAction.map((part) => ({ ...part, entry: undefined }))
  return principals.entries.flatMap((_, at) => byAction.map((part) => withPrincipal(part, at)))
}

/** A statement with some of its actions alone. */
export function withActions(from: Aligned, chosen: readonly number[]): Aligned {
  const pick = (statement: Statement): Statement => {
    const { actions } = statement
    if (!actions) return statement
    return { ...statement, actions: { ...actions, items: actions.items.filter((_, at) => chosen.includes(at)) } }
  }
  return { ...from, written: pick(from.written), statement: pick(from.statement) }
}

function withPrincipal(from: Aligned, at: number): Atom {
  const pick = (statement: Statement): Statement => {
    const { principals } = statement
    return principals
      ? { ...statement, principals: { ...principals, entries: principals.entries.slice(at, at + 1) } }
      : statement
  }
  return { ...from, written: pick(from.written), statement: pick(from.statement), entry: entryOf(from.written, at) }
}

const entryOf = ({ principals }: Statement, at: number): PrincipalEntry | undefined => principals?.entries[at]

/** An atom with some of its resources alone. */
export function withResources<Part extends Aligned>(atom: Part, chosen: readonly number[]): Part {
  const pick = (statement: Statement): Statement => {
    const { resources } = statement
    if (!resources) return statement
    return { ...statement, resources: { ...resources, items: resources.items.filter((_, at) => chosen.includes(at)) } }
  }
  return { ...atom, written: pick(atom.written), statement: pick(atom.statement) }
}

/** Without conditions and guards: what is given at all, whatever it hangs on. */
export function bare(from: Aligned): Aligned {
  const statement = { ...from.statement, conditions: [], unknownConditions: [], guards: [] }
  return { ...from, statement }
}

/** True when the engine cannot tell what the statement names: an action with a hole. */
export function hasUnknownAction({ actions }: Statement): boolean {
  return actions?.items.some((item) => holes(item).length > 0) ?? false
}
