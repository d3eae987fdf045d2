import type { Resource } from '../../../src/model/resource'
import type { Span } from '../../../src/model/source'
import type { Data, Guard, ObjectData } from '../../../src/model/value'
import { asText, entry, literal } from '../../../src/model/value'
import { LimitReached } from '../evaluate/function'
import type { Block } from '../hcl/ast'
import { canonicalTypeOf, relevantTypes } from '../resources/canonical-types'
import { argument } from './declare'
import type { ModuleCall, ModuleDeclaration, ResourceDeclaration } from './declarations'
import { instancesOf } from './expansion'
import { literal as literalOf } from './literals'
import type { ModuleInstance } from './module-instance'
import { propertiesOf } from './properties'
import type { ResourceInstance } from './resource-value'

/** How many module instances one root module may have. */
const mostModules = 20_000

/** Every instance of every relevant resource of a root module, those of the modules that it calls included. */
export class ResourceCollector {
  readonly resources: Resource[] = []
  readonly #root: ModuleInstance
  #modules = 0

  constructor(root: ModuleInstance) {
    this.#root = root
  }

  collect(module: ModuleInstance = this.#root): readonly Resource[] {
    if (++this.#modules > mostModules) {
      throw new LimitReached('totalInstances', module.moduleCalls[0])
    }
    for (const block of module.declaration.providers) this.#provider(block, module)
    for (const declaration of module.declaration.resources.values()) {
      if (relevantTypes.has(nativeType(declaration))) this.#resource(declaration, module)
    }
    for (const call of module.declaration.calls.values()) this.#call(call, module)
    return this.resources
  }

  #resource(declaration: ResourceDeclaration, module: ModuleInstance): void {
    for (const instance of instancesOf(module.expansionOf(declaration))) {
      if (this.resources.length >= module.root.session.limits.totalInstances) {
        throw new LimitReached('totalInstances', declaration.header)
      }
      const made = module.resource(declaration, instance)
      this.resources.push(new TerraformResource(made, module, [...module.guards, ...instance.guards]))
    }
  }

  /** A provider block stands as a resource of the type `provider.aws`. */
  #provider(block: Block, module: ModuleInstance): void {
    const name = block.labels[0]?.value
    if (name === undefined || !relevantTypes.has(`provider.${name}`)) return
    const alias = literalOf(argument(block.body, 'alias'))
    const declaration: ResourceDeclaration = {
      mode: 'managed',
      type: `provider.${name}`,
      name: typeof alias === 'string' ? alias : name,
      address: typeof alias === 'string' ? `provider.${name}.${alias}` : `provider.${name}`,
      body: block.body,
      header: block.header,
      span: block.span,
      count: undefined,
      forEach: undefined,
    }
    this.#resource(declaration, module)
  }

  #call(call: ModuleCall, module: ModuleInstance): void {
    const found = module.root.findModule(module, call)
    if (found.kind === 'missing' || !isRelevant(found.declaration, module)) return
    for (const instance of instancesOf(module.expansionOf(call))) {
      const child = module.child(call, instance)
      if (child) this.collect(child)
    }
  }
}

/** How the type is written in the list of relevant types: a data source with `data.` in front. */
function nativeType(declaration: ResourceDeclaration): string {
  return declaration.mode === 'data' ? `data.${declaration.type}` : declaration.type
}

/** Whether a module is worth expanding: it holds a relevant resource, or calls a module, which may. */
function isRelevant(declaration: ModuleDeclaration, caller: ModuleInstance): boolean {
  if (declaration.calls.size > 0 || declaration.providers.length > 0)
    return caller.depth < caller.root.session.limits.moduleDepth
  for (const resource of declaration.resources.values()) if (relevantTypes.has(nativeType(resource))) return true
  return false
}

/** A resource of the model whose properties are evaluated when they are read. */
class TerraformResource implements Resource {
  readonly address: string
  readonly type: string
  readonly canonicalType: string
  readonly framework = 'terraform'
  readonly scope: string
  readonly span: Span
  readonly body: Span
  readonly moduleCalls: readonly Span[]
  readonly trace: readonly Span[] = []
  readonly guards: readonly Guard[]
  readonly properties: ObjectData
  readonly #declaredName: string
  #name: string | undefined

  constructor(instance: ResourceInstance, module: ModuleInstance, guards: readonly Guard[]) {
    const { declaration, place } = instance
    this.address = place.address
    this.type = nativeType(declaration)
    this.canonicalType = canonicalTypeOf(this.type)
    this.scope = module.rootDirectory === '' ? '.' : module.rootDirectory
    this.span = declaration.header
    this.body = declaration.span
    this.moduleCalls = module.moduleCalls
    this.guards = guards
    this.properties = propertiesOf(instance, module.scope)
    this.#declaredName = declaration.name
  }

  get name(): string {
    if (this.#name === undefined) this.#name = givenName(this.properties) ?? this.#declaredName
    return this.#name
  }
}

const nameArguments = ['name', 'bucket', 'function_name', 'domain_name', 'user_name', 'identifier']

function givenName(properties: ObjectData): string | undefined {
  for (const name of nameArguments) {
    const given: Data | undefined = entry(properties, name)
    const text = given?.kind === 'text' ? literal(given) : asText(given) && undefined
    if (text) return text
  }
  return undefined
}
