import type { Span } from '../../../src/model/source'
import type { Hole, TextPart } from '../../../src/model/value'
import { arnPattern } from '../resources/arn-patterns'
import { assumptionsOf, joinAssumptions } from '../evaluate/choice'
import { EvaluationError } from '../evaluate/function'
import type { Scope } from '../evaluate/scope'
import type { Traced } from '../evaluate/session'
import { dynamicType, stringType } from '../evaluate/type'
import type { ObjectValue, Value } from '../evaluate/value'
import { partsOf, stringOf, stringValue, unknownValue } from '../evaluate/value'
import { argumentKey, bodyMember, bodyNames } from './body-value'
import { dataAttribute } from './data-sources'
import type { ResourceDeclaration } from './declarations'
import type { Instance } from './expansion'
import { LazyEntries } from './lazy-entries'
import { propertiesOf } from './properties'
import { sameAttributes } from './same-attributes'

/** Where a resource instance is: what its symbols are called. */
export interface ResourcePlace {
  /** The root module's directory. */
  readonly root: string
  /** With modules and instance: `module.a["x"].aws_iam_role.r[0]`. */
  readonly address: string
  /** The region of its provider, where the code tells it. */
  region(): Value | undefined
}

/** The module instance that a resource is in. */
export interface ResourceOwner {
  readonly scope: Scope
  readonly root: { readonly constants: Map<object, Value> }
  readonly sharedArguments: Map<object, Traced<Value | undefined>>
}

/** Stands for a value that is being worked out: whoever meets it goes in a circle. */
const evaluating = Symbol('evaluating')

/**
 * One instance of a resource or data source, as references see it: an argument that the code sets is that, any other
 * attribute a hole with a symbol. Every attribute is evaluated when it is first read, once.
 */
export class ResourceInstance {
  readonly declaration: ResourceDeclaration
  readonly place: ResourcePlace
  readonly value: ObjectValue
  readonly #scope: Scope
  readonly #owner: ResourceOwner
  /** Made when first something is asked: nobody ever asks most resources of an estate. */
  #configured: Map<string, Value | undefined | typeof evaluating> | undefined

  constructor(declaration: ResourceDeclaration, place: ResourcePlace, instance: Instance, owner: ResourceOwner) {
    this.declaration = declaration
    this.place = place
    const { header } = declaration
    const entries = new LazyEntries(bodyNames(declaration.body), header, (name) => this.attribute(name, header))
    const open = this.#hole('*', header)
    this.value = { kind: 'object', entries, span: header, open: [{ ...open, expression: declaration.address }] }
    const self = { name: 'self', value: this.value, next: instance.bindings, ofInstance: true }
    const assumed = joinAssumptions(assumptionsOf(instance.guards), owner.scope.assumed)
    this.#scope = { ...owner.scope, bindings: self, assumed }
    this.#owner = owner
  }

  /** The value of an argument or the list of its nested blocks, as the code sets it; undefined when it does not. */
  configured(name: string): Value | undefined {
    this.#configured ??= new Map()
    const configured = this.#configured
    const known = configured.get(name)
    if (known === evaluating) {
      const { address, header } = this.declaration
      throw new EvaluationError('Cycle', `The argument ${address}.${name} refers to itself.`, header)
    }
    if (known !== undefined || configured.has(name)) return known
    configured.set(name, evaluating)
    try {
      const value = this.#shared(name)
      configured.set(name, value)
      return value
    } finally {
      if (configured.get(name) === evaluating) configured.delete(name)
    }
  }

  /** An argument that hangs on no `each` or `count` is evaluated for the first instance and shared by all. */
  #shared(name: string): Value | undefined {
    const key = argumentKey(this.declaration.body, name)
    if (!key) return undefined
    const { session } = this.#scope
    if (this.#scope.assumed) return bodyMember(this.declaration.body, name, this.#scope)
    const constant = this.#owner.root.constants.get(key)
    if (constant) return constant
    const known = this.#owner.sharedArguments.get(key)
    if (known) return session.take(known)
    const traced = session.trace(() => bodyMember(this.declaration.body, name, this.#scope))
    if (!traced.ofModule && traced.value) this.#owner.root.constants.set(key, traced.value)
    else if (!traced.ofInstance) this.#owner.sharedArguments.set(key, traced)
    return traced.value
  }

  /** What `<address>.<name>` is; never undefined, since a provider may have attributes that the code does not name. */
  attribute(name: string, at: Span): Value {
    const configured = this.configured(name)
    if (configured && configured.kind !== 'null') return configured
    const { mode, type } = this.declaration
    if (mode === 'data') {
      const computed = dataAttribute(this, name, this.#scope)
      if (computed) return computed
    } else {
      const same = sameAttributes[type]?.[name]
      if (same) return this.attribute(same, at)
      const derived = this.#derived(name)
      if (derived) return derived
    }
    const isText = name === 'arn' || name === 'id' || name === 'name' || name.endsWith('_arn') || name.endsWith('_id')
    return unknownValue(this.#hole(name, at), isText ? stringType : dynamicType)
  }

  /** What the provider makes of other arguments. */
  #derived(name: string): Value | undefined {
    if (this.declaration.type === 'aws_s3_bucket' && name === 'bucket_domain_name') {
      const bucket = this.attribute('bucket', this.declaration.header)
      const parts = partsOf(bucket)
      return parts && stringOf([...parts, ...stringValue('.s3.amazonaws.com', bucket.span).parts], bucket.span)
    }
    return undefined
  }

  /** The hole of an attribute that only AWS knows. */
  #hole(attribute: string, at: Span): Hole {
    const { mode, type, address } = this.declaration
    const symbol = {
      id: `${this.place.root}|${this.place.address}.${attribute}`,
      address: this.place.address,
      attribute,
      type,
    }
    const pattern = attribute === '*' ? undefined : this.#pattern(attribute)
    const why = mode === 'data' ? 'data-source' : 'resource-attribute'
    const base = { kind: 'hole', expression: `${address}.${attribute}`, why, span: at, symbol } as const
    return pattern === undefined ? base : { ...base, pattern }
  }

  #pattern(attribute: string): string | undefined {
    const { type } = this.declaration
    if (attribute === 'arn') return arnPattern(type, propertiesOf(this, this.#scope)) ?? 'arn:*'
    const prefix = this.declaration.mode === 'managed' ? this.configured(`${attribute}_prefix`) : undefined
    return prefix && prefix.kind !== 'null' ? `${globOf(partsOf(prefix))}*` : undefined
  }
}

/** The parts of a text as a glob that it matches. */
function globOf(parts: readonly TextPart[] | undefined): string {
  if (!parts) return '*'
  return parts
    .map((part) => (part.kind === 'chunk' ? part.text : (part.pattern ?? '*')))
    .join('')
    .replace(/\*+/g, '*')
}
