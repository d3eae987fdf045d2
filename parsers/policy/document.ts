import type { PolicyDocument, PolicyProblem, Statement } from '../../src/model/policy'
import type { Span } from '../../src/model/source'
import type { ChoiceData, Data, Guard, Hole, ObjectData, Text } from '../../src/model/value'
import { asText, holes, literal } from '../../src/model/value'
import { decidedBranch, itemsOfChoice, variantsOf } from './choices'
import { encodedFrom } from './encoded'
import { parseJsonText } from './json-text'
import { readStatement } from './statement'

export interface PolicyOptions {
  /** Address of the construct whose text this is, where that is another than the carrier. */
  readonly definedIn?: string
  /** Branches that are taken wherever the document exists, such as those under which its resource does. */
  readonly given?: readonly Guard[]
}

const documentKeys = ['Version', 'Id', 'Statement'] as const
const versions = new Set(['2012-10-17', '2008-10-17'])
/** Statements beyond this many are not read: an identity may carry some 10 kB of policy, a bucket 20 kB. */
const maximumStatements = 2000

/**
 * Reads a policy out of an object (`jsonencode`, a template's own YAML) or out of a text that holds JSON. Nothing is
 * thrown and nothing dropped: what the grammar does not allow becomes a problem, what nobody can know a hole, and what
 * a condition chooses statements with guards. AWS's leniency is kept: one statement without a list, one string for a
 * list, numbers and booleans as condition values.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(data: Data, options: PolicyOptions = {}): PolicyDocument {
  const given = options.given ?? []
  const reader = new DocumentReader(given.length)
  const read = reader.document(data, given)
  const definedIn = options.definedIn ?? reader.definedIn
  return {
    version: reader.version,
    id: reader.id,
    statements: reader.statements,
    unknown: reader.unknown,
    problems: reader.problems,
    span: data.span,
    data: read ?? data,
    ...(definedIn === undefined ? {} : { definedIn }),
  }
}

class DocumentReader {
  version: Text | undefined
  id: Text | undefined
  /** Where the text that was read is defined, if that is known. */
  definedIn: string | undefined
  readonly statements: Statement[] = []
  readonly unknown: Hole[] = []
  readonly problems: PolicyProblem[] = []

  /** The first so many guards of everything are given from outside. */
  readonly #given: number

  constructor(given: number) {
    this.#given = given
  }

  /** Reads a document, and gives it back with its texts read as JSON; undefined for nothing. */
  document(data: Data, guards: readonly Guard[]): Data | undefined {
    switch (data.kind) {
      case 'choice':
        return this.#choice(data, guards)
      case 'unknown':
        this.unknown.push(data.hole)
        return data
      case 'text':
        return this.#text(data, guards)
      case 'object':
        this.#object(data, guards)
        return data
      default:
        this.#problem('A policy document is an object with a Statement', data.span)
        return data
    }
  }

  /** An empty text is no document: what `join("", ...)` gives when there is none. */
  #choice(data: ChoiceData, guards: readonly Guard[]): Data | undefined {
    const read: { whenTrue?: Data | undefined; whenFalse?: Data | undefined } = {}
    for (const { branch, data: chosen, guards: inner } of branchesOf(data, guards)) {
      if (chosen.kind !== 'text' || chosen.parts.length > 0) read[branch] = this.document(chosen, inner)
    }
    const { whenTrue, whenFalse } = read
    return whenTrue && whenFalse ? { ...data, whenTrue, whenFalse } : (whenTrue ?? whenFalse)
  }

  #text(data: Text, guards: readonly Guard[]): Data | undefined {
    const only = data.parts.length === 1 ? data.parts[0] : undefined
    if (only?.kind === 'hole') {
      this.unknown.push(only)
      return data
    }
    const encoded = encodedFrom(data)
    if (encoded) {
      this.definedIn ??= encoded.definedIn
      return this.document(encoded.data, guards)
    }
    const parsed = parseJsonText(data)
    this.problems.push(...parsed.problems)
    if (parsed.data.kind !== 'text') return this.document(parsed.data, guards)
    if (parsed.problems.length === 0) this.#problem('A policy document is an object with a Statement', data.span)
    // `${var.prefix}...` that is no JSON as it stands may become it.
    this.unknown.push(...holes(parsed.data))
    return data
  }

  #object(data: ObjectData, guards: readonly Guard[]): void {
    const elements = this.#elements(data)
    this.unknown.push(...(data.open ?? []))
    this.version ??= this.#scalar(elements.get('Version'), guards)
    this.id ??= this.#scalar(elements.get('Id'), guards)
    const version = this.version && literal(this.version)
    if (this.version && version !== undefined && !versions.has(version)) {
      this.#problem(`"${version}" is no version of the policy language: 2012-10-17 is`, this.version.span)
    }
    const statements = elements.get('Statement')
    if (statements) this.#statements(statements, guards)
    else if (!data.open?.length) this.#problem('The policy has no Statement', data.span)
  }

  /** The elements of a document. One in the wrong case is read as what it is meant to be, and is a problem. */
  #elements(data: ObjectData): ReadonlyMap<string, Data> {
    const found = new Map<string, Data>()
    for (const { key, value } of data.entries) {
      const name = literal(key)
      if (name === undefined) {
        this.unknown.push(...holes(key))
        continue
      }
      const element = documentKeys.find((each) => each.toLowerCase() === name.toLowerCase())
      if (!element) this.#problem(`"${name}" is no element of a policy document`, key.span)
      else if (element !== name) this.#problem(`"${name}" must be spelled "${element}"`, key.span)
      if (element && (element === name || !found.has(element))) found.set(element, value)
    }
    return found
  }

  #statements(data: Data, guards: readonly Guard[]): void {
    switch (data.kind) {
      case 'choice':
        this.#chosenStatements(data, guards)
        break
      case 'list':
        for (const item of data.items) this.#statements(item, guards)
        break
      case 'unknown':
        this.unknown.push(data.hole)
        break
      case 'object':
        this.#statement(data, guards)
        break
      default: {
        const unknown = data.kind === 'text' ? holes(data) : []
        this.unknown.push(...unknown)
        if (unknown.length === 0) this.#problem('A statement is an object', data.span)
      }
    }
  }

  #chosenStatements(choice: ChoiceData, guards: readonly Guard[]): void {
    const items = decidedBranch(choice, guards) ? undefined : itemsOfChoice(choice)
    if (items) for (const item of items) this.#statements(item, guards)
    else for (const branch of branchesOf(choice, guards)) this.#statements(branch.data, branch.guards)
  }

  #statement(data: ObjectData, guards: readonly Guard[]): void {
    for (const variant of variantsOf(data, guards)) {
      if (variant.data?.kind !== 'object') continue
      if (this.statements.length >= maximumStatements) {
        if (this.statements.length === maximumStatements && !this.unknown.some((hole) => hole.why === 'limit')) {
          this.unknown.push({ kind: 'hole', expression: '...', why: 'limit', span: data.span })
        }
        return
      }
      this.statements.push(readStatement(variant.data, variant.guards.slice(this.#given), this.problems))
    }
  }

  /** `Version` and `Id`: of a choice, the branch that is decided or comes first. */
  #scalar(data: Data | undefined, guards: readonly Guard[]): Text | undefined {
    if (data?.kind === 'choice') {
      const decided = decidedBranch(data, guards)
      return this.#scalar(decided ? data[decided] : (data.whenTrue ?? data.whenFalse), guards)
    }
    const scalar = asText(data)
    if (data && data.kind !== 'null' && !scalar) this.#problem('A string is expected here', data.span)
    return scalar
  }

  #problem(message: string, span: Span): void {
    this.problems.push({ kind: 'grammar', message, span })
  }
}

interface Branch {
  readonly branch: 'whenTrue' | 'whenFalse'
  readonly data: Data
  readonly guards: readonly Guard[]
}

/** The branches of a choice that can be taken and are there, each with its guards. */
function branchesOf(choice: ChoiceData, guards: readonly Guard[]): readonly Branch[] {
  const decided = decidedBranch(choice, guards)
  const branches: Branch[] = []
  for (const branch of ['whenTrue', 'whenFalse'] as const) {
    const data = choice[branch]
    if (!data || (decided && decided !== branch)) continue
    const own = { condition: choice.condition, is: branch === 'whenTrue' }
    branches.push({ branch, data, guards: decided ? guards : [...guards, own] })
  }
  return branches
}
