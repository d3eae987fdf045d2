import { dirname } from 'node:path/posix'
import type { IamModel } from '../model/iam'
import type { Condition, MatchElement, PolicyDocument, PrincipalElement, Statement, TextList } from '../model/policy'
import { property, type Resource } from '../model/resource'
import type { Hole, Text, TextPart } from '../model/value'
import { text } from '../model/value'
import { isOwnAccount } from '../iam/principal'
import { moduleOf, ownerOf, pairModules, pairOwners } from './owners'
import { Scopes } from './scopes'
import { spelledOut, unknownsOf } from './unknown-items'

/** Which of the two models something is from. */
export type Side = 'base' | 'head'

/**
 * Two models of the same code at two moments, told of each other: what is unknown in both is the same unknown where it
 * is the same expression, or an attribute of the same resource, be that renamed, moved into a module, or counted.
 */
export class Alignment {
  readonly #scopes: Scopes
  /** `scope|address` of resources of the head by those of the base. */
  readonly #owners: ReadonlyMap<string, string>
  /** `scope|module` of the head by that of the base, where a module was counted, moved or renamed. */
  readonly #modules: ReadonlyMap<string, string>
  /** Keys of what both sides have in the place of the rest of a list: it counts as one item, the same in both. */
  readonly #shared: ReadonlySet<string>
  readonly #buckets: Record<Side, ReadonlyMap<string, Resource>>
  readonly #statements: Record<Side, WeakMap<Statement, Statement>> = { base: new WeakMap(), head: new WeakMap() }

  constructor(base: IamModel, head: IamModel) {
    this.#buckets = { base: bucketsOf(base), head: bucketsOf(head) }
    this.#scopes = new Scopes(base, head)
    this.#owners = pairOwners(base.resources, head.resources, (scope) => this.#scopes.inBase(scope))
    this.#modules = pairModules(this.#owners)
    const known = new Set(unknownsOf(base).map((hole) => this.holeKey('base', hole)))
    this.#shared = new Set(
      unknownsOf(head)
        .map((hole) => this.holeKey('head', hole))
        .filter((key) => known.has(key)),
    )
  }

  /** `scope|address` of a resource, the same for the two of a pair. */
  owner(side: Side, resource: Resource): string {
    const own = ownerOf(resource)
    if (side === 'base') return own
    return this.#owners.get(own) ?? `${this.scope(side, resource.scope)}|${resource.address}`
  }

  scope(side: Side, scope: string): string {
    return side === 'base' ? scope : this.#scopes.inBase(scope)
  }

  /** A document in which equal unknowns of both sides are equal. Statements without any come back as they are. */
  document(side: Side, document: PolicyDocument): PolicyDocument {
    return { ...document, statements: document.statements.map((statement) => this.statement(side, statement)) }
  }

  statement(side: Side, statement: Statement): Statement {
    const known = this.#statements[side].get(statement)
    if (known) return known
    const aligned = this.#align(side, this.written(side, statement))
    this.#statements[side].set(statement, aligned)
    return aligned
  }

  /** A statement as written, item for item as it is aligned: with what both sides have in the place of items as an item. */
  written(side: Side, statement: Statement): Statement {
    return spelledOut(statement, (hole) => this.#shared.has(this.holeKey(side, hole)))
  }

  /** A text in which equal unknowns of both sides are equal, and names that are known are written out. */
  text(side: Side, value: Text): Text {
    if (!value.parts.some((part) => part.kind === 'hole')) return value
    return { ...value, parts: value.parts.flatMap((part) => (part.kind === 'hole' ? this.#parts(side, part) : part)) }
  }

  /** A text as a key: equal for equal texts of both sides. */
  key(side: Side, value: Text): string {
    return this.text(side, value)
      .parts.map((part) => (part.kind === 'hole' ? `\${${part.symbol?.id ?? part.expression}}` : part.text))
      .join('')
  }

  holeKey(side: Side, hole: Hole): string {
    const { symbol } = hole
    if (isOwnAccount(hole)) return 'own account'
    if (symbol) {
      const owner = symbol.id.slice(0, symbol.id.length - symbol.attribute.length - 1)
      return `${this.#ownerOfSymbol(side, owner)}.${symbol.attribute}`
    }
    if (hole.why === 'pseudo-parameter') return `pseudo ${hole.expression}`
    const { path } = hole.span.source
    // A template is a scope of its own; Terraform's is the directory, whose files may be split at will.
    const place = /\.(?:tf|tofu)(?:\.json)?$/.test(path) ? this.#directory(side, dirname(path)) : this.scope(side, path)
    return `${place} ${hole.expression}`
  }

  #directory(side: Side, directory: string): string {
    return side === 'base' ? directory : this.#scopes.directoryInBase(directory)
  }

  #parts(side: Side, hole: Hole): TextPart | readonly TextPart[] {
    const known = /^arn:\*:([^*?]+)$/.exec(hole.pattern ?? '')?.[1]
    if (known !== undefined) return { kind: 'chunk', text: `arn:aws:${known}`, span: hole.span, exact: false }
    const name = this.#bucketName(side, hole)
    if (name) {
      return [{ kind: 'chunk', text: 'arn:aws:s3:::', span: hole.span, exact: false }, ...this.text(side, name).parts]
    }
    const { address = '', attribute = '', type = '' } = hole.symbol ?? {}
    return { ...hole, symbol: { id: this.holeKey(side, hole), address, attribute, type } }
  }

  /** The name of the bucket whose ARN a hole is, where the code gives one: the ARN says nothing else. */
  #bucketName(side: Side, { symbol }: Hole): Text | undefined {
    if (symbol?.attribute.toLowerCase() !== 'arn') return undefined
    const bucket = this.#buckets[side].get(symbol.id.slice(0, -'.arn'.length))
    const name = bucket && property(bucket, ['BucketName'], ['bucket'])
    // A name that is an attribute of something else again would have to be followed: it stays as it is.
    const isPlain = name?.kind === 'text' && name.parts.every((part) => part.kind === 'chunk' || !part.symbol)
    return isPlain ? name : undefined
  }

  #ownerOfSymbol(side: Side, owner: string): string {
    const paired = side === 'head' ? this.#owners.get(owner) : owner
    const at = owner.indexOf('|')
    const address = owner.slice(at + 1)
    if (!isData.test(address)) return paired ?? `${this.scope(side, owner.slice(0, at))}|${address}`
    // What is read, with or without a count: both cannot be there.
    return (paired ?? this.#dataOwner(side, owner.slice(0, at), address)).replace(/\[0\]$/, '')
  }

  /** What is read is no resource, and goes with the module that it stands in. */
  #dataOwner(side: Side, scope: string, address: string): string {
    const module = moduleOf(address)
    const from = this.#modules.get(`${scope}|${module}`) ?? `${this.scope(side, scope)}|${module}`
    return `${from}${address.slice(module.length)}`
  }

  #align(side: Side, statement: Statement): Statement {
    const { actions, resources, principals, conditions } = statement
    const aligned = {
      actions: actions && this.#list(side, actions),
      resources: resources && this.#list(side, resources),
      principals: principals && this.#principals(side, principals),
      conditions: conditions.map((condition) => this.#condition(side, condition)),
    }
    const same =
      aligned.actions === actions &&
      aligned.resources === resources &&
      aligned.principals === principals &&
      aligned.conditions.every((condition, at) => condition === conditions[at])
    return same ? statement : { ...statement, ...aligned }
  }

  #list<List extends TextList | MatchElement>(side: Side, list: List): List {
    const items = list.items.map((item) => this.text(side, item))
    return items.every((item, at) => item === list.items[at]) ? list : { ...list, items }
  }

  #principals(side: Side, element: PrincipalElement): PrincipalElement {
    const entries = element.entries.map((entry) => {
      const value = this.text(side, entry.value)
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
      const only = value.parts.length === 1 ? value.parts[0] : undefined
      if (entry.type === 'AWS' && only?.kind === 'chunk' && /^\d{12}$/.test(only.text)) {
        return { ...entry, value: text(`arn:aws:iam::${only.text}:root`, value.span) }
      }
      return value === entry.value ? entry : { ...entry, value }
    })
    return entries.every((entry, at) => entry === element.entries[at]) ? element : { ...element, entries }
  }

  #condition(side: Side, condition: Condition): Condition {
    const key = this.text(side, condition.key)
    const operator = this.text(side, condition.operator)
    const values = this.#list(side, condition.values)
    const same = key === condition.key && operator === condition.operator && values === condition.values
    return same ? condition : { ...condition, key, operator, values }
  }
}

const isData = /(?:^|\.)data\.[^.]+\.[^.]+$/

function bucketsOf(model: IamModel): ReadonlyMap<string, Resource> {
  const buckets = model.resources.filter((resource) => resource.canonicalType === 'AWS::S3::Bucket')
  return new Map(buckets.map((resource) => [ownerOf(resource), resource]))
}
