import type { PolicyDocument, PolicyProblem, Statement } from '../../src/model/policy'
import type { Span } from '../../src/model/source'
import type { ChoiceData, Data, Guard, Hole, ObjectData, Text } from '../../src/model/value'
import { asText, entry, literal } from '../../src/model/value'
import { decidedBranch, variantsOf } from './choices'
import { encodedFrom } from './encoded'
import { parseJsonText } from './json-text'
import { readStatement } from './statement'

export interface PolicyOptions {
  /** Address of the construct whose text this is, where that is another than the carrier. */
  readonly definedIn?: string
}

const documentKeys = new Set(['Version', 'Id', 'Statement'])
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
  const reader = new DocumentReader()
  reader.document(data, [])
  const definedIn = options.definedIn ?? reader.definedIn
  return {
    version: reader.version,
    id: reader.id,
    statements: reader.statements,
    unknown: reader.unknown,
    problems: reader.problems,
    span: data.span,
    data: reader.json ?? data,
    ...(definedIn === undefined ? {} : { definedIn }),
  }
}

class DocumentReader {
  version: Text | undefined
  id: Text | undefined
  /** What a text held, once it was read as JSON. */
  json: Data | undefined
  /** Where the text that was read is defined, if that is known. */
  definedIn: string | undefined
  readonly statements: Statement[] = []
  readonly unknown: Hole[] = []
  readonly problems: PolicyProblem[] = []

  document(data: Data, guards: readonly Guard[]): void {
    switch (data.kind) {
      case 'choice':
        this.#branches(data, guards, (branch, inner) => this.document(branch, inner))
        break
      case 'unknown':
        this.unknown.push(data.hole)
        break
      case 'text':
        this.#text(data, guards)
        break
      case 'object':
        this.#object(data, guards)
        break
      default:
        this.#problem('A policy document is an object with a Statement', data.span)
    }
  }

  #text(data: Text, guards: readonly Guard[]): void {
    const only = data.parts.length === 1 ? data.parts[0] : undefined
    if (only?.kind === 'hole') {
      this.unknown.push(only)
      return
    }
    const encoded = encodedFrom(data)
    if (encoded) {
      this.definedIn ??= encoded.definedIn
      if (guards.length === 0) this.json = encoded.data
      this.document(encoded.data, guards)
      return
    }
    const parsed = parseJsonText(data)
    this.problems.push(...parsed.problems)
    if (parsed.data.kind === 'text') {
      if (parsed.problems.length === 0) this.#problem('A policy document is an object with a Statement', data.span)
      // `${var.prefix}...` that is no JSON as it stands may become it.
      this.unknown.push(...parsed.data.parts.filter((part) => part.kind === 'hole'))
      return
    }
    if (guards.length === 0) this.json = parsed.data
    this.document(parsed.data, guards)
  }

  #object(data: ObjectData, guards: readonly Guard[]): void {
    for (const { key } of data.entries) {
      const name = literal(key)
      if (name === undefined) this.unknown.push(...key.parts.filter((part) => part.kind === 'hole'))
      else if (!documentKeys.has(name)) this.#problem(`"${name}" is no element of a policy document`, key.span)
    }
    this.unknown.push(...(data.open ?? []))
    this.version ??= this.#scalar(entry(data, 'Version'), guards)
    this.id ??= this.#scalar(entry(data, 'Id'), guards)
    const version = this.version && literal(this.version)
    if (this.version && version !== undefined && !versions.has(version)) {
      this.#problem(`"${version}" is no version of the policy language: 2012-10-17 is`, this.version.span)
    }
    const statements = entry(data, 'Statement')
    if (statements) this.#statements(statements, guards)
    else if (!data.open?.length) this.#problem('The policy has no Statement', data.span)
  }

  #statements(data: Data, guards: readonly Guard[]): void {
    switch (data.kind) {
      case 'choice':
        this.#branches(data, guards, (branch, inner) => this.#statements(branch, inner))
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
        const holes = data.kind === 'text' ? data.parts.filter((part) => part.kind === 'hole') : []
        this.unknown.push(...holes)
        if (holes.length === 0) this.#problem('A statement is an object', data.span)
      }
    }
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
      this.statements.push(readStatement(variant.data, variant.guards, this.problems))
    }
  }

  #branches(choice: ChoiceData, guards: readonly Guard[], read: (data: Data, guards: readonly Guard[]) => void): void {
    const decided = decidedBranch(choice, guards)
    for (const [branch, is] of [
      ['whenTrue', true],
      ['whenFalse', false],
    ] as const) {
      const data = choice[branch]
      if (!data || (decided && decided !== branch)) continue
      read(data, decided ? guards : [...guards, { condition: choice.condition, is }])
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
