import type { Unresolved } from '../../../src/model/diagnostic'
import type { IamModel, Policy } from '../../../src/model/iam'
import { emptyModel } from '../../../src/model/iam'
import type { PolicyDocument } from '../../../src/model/policy'
import { ownerOf } from '../../../src/model/reference-index'
import type { Resource } from '../../../src/model/resource'
import type { Span } from '../../../src/model/source'
import { openHoles } from '../../../src/model/resolution'
import type { Data, Hole, Text } from '../../../src/model/value'
import { encodedFrom } from '../../policy/encoded'
import { parsePolicy } from '../../policy-json'

/** What the mapping of resources fills: the model, what of it nobody can know, and which documents have a carrier. */
export class ModelBuilder {
  readonly model: IamModel = emptyModel()
  readonly unresolved: Unresolved[] = []
  readonly #carried = new Set<string>()
  readonly #documents = new Map<object, PolicyDocument>()
  readonly #referrers = new Map<string, Resource[]>()
  #statementStarts: ReadonlyMap<Span['source'], readonly number[]> | undefined

  /** Adds a policy, and its holes to what is unresolved. */
  policy(policy: Policy): Policy {
    this.model.policies.push(policy)
    for (const hole of openHoles(policy.document)) this.unknown(policy.resource, hole)
    return policy
  }

  /** The document in an argument. Equal text is parsed once for all the instances that carry it. */
  document(resource: Resource, data: Data): PolicyDocument {
    this.carry(resource, data)
    if (resource.guards.length > 0) return parsePolicy(data, { given: resource.guards })
    // All copies of a text share their parts; what stands behind another span must keep that span.
    const key = data.kind === 'text' ? data.parts : data
    const known = this.#documents.get(key)
    if (known && known.span === data.span) return known
    const document = parsePolicy(data)
    this.#documents.set(key, document)
    return document
  }

  /** Notes that the documents which a text was rendered from are used. */
  carry(resource: Resource, data: Data): void {
    if (data.kind === 'text') {
      const { definedIn } = encodedFrom(data) ?? {}
      if (definedIn !== undefined) this.#carried.add(`${resource.scope}|${definedIn}`)
    } else if (data.kind === 'list') for (const item of data.items) this.carry(resource, item)
    else if (data.kind === 'choice') {
      for (const branch of [data.whenTrue, data.whenFalse]) if (branch) this.carry(resource, branch)
    }
  }

  /**
   * Whether some policy is made from a document: it is that text, or holds statements that stand there, as those of
   * `jsonencode(merge(jsondecode(data.x.json), ...))` do.
   */
  isCarried(document: Resource): boolean {
    if (this.#carried.has(`${document.scope}|${document.address}`)) return true
    this.#statementStarts ??= startsOfStatements(this.model.policies)
    const { source, start, end } = document.body
    const first = firstFrom(this.#statementStarts.get(source) ?? [], start)
    return first !== undefined && first < end
  }

  unknown(resource: Resource, hole: Hole): void {
    this.unresolved.push({ address: resource.address, hole })
  }

  /** Notes that `resource` speaks of what `text` mentions by a symbol, to be asked for with `referrersOf`. */
  refer(resource: Resource, text: Text | undefined): void {
    const key = text && mentioned(text)
    if (key === undefined) return
    const known = this.#referrers.get(key)
    if (known) known.push(resource)
    else this.#referrers.set(key, [resource])
  }

  /** The resources of a type that mention this one. */
  referrersOf(resource: Resource, type: string): readonly Resource[] {
    const all = this.#referrers.get(`${resource.scope}|${resource.address}`) ?? []
    return all.filter((referrer) => referrer.type === type)
  }
}

/** The first of ascending numbers that is at least `least`. */
function firstFrom(ascending: readonly number[], least: number): number | undefined {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) < least) low = middle + 1
    else high = middle
  }
  return ascending[low]
}

/** Where the statements of policies begin, by file, ascending, each place once. */
function startsOfStatements(policies: readonly Policy[]): ReadonlyMap<Span['source'], readonly number[]> {
  const starts = new Map<Span['source'], Set<number>>()
  for (const { document } of policies) {
    for (const { span } of document.statements) {
      const known = starts.get(span.source)
      if (known) known.add(span.start)
      else starts.set(span.source, new Set([span.start]))
    }
  }
  return new Map([...starts].map(([source, set]) => [source, [...set].sort((left, right) => left - right)]))
}

/** `<scope>|<address>` of the resource whose attribute a text is, alone. */
function mentioned(text: Text): string | undefined {
  const only = text.parts.length === 1 ? text.parts[0] : undefined
  if (only?.kind !== 'hole' || !only.symbol) return undefined
  return ownerOf(only.symbol)
}
