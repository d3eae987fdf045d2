import type { Resource } from '../../../src/model/resource'
import { SourceFile, type Span } from '../../../src/model/source'
import type { ObjectData } from '../../../src/model/value'
import { literal } from '../../../src/model/value'
import { relevantTypes } from '../resources'
import { callNames, withoutKeys } from './address'
import { PlanConfiguration } from './configuration'
import { JsonText } from './json-text'
import { PlannedResource } from './planned-resource'
import { PlannedValues, type ResolveUnknown, unknown } from './planned-data'
import { providerResources } from './providers'
import { type Records, type ResourceRecord, recordsBeforeChanges, recordsOfChanges, recordsOfValues } from './records'
import { redacted } from './redaction'
import { Unknowns } from './unknowns'

/** Above so many characters a string of a plan keeps one place as a whole, which saves memory. */
const preciseUpTo = 16_000_000

const policyDocument = 'aws_iam_policy_document'

/** Where the parts of a plan or a state stand. */
const sections = [
  'format_version',
  'variables',
  'planned_values',
  'resource_changes',
  'prior_state',
  'configuration',
  'values',
  'errored',
  'complete',
] as const
export type Sections = Partial<Record<(typeof sections)[number], number>>

/** A plan or a state in Terraform's JSON, read as far as IAM is concerned. */
export class Plan {
  readonly sections: Sections
  readonly json: JsonText
  readonly removed: readonly string[]
  readonly configuration: PlanConfiguration | undefined
  private readonly values: PlannedValues
  private readonly managed: readonly ResourceRecord[]
  private readonly documents: readonly ResourceRecord[]
  private readonly byAddress = new Map<string, ResourceRecord>()
  private readonly byStaticAddress = new Map<string, string[]>()
  private readonly unknowns: Unknowns
  private readonly known = new Map<ResourceRecord, ObjectData>()

  /** `start` is where the JSON starts in the text of the file. */
  constructor(
    readonly path: string,
    text: string,
    start: number,
    private readonly side: 'before' | 'after' = 'after',
  ) {
    this.json = new JsonText(text)
    this.sections = this.json.pick(start, sections)
    const { configuration } = this.sections
    this.configuration = configuration === undefined ? undefined : new PlanConfiguration(this.json, configuration)
    const { records, removed } = this.records()
    this.removed = removed
    const source = new SourceFile(path, redacted(this.json, records))
    this.values = new PlannedValues(this.json, source, text.length <= preciseUpTo)
    this.managed = records.filter((record) => record.mode === 'managed')
    this.documents = [...records.filter((record) => record.mode === 'data'), ...this.readDocuments()]
    for (const record of [...this.managed, ...this.documents]) this.remember(record)
    this.unknowns = new Unknowns({
      scope: path,
      values: this.values,
      configuration: this.configuration,
      record: (address) => this.byAddress.get(address),
      instances: (address) => this.byStaticAddress.get(address) ?? [],
      properties: (record) => this.properties(record),
      variable: (name) => this.variable(name),
    })
  }

  /** Every resource that will be there after the plan, in its order, then the provider blocks. */
  resources(): PlannedResource[] {
    return this.managed.map((record) => this.resource(record))
  }

  /** The provider blocks, as resources of the type `provider.aws`. */
  providers(): readonly Resource[] {
    const { configuration } = this.sections
    if (configuration === undefined) return []
    return providerResources(this.json, configuration, this.values, this.path)
  }

  /** Policy documents of data sources that no resource's policy was made from. Read all properties before. */
  looseDocuments(): PlannedResource[] {
    if (this.documents.length === 0) return []
    const carried = new Set<string>()
    for (const record of this.managed) collectTexts(this.properties(record), carried)
    const used = this.configuration?.documentsInUse(isWanted) ?? new Set<string>()
    return this.documents
      .filter((record) => !this.unknowns.used.has(record.address) && !used.has(configured(record)))
      .filter((record) => !this.isCarried(record, carried))
      .map((record) => this.resource(record))
  }

  /** The variables of the root module whose values the plan has and may be shown, but for those left at their default. */
  givenVariables(): ReadonlyMap<string, unknown> {
    const given = new Map<string, unknown>()
    const { variables } = this.sections
    if (variables === undefined) return given
    for (const { name } of this.json.members(variables)) {
      const value = this.variable(name)
      if (value === undefined) continue
      const declared = this.configuration?.variable(name)
      const standard = this.json.member(declared, 'default')
      const plain = this.json.plain(value)
      if (standard === undefined || JSON.stringify(this.json.plain(standard)) !== JSON.stringify(plain))
        given.set(name, plain)
    }
    return given
  }

  private records(): Records {
    const { resource_changes, planned_values, values } = this.sections
    const found =
      resource_changes !== undefined
        ? (this.side === 'before' ? recordsBeforeChanges : recordsOfChanges)(this.json, resource_changes, isWanted)
        : recordsOfValues(this.json, (planned_values ?? values) as number, isWanted)
    const records = found.records.filter((record) => record.mode === 'managed' || record.type === policyDocument)
    return { records, removed: found.removed }
  }

  /** Documents that were read while planning are in the prior state. */
  private readDocuments(): readonly ResourceRecord[] {
    const { prior_state, resource_changes } = this.sections
    const values = resource_changes === undefined ? undefined : this.json.member(prior_state, 'values')
    if (values === undefined) return []
    const found = recordsOfValues(this.json, values, (type) => type === policyDocument)
    return found.records.filter((record) => record.mode === 'data')
  }

  private remember(record: ResourceRecord): void {
    if (this.byAddress.has(record.address)) return
    this.byAddress.set(record.address, record)
    const address = withoutKeys(record.address)
    const known = this.byStaticAddress.get(address)
    if (known) known.push(record.address)
    else this.byStaticAddress.set(address, [record.address])
  }

  private properties(record: ResourceRecord): ObjectData {
    const known = this.known.get(record)
    if (known) return known
    const read = this.read(record, (path, at) => this.unknowns.at(record, path, at))
    this.known.set(record, read)
    return read
  }

  private read(record: ResourceRecord, resolve: ResolveUnknown): ObjectData {
    const marks = { unknown: this.marks(record.afterUnknown), sensitive: this.marks(record.afterSensitive) }
    return this.values.object(record.after, marks, resolve)
  }

  private marks(at: number | undefined): unknown {
    return at === undefined ? false : this.json.plain(at)
  }

  private resource(record: ResourceRecord): PlannedResource {
    const span: Span = this.values.span(record.addressStart, record.addressEnd)
    const body = this.values.span(record.start, this.json.end(record.start))
    return new PlannedResource(record, this.path, span, body, (of, resolved) =>
      resolved ? this.properties(of) : this.read(of, (path, at) => unknown('after-apply', [of.address, ...path], at)),
    )
  }

  private variable(name: string): number | undefined {
    const { variables } = this.sections
    const declared = this.configuration?.variable(name)
    const sensitive = this.json.member(declared, 'sensitive')
    if (sensitive !== undefined && this.json.plain(sensitive) === true) return undefined
    return variables === undefined ? undefined : this.json.member(this.json.member(variables, name), 'value')
  }

  private isCarried(record: ResourceRecord, carried: ReadonlySet<string>): boolean {
    return ['json', 'minified_json'].some((name) => {
      const at = this.json.member(record.after, name)
      const text = this.json.stringOr(at, undefined)
      return text !== undefined && carried.has(condensed(text))
    })
  }
}

function isWanted(type: string): boolean {
  return relevantTypes.has(type) || type === policyDocument
}

/** How the configuration knows a record: by the names of the calls that lead to its module, and its address there. */
function configured(record: ResourceRecord): string {
  const local = record.module === '' ? record.address : record.address.slice(record.module.length + 1)
  return `${callNames(record.module).join('.')}|${withoutKeys(local)}`
}

/** The JSON texts in the properties of a resource, to be compared with what documents render. */
function collectTexts(data: ObjectData, into: Set<string>): void {
  const waiting: ObjectData['entries'][number]['value'][] = [data]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind === 'object') for (const { value } of next.entries) waiting.push(value)
    else if (next.kind === 'list') waiting.push(...next.items)
    else if (next.kind === 'text') {
      const known = literal(next)
      if (known && /^\s*\{/.test(known)) into.add(condensed(known))
    }
  }
}

/** A document so that it equals what AWS may make of it: without white space, order of keys and lists of one. */
function condensed(text: string): string {
  try {
    return JSON.stringify(canonical(JSON.parse(text), 0))
  } catch {
    return text.replace(/\s+/g, '')
  }
}

function canonical(value: unknown, depth: number): unknown {
  if (depth > 50 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, depth + 1))
    if (items.length === 1) return items[0]
    return items.every((item) => typeof item === 'string') ? items.sort() : items
  }
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return entries.map(([key, inner]) => [key, canonical(inner, depth + 1)])
}
