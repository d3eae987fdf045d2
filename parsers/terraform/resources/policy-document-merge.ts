import type { Span } from '../../../src/model/source'
import type { ChoiceData, Data, Entry, Guard, Hole, ObjectData, Text } from '../../../src/model/value'
import { asText, entry, given, holes, literal, text } from '../../../src/model/value'
import { decideChoices, decidedBranch } from '../../policy/choices'
import { encodedFrom } from '../../policy/encoded'
import { parseJsonText } from '../../policy/json-text'
import { normalizeConditions, normalizePrincipals } from './policy-document-elements'

/** A statement of the document, with the Sid by which a later one replaces it; undefined when it has none. */
export interface MergedStatement {
  readonly sid: string | undefined
  /** An object; a choice or an unknown where nobody can know it. */
  readonly data: Data
}

interface ReadDocument {
  readonly version: Text | undefined
  readonly id: Text | undefined
  readonly statements: readonly MergedStatement[]
}

/** Later statements replace earlier ones of the same Sid, in their place; those without are added at the end. */
export function mergeStatements(
  into: readonly MergedStatement[],
  added: readonly MergedStatement[],
): MergedStatement[] {
  const merged = [...into]
  const places = new Map<string, number>()
  for (const [index, { sid }] of merged.entries()) if (sid !== undefined && !places.has(sid)) places.set(sid, index)
  for (const statement of added) {
    const place = statement.sid === undefined ? undefined : places.get(statement.sid)
    if (place !== undefined) merged[place] = statement
    else {
      if (statement.sid !== undefined) places.set(statement.sid, merged.length)
      merged.push(statement)
    }
  }
  return merged
}

/** Beyond this many statements of one source the rest is left unknown: choices inside each other multiply them. */
const maximumStatements = 300

/**
 * A source or override document, read as the provider reads it: keys in any case, unknown ones dropped, principals and
 * conditions normalised. What is unknown gives a statement that nobody knows; a choice, statements under it.
 */
export function statementsOfDocument(document: Data): ReadDocument {
  const read = readDocument(document, [])
  if (read.statements.length <= maximumStatements) return read
  const { span } = document
  const hole: Hole = { kind: 'hole', expression: '(too many statements)', why: 'limit', span }
  return { ...read, statements: [...read.statements.slice(0, maximumStatements), unknownStatement(hole, span)] }
}

function readDocument(document: Data, guards: readonly Guard[]): ReadDocument {
  const nothing = { version: undefined, id: undefined }
  switch (document.kind) {
    case 'text': {
      const data = encodedFrom(document)?.data ?? parseJsonText(document).data
      return data.kind === 'text' ? { ...nothing, statements: unknownStatements(data) } : readDocument(data, guards)
    }
    case 'unknown':
      return { ...nothing, statements: [unknownStatement(document.hole, document.span)] }
    case 'choice':
      return { ...nothing, statements: chosenStatements(document, guards) }
    case 'list':
      return { ...nothing, statements: document.items.flatMap((item) => readDocument(item, guards).statements) }
    case 'object':
      return {
        version: asText(folded(document, 'Version')),
        id: asText(folded(document, 'Id')),
        statements: [
          ...statementItems(folded(document, 'Statement'), guards).map(readSourceStatement),
          ...(document.open ?? []).map((hole) => unknownStatement(hole, hole.span)),
        ],
      }
    default:
      return { ...nothing, statements: [] }
  }
}

/** The statements of both branches, each under its branch; of one alone where the guards decide. */
function chosenStatements(choice: ChoiceData, guards: readonly Guard[]): readonly MergedStatement[] {
  const decided = decidedBranch(choice, guards)
  const statements: MergedStatement[] = []
  for (const branch of ['whenTrue', 'whenFalse'] as const) {
    const data = choice[branch]
    if (!data || (decided && decided !== branch) || statements.length > maximumStatements) continue
    const inner = decided ? guards : [...guards, { condition: choice.condition, is: branch === 'whenTrue' }]
    for (const statement of readDocument(data, inner).statements) {
      const chosen = { ...choice, whenTrue: undefined, whenFalse: undefined, [branch]: statement.data }
      statements.push(decided ? statement : { sid: undefined, data: chosen })
    }
  }
  return statements
}

function unknownStatement(hole: Hole, span: Span): MergedStatement {
  return { sid: undefined, data: { kind: 'unknown', hole, span, many: true } }
}

/** A text that is no JSON as it stands, and may be once its holes are filled. */
function unknownStatements(data: Text): readonly MergedStatement[] {
  return holes(data).map((hole) => unknownStatement(hole, hole.span))
}

function statementItems(data: Data | undefined, guards: readonly Guard[]): readonly Data[] {
  const known = guards.length > 0 ? decideChoices(data, guards) : data
  if (!known || known.kind === 'null') return []
  return known.kind === 'list' ? known.items : [known]
}

const elements = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource'] as const

function readSourceStatement(data: Data): MergedStatement {
  if (data.kind !== 'object') return { sid: undefined, data }
  const entries: Entry[] = []
  const add = (name: string, convert: (value: Data) => Data) => {
    const found = foldedEntry(data, name)
    if (found && given(found.value)) {
      entries.push({ key: text(name, found.key.span, literal(found.key) === name), value: convert(found.value) })
    }
  }
  for (const name of elements) add(name, (value) => value)
  for (const name of ['Principal', 'NotPrincipal']) add(name, normalizePrincipals)
  add('Condition', normalizeConditions)
  const sid = asText(entry({ kind: 'object', entries, span: data.span }, 'Sid'))
  return { sid: (sid && literal(sid)) || undefined, data: { ...data, entries } }
}

/** Go's `encoding/json` takes a key in any case for a field. */
function foldedEntry(data: ObjectData, name: string): Entry | undefined {
  const matches = data.entries.filter(({ key }) => literal(key)?.toLowerCase() === name.toLowerCase())
  return matches[matches.length - 1]
}

function folded(data: ObjectData, name: string): Data | undefined {
  return foldedEntry(data, name)?.value
}
