import type { Diagnostic } from '../../../src/model/diagnostic'
import type { Span } from '../../../src/model/source'
import type { Data, Entry, Hole, ObjectData, Text } from '../../../src/model/value'
import { asText, entry, given, literal, text } from '../../../src/model/value'
import { itemsOfChoice } from '../../policy/choices'
import { encodeJson } from '../../policy/encode'
import { rememberEncoded } from '../../policy/encoded'
import { mergeStatements, type MergedStatement, statementsOfDocument } from './policy-document-merge'
import { renderStatements } from './policy-document-statement'

/** What a data source `aws_iam_policy_document` gives. */
export interface RenderedPolicyDocument {
  /** The document, its elements with the spans of the HCL arguments. */
  readonly data: ObjectData
  /** The attribute `json`: indented by two spaces. */
  readonly json: Text
  /** The attribute `minified_json`. */
  readonly minifiedJson: Text
  readonly diagnostics: readonly Diagnostic[]
}

export interface PolicyDocumentContext {
  /** The address of the data source: `data.aws_iam_policy_document.x`, with module and instance. */
  readonly address: string
}

/**
 * Renders `aws_iam_policy_document` as the AWS provider does. `properties` are its arguments, blocks as lists of
 * objects. The texts remember the data they were made from, so that reading them as a policy parses nothing again.
 * Unknown blocks become unknown statements, principals or conditions. What the provider refuses (a Sid given twice)
 * is a diagnostic and stays in the document.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function renderPolicyDocument(properties: ObjectData, context: PolicyDocumentContext): RenderedPolicyDocument {
  const diagnostics: Diagnostic[] = []
  const warn = (message: string, at: Span) =>
    diagnostics.push({ level: 'warning', kind: 'policy-document', message, file: at.source.path, span: at })
  const merged = new MergedDocument(properties)

  // The order of the provider: sources, this document's own statements, overrides. `source_json` and `override_json`
  // are those of provider 3 and older, which merged them first and last.
  const sources = [...documentsOf(properties, 'source_json'), ...documentsOf(properties, 'source_policy_documents')]
  const sids = new Set<string>()
  for (const source of sources) merged.add(source, { sids, warn })
  merged.own(warn)
  const overrides = [
    ...documentsOf(properties, 'override_policy_documents'),
    ...documentsOf(properties, 'override_json'),
  ]
  for (const override of overrides) merged.add(override)

  const data = merged.finish()
  const encoded = (minified: boolean) => {
    const json = encodeJson(data, minified)
    rememberEncoded(json, { data, definedIn: context.address })
    return json
  }
  let minifiedJson: Text | undefined
  return {
    data,
    json: encoded(false),
    // Seldom asked for.
    get minifiedJson() {
      minifiedJson ??= encoded(true)
      return minifiedJson
    },
    diagnostics,
  }
}

type Warn = (message: string, at: Span) => void

/** AWS takes some ten kilobytes of policy: this many statements are hostile, or a mistake. */
const maximumStatements = 1000

class MergedDocument {
  readonly #properties: ObjectData
  readonly #open: Hole[]
  #version: Text | undefined
  #id: Text | undefined
  #statements: MergedStatement[] = []
  #full = false

  constructor(properties: ObjectData) {
    this.#properties = properties
    this.#open = [...(properties.open ?? [])]
  }

  /** Merges a document in. With `unique`, Sids must differ from all that are in it. */
  add(document: Data, unique?: { sids: Set<string>; warn: Warn }): void {
    const read = statementsOfDocument(document)
    this.#adopt(read.version, read.id)
    const statements = unique ? read.statements.map((statement) => withUniqueSid(statement, unique)) : read.statements
    this.#merge(statements)
  }

  own(warn: Warn): void {
    const version = asText(entry(this.#properties, 'version')) ?? text('2012-10-17', this.#properties.span)
    this.#adopt(version, asText(entry(this.#properties, 'policy_id')))
    const statements: MergedStatement[] = []
    const sids = new Set<string>()
    for (const data of blocksOf(entry(this.#properties, 'statement')).flatMap(renderStatements)) {
      const sid = literal(asText(entry(data, 'Sid')) ?? text('', data.span)) || undefined
      const repeated = sid !== undefined && sids.has(sid)
      if (repeated) warn(`The Sid "${sid}" occurs twice, which the provider refuses`, data.span)
      if (sid !== undefined) sids.add(sid)
      statements.push({ sid: repeated ? undefined : sid, data })
    }
    this.#merge(statements)
  }

  #merge(statements: readonly MergedStatement[]): void {
    if (this.#full) return
    this.#statements = mergeStatements(this.#statements, statements)
    if (this.#statements.length <= maximumStatements) return
    const { span } = this.#properties
    const hole: Hole = { kind: 'hole', expression: '(too many statements)', why: 'limit', span }
    this.#statements.length = maximumStatements
    this.#statements.push({ sid: undefined, data: { kind: 'unknown', hole, span, many: true } })
    this.#full = true
  }

  finish(): ObjectData {
    const at = this.#properties.span
    const entries: Entry[] = []
    if (this.#version) entries.push({ key: text('Version', at), value: this.#version })
    if (this.#id) entries.push({ key: text('Id', at), value: this.#id })
    const items = this.#statements.map((statement) => statement.data)
    if (items.length > 0) entries.push({ key: text('Statement', at), value: { kind: 'list', items, span: at } })
    return { kind: 'object', entries, span: at, ...(this.#open.length > 0 ? { open: this.#open } : {}) }
  }

  /** The latest id counts, and the newest version. */
  #adopt(version: Text | undefined, id: Text | undefined): void {
    if (id && id.parts.length > 0) this.#id = id
    if (version && (!this.#version || (literal(version) ?? '') > (literal(this.#version) ?? ''))) {
      this.#version = version
    }
  }
}

/** A statement whose Sid was there before is kept beside the earlier one, and told of. */
function withUniqueSid(statement: MergedStatement, unique: { sids: Set<string>; warn: Warn }): MergedStatement {
  const { sid, data } = statement
  if (sid === undefined) return statement
  if (unique.sids.has(sid)) {
    unique.warn(`The Sid "${sid}" occurs twice in source_policy_documents, which the provider refuses`, data.span)
    return { sid: undefined, data }
  }
  unique.sids.add(sid)
  return statement
}

/** The documents of an argument that takes one or many. */
function documentsOf(properties: ObjectData, name: string): readonly Data[] {
  const documents = given(entry(properties, name))
  return documents ? blocksOf(documents).filter(given) : []
}

/** The blocks of one type; nothing for none. */
function blocksOf(data: Data | undefined): readonly Data[] {
  if (!data || data.kind === 'null') return []
  if (data.kind === 'choice') return itemsOfChoice(data) ?? [data]
  return data.kind === 'list' ? data.items : [data]
}
