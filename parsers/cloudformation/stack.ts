import type { Span } from '../../src/model/source'
import { cover } from '../../src/model/source'
import type { Framework, Resource } from '../../src/model/resource'
import type { Data, Guard, ObjectData } from '../../src/model/value'
import { asText, entry, literal, text } from '../../src/model/value'
import { Evaluator } from './evaluate/evaluator'
import type { Maybe } from './evaluate/choice'
import { includedSection, rawResources, sectionEntries, sectionMap } from './evaluate/stack-resources'
import type { Stack, Surroundings } from './evaluate/state'
import { expandServerless } from './sam/expand'
import type { RawResource, Template } from './template'
import { stringOf } from './template'

/** What another parser adds to the resources of a template: CDK knows their constructs and source lines. */
export interface Decoration {
  readonly constructPath?: string
  readonly trace?: readonly Span[]
  readonly propertyTraces?: ReadonlyMap<string, readonly Span[]>
}

export interface StackOptions {
  /** Within which symbols are meant; by default the template's path. */
  readonly scope: string
  /** Whose stacks may mean each other's names. */
  readonly app?: string | undefined
  readonly framework: Framework
  readonly given: ReadonlyMap<string, Data>
  readonly surroundings: Surroundings
  /** Called once per resource with its logical id and its `Metadata` as written. */
  readonly decorate?: ((logicalId: string, metadata: Data | undefined) => Decoration) | undefined
}

/** One template being evaluated. */
export class LoadedStack {
  readonly evaluator: Evaluator
  readonly scope: string
  readonly #resources: Map<string, RawResource>
  readonly #outputs: Map<string, Data>
  readonly #busy = new Set<string>()

  constructor(
    readonly template: Template,
    readonly options: StackOptions,
  ) {
    const resources = new Map<string, RawResource>()
    const conditions = new Map<string, Data>()
    const { scope, given, surroundings } = options
    let mappings: Data | undefined
    const included = () => includedSection(template.root, 'Mappings', this.evaluator)
    const stack: Stack = {
      template,
      scope,
      given,
      resources,
      conditions,
      surroundings,
      get mappings() {
        mappings ??= included()
        return mappings
      },
    }
    this.scope = scope
    this.evaluator = new Evaluator(stack)
    for (const [name, value] of sectionMap(sectionEntries(template.root, 'Conditions', this.evaluator))) {
      conditions.set(name, value)
    }
    const raw = rawResources(sectionEntries(template.root, 'Resources', this.evaluator), this.evaluator)
    for (const [id, resource] of expandServerless(template, raw, this.evaluator)) resources.set(id, resource)
    this.#resources = resources
    this.#outputs = sectionMap(sectionEntries(template.root, 'Outputs', this.evaluator))
  }

  /** Raw resources by logical id, SAM expanded. */
  get raw(): ReadonlyMap<string, RawResource> {
    return this.#resources
  }

  /** The value of an output; undefined when there is none, or while it is being worked out. */
  output(name: string): Maybe {
    const value = entry(this.#outputs.get(name), 'Value')
    if (!value || this.#busy.has(name)) return undefined
    this.#busy.add(name)
    const resolved = this.evaluator.withoutAssumptions(() => this.evaluator.resolve(value))
    this.#busy.delete(name)
    return resolved
  }

  /** The names under which outputs are exported, where they are literal, with the output's name. */
  exports(): readonly { readonly name: string; readonly output: string }[] {
    const found: { name: string; output: string }[] = []
    for (const [output, value] of this.#outputs) {
      const raw = entry(entry(value, 'Export'), 'Name')
      const text = raw && asText(this.evaluator.resolve(raw))
      const name = text && literal(text)
      if (name !== undefined) found.push({ name, output })
    }
    return found
  }

  /** Every resource that may exist, in the order written. */
  resources(): Resource[] {
    const made: Resource[] = []
    for (const raw of this.#resources.values()) {
      const resource = this.#resource(raw)
      if (resource) made.push(resource)
    }
    // Outputs count where there is a secret that they could show.
    const hasSecret = made.some(({ canonicalType }) => canonicalType === 'AWS::IAM::AccessKey')
    return hasSecret ? [...made, ...this.#outputResources()] : made
  }

  /**
   * The outputs as resources of the type `output`, with the property `value`: what they show leaves the template.
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
   */
  #outputResources(): Resource[] {
    const { framework } = this.options
    return [...this.#outputs].map(([name, written]) => {
      const about = { address: `Outputs.${name}`, type: 'output', canonicalType: 'output', name }
      const key = text('value', written.span)
      const value = this.output(name)
      const entries = value ? [{ key, value }] : []
      const properties: ObjectData = { kind: 'object', entries, span: written.span }
      const { scope } = this
      const place = { span: written.span, body: written.span, moduleCalls: [], trace: [], guards: [] }
      return { ...about, ...place, framework, scope, properties }
    })
  }

  /** The resource; undefined when its condition is decided and false. */
  #resource(raw: RawResource): Resource | undefined {
    const condition = stringOf(raw.body, 'Condition')
    const decided = condition === undefined ? true : this.evaluator.decide(condition)
    if (decided === false) return undefined
    const guards: Guard[] = decided === undefined && condition !== undefined ? [{ condition, is: true }] : []
    const metadata = entry(raw.body, 'Metadata')
    const decoration = this.options.decorate?.(raw.id, metadata) ?? {}
    const type = stringOf(raw.body, 'Type') ?? ''
    const { evaluator } = this
    const run = () => propertiesOf(raw, evaluator)
    const evaluate = guards.length > 0 && condition !== undefined ? () => evaluator.assuming(condition, true, run) : run
    let properties: ObjectData | undefined
    const given = evaluator.references.name(raw.id)
    return {
      address: raw.id,
      type,
      canonicalType: type,
      framework: this.options.framework,
      name: (given && literal(given)) || raw.id,
      scope: this.scope,
      ...(this.options.app === undefined ? {} : { app: this.options.app }),
      span: raw.key.span,
      body: cover(raw.key.span, raw.body.span),
      moduleCalls: [],
      trace: decoration.trace ?? [],
      guards,
      ...(decoration.constructPath === undefined ? {} : { constructPath: decoration.constructPath }),
      ...(decoration.propertyTraces === undefined ? {} : { propertyTraces: decoration.propertyTraces }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(raw.madeFor === undefined ? {} : { madeFor: raw.madeFor }),
      get properties() {
        properties ??= evaluate()
        return properties
      },
    }
  }
}

/** `Properties`, and beside them what a resource has of its own: its deletion policies. */
function propertiesOf(raw: RawResource, evaluator: Evaluator): ObjectData {
  const data = entry(raw.body, 'Properties')
  const value = data ? evaluator.resolve(data) : undefined
  const properties: ObjectData = value?.kind === 'object' ? value : { kind: 'object', entries: [], span: raw.body.span }
  const own = raw.body.entries.filter(({ key }) => ownAttributes.has(literal(key) ?? ''))
  return own.length === 0 ? properties : { ...properties, entries: [...properties.entries, ...own] }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-product-attribute-reference.html */
const ownAttributes = new Set(['DeletionPolicy', 'UpdateReplacePolicy'])
