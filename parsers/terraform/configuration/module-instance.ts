import type { Span } from '../../../src/model/source'
import type { Guard, UnknownReason } from '../../../src/model/value'
import { assumptionsOf, joinAssumptions } from '../evaluate/choice'
import { ConversionError, convert } from '../evaluate/convert'
import { evaluateSafely, failedValue } from '../evaluate/evaluate'
import { EvaluationError } from '../evaluate/function'
import { relativePath } from '../evaluate/path'
import type { Names, Scope } from '../evaluate/scope'
import type { Budget, Session, Traced } from '../evaluate/session'
import type { Type } from '../evaluate/type'
import { dynamicType, stringType } from '../evaluate/type'
import type { Value } from '../evaluate/value'
import { markSensitive, stringValue, unknownValue } from '../evaluate/value'
import type { ModuleCall, ModuleDeclaration, ResourceDeclaration, VariableDeclaration } from './declarations'
import type { Expansion, Instance } from './expansion'
import { expand, expansionValue } from './expansion'
import { LazyEntries } from './lazy-entries'
import { providerRegion } from './provider-region'
import { ResourceInstance } from './resource-value'
import { typeConstraint } from './type-constraint'

/** Where a child module's code is, as its call says. */
export type FoundModule =
  | { readonly kind: 'module'; readonly declaration: ModuleDeclaration }
  | { readonly kind: 'missing' }

/** What module instances of one root module share. */
export interface RootContext {
  readonly session: Session
  readonly budget: Budget
  readonly rootDirectory: string
  /** Values from files, flags and the environment, by variable, unconverted. */
  readonly variables: ReadonlyMap<string, (type: Type | undefined) => Value>
  /** Locals and arguments that are the same in every module instance, by their place in the code. */
  readonly constants: Map<object, Value>
  /** The workspace that a person selected. */
  readonly workspace: { readonly text: string } | undefined
  /** What the root module makes may hang on the workspace. */
  readonly usesWorkspace: boolean
  /** `callPath` is the names of the calls that lead here. */
  findModule(caller: ModuleInstance, call: ModuleCall): FoundModule
}

/** Who made a module instance. */
export interface Caller {
  readonly module: ModuleInstance
  readonly call: ModuleCall
  readonly instance: Instance
}

/** One instance of a module: its variables, locals, resources and calls, each evaluated on demand and once. */
export class ModuleInstance implements Names {
  readonly declaration: ModuleDeclaration
  readonly root: RootContext
  readonly caller: Caller | undefined
  /** `module.a["x"]`, '' for the root module. */
  readonly address: string
  readonly guards: readonly Guard[]
  readonly moduleCalls: readonly Span[]
  readonly depth: number
  readonly shared = new Map<object, Traced<Value>>()
  /** Arguments of resources that are the same for all instances in this module instance. */
  readonly sharedArguments = new Map<object, Traced<Value | undefined>>()
  readonly scope: Scope
  readonly #values = new Map<string, Traced<Value>>()
  readonly #evaluating = new Set<string>()
  readonly #expansions = new Map<object, Expansion>()
  readonly #resources = new Map<Instance, ResourceInstance>()
  readonly #children = new Map<Instance, ModuleInstance>()

  constructor(declaration: ModuleDeclaration, root: RootContext, caller?: Caller) {
    this.declaration = declaration
    this.root = root
    this.caller = caller
    this.address = caller ? `${caller.module.prefix}module.${caller.call.name}${caller.instance.suffix}` : ''
    this.guards = caller ? [...caller.module.guards, ...caller.instance.guards] : []
    this.moduleCalls = caller ? [...caller.module.moduleCalls, caller.call.header] : []
    this.depth = caller ? caller.module.depth + 1 : 0
    const assumed = assumptionsOf(this.guards)
    this.scope = { session: root.session, names: this, bindings: undefined, tolerant: true, assumed }
  }

  get directory(): string {
    return this.declaration.directory
  }

  get budget(): Budget {
    return this.root.budget
  }

  get rootDirectory(): string {
    return this.root.rootDirectory
  }

  get prefix(): string {
    return this.address === '' ? '' : `${this.address}.`
  }

  /** The names of the calls that lead here: how `modules.json` knows the module. */
  get callPath(): readonly string[] {
    return this.caller ? [...this.caller.module.callPath, this.caller.call.name] : []
  }

  resolve(path: readonly string[], at: Span): Value {
    const [kind, name = ''] = path
    if (path.length < 2) throw this.#invalidReference(path, at)
    switch (kind) {
      case 'local':
        return this.#once(`local.${name}`, at, () => this.#local(name, at))
      case 'var':
        return this.#once(`var.${name}`, at, () => this.#variable(name, at))
      case 'module':
        return this.#once(`module.${name}`, at, () => this.#module(name, at))
      case 'path':
        return this.#path(name, at)
      case 'terraform':
      case 'tofu':
        if (name === 'workspace') return this.#workspace(at)
        if (name === 'applying')
          return unknownValue({ kind: 'hole', expression: 'terraform.applying', why: 'after-apply', span: at })
        throw new EvaluationError(
          'Invalid "terraform" attribute',
          `The "terraform" object does not have an attribute named "${name}".`,
          at,
        )
      case 'each':
      case 'count':
      case 'self':
        throw new EvaluationError(`Reference to "${kind}" in context without it`, `There is no "${kind}" here.`, at)
      case 'ephemeral':
        return unknownValue({ kind: 'hole', expression: path.join('.'), why: 'resource-attribute', span: at })
      case 'resource':
        return this.#resource(path.slice(1).join('.'), at)
      default:
        return this.#resource(path.join('.'), at)
    }
  }

  #invalidReference(path: readonly string[], at: Span): EvaluationError {
    const detail = `A reference to a resource type must be followed by at least one attribute access, specifying the resource name: ${path.join('.')}.`
    return new EvaluationError('Invalid reference', detail, at)
  }

  /** Evaluates a name once, on a budget of its own depth; a name that needs itself is refused. */
  #once(key: string, at: Span, compute: () => Value): Value {
    const known = this.#values.get(key)
    if (known) return this.root.session.take(known)
    if (this.#evaluating.has(key)) throw new EvaluationError('Cycle', `${this.prefix}${key} refers to itself.`, at)
    this.#evaluating.add(key)
    try {
      const traced = this.root.session.trace(() => this.root.session.deeper(compute))
      this.#values.set(key, traced)
      return traced.value
    } finally {
      this.#evaluating.delete(key)
    }
  }

  #local(name: string, at: Span): Value {
    const attribute = this.declaration.locals.get(name)
    if (!attribute) {
      throw new EvaluationError(
        'Reference to undeclared local value',
        `A local value with the name "${name}" has not been declared.`,
        at,
      )
    }
    const known = this.scope.assumed ? undefined : this.root.constants.get(attribute)
    if (known) return known
    const { value, ofModule } = this.root.session.trace(() => evaluateSafely(attribute.expression, this.scope))
    if (!ofModule && !this.scope.assumed) this.root.constants.set(attribute, value)
    return value
  }

  /**
   * The selected workspace; `default` where nobody says and nothing seems to hang on it, else a hole: code that asks for
   * its workspace is made for several.
   */
  #workspace(at: Span): Value {
    const { workspace, usesWorkspace } = this.root
    if (workspace) return stringValue(workspace.text, at)
    if (!usesWorkspace && !this.declaration.usesWorkspace) return stringValue('default', at)
    return unknownValue(
      { kind: 'hole', expression: 'terraform.workspace', why: 'variable-without-value', span: at },
      stringType,
    )
  }

  #path(name: string, at: Span): Value {
    switch (name) {
      case 'module':
        return stringValue(relativePath(this.rootDirectory, this.directory), at)
      case 'root':
      case 'cwd':
        // The directory that Terraform runs in is the root module's: nothing else is known of it.
        return stringValue('.', at)
      default:
        throw new EvaluationError(
          'Invalid "path" attribute',
          `The "path" object does not have an attribute named "${name}".`,
          at,
        )
    }
  }

  #variable(name: string, at: Span): Value {
    this.root.session.lookAtModule()
    const declaration = this.declaration.variables.get(name)
    if (!declaration) {
      throw new EvaluationError(
        'Reference to undeclared input variable',
        `An input variable with the name "${name}" has not been declared.`,
        at,
      )
    }
    let value: Value
    try {
      const type = declaration.type ? typeConstraint(declaration.type, this.scope) : dynamicType
      value = this.#given(declaration, type)
    } catch (error) {
      const cause = error instanceof ConversionError ? new EvaluationError('Invalid value for input variable', `The value of var.${name} is not suitable: ${error.message}.`, declaration.span) : error // biome-ignore format: one line
      value = failedValue(cause, declaration.span, this.scope)
    }
    return declaration.sensitive ? markSensitive(value) : value
  }

  /** What the caller or the person gave, or the default, as the variable's type; else a hole. */
  #given(declaration: VariableDeclaration, type: Type): Value {
    const { name } = declaration
    const given = this.caller ? this.#argument(name) : this.root.variables.get(name)?.(declaration.type && type)
    const converted = given && convert(given, type)
    if (converted && (converted.kind !== 'null' || declaration.nullable)) return converted
    if (declaration.defaultValue) return convert(evaluateSafely(declaration.defaultValue, this.scope), type)
    return unknownValue(
      { kind: 'hole', expression: `var.${name}`, why: 'variable-without-value', span: declaration.span },
      type,
    )
  }

  #argument(name: string): Value | undefined {
    const { module, call, instance } = this.caller!
    const attribute = call.arguments.get(name)
    if (!attribute) return undefined
    const assumed = joinAssumptions(assumptionsOf(instance.guards), module.scope.assumed)
    return evaluateSafely(attribute.expression, { ...module.scope, bindings: instance.bindings, assumed })
  }

  #resource(address: string, at: Span): Value {
    this.root.session.lookAtModule()
    const declaration = this.declaration.resources.get(address)
    if (!declaration) {
      const detail = `A resource "${address}" has not been declared in ${this.address === '' ? 'the root module' : this.address}.`
      throw new EvaluationError('Reference to undeclared resource', detail, at)
    }
    return this.#once(address, at, () =>
      expansionValue(
        this.expansionOf(declaration),
        declaration.header,
        (instance) => this.resource(declaration, instance).value,
      ),
    )
  }

  /** The instances of a resource or call. */
  expansionOf(declaration: ResourceDeclaration | ModuleCall): Expansion {
    const known = this.#expansions.get(declaration)
    if (known) return known
    const expansion = expand(declaration, declaration.header, this.scope)
    this.#expansions.set(declaration, expansion)
    return expansion
  }

  resource(declaration: ResourceDeclaration, instance: Instance): ResourceInstance {
    const known = this.#resources.get(instance)
    if (known) return known
    const address = `${this.prefix}${declaration.address}${instance.suffix}`
    const place = {
      root: this.rootDirectory === '' ? '.' : this.rootDirectory,
      address,
      region: () => providerRegion(this),
    }
    const made = new ResourceInstance(declaration, place, instance, this)
    this.#resources.set(instance, made)
    return made
  }

  /** An instance of a called module; undefined where its code is not there. */
  child(call: ModuleCall, instance: Instance): ModuleInstance | undefined {
    const known = this.#children.get(instance)
    if (known) return known
    const found = this.root.findModule(this, call)
    if (found.kind === 'missing') return undefined
    const made = new ModuleInstance(found.declaration, this.root, { module: this, call, instance })
    this.#children.set(instance, made)
    return made
  }

  #module(name: string, at: Span): Value {
    this.root.session.lookAtModule()
    const call = this.declaration.calls.get(name)
    if (!call)
      throw new EvaluationError('Reference to undeclared module', `No module call named "${name}" is declared.`, at)
    return expansionValue(this.expansionOf(call), call.header, (instance) => {
      const child = this.child(call, instance)
      if (child) return child.outputs(call.header)
      return unknownValue({
        kind: 'hole',
        expression: `module.${name}${instance.suffix}`,
        why: missing,
        span: call.header,
      })
    })
  }

  /** The outputs as an object, each evaluated when it is read. */
  outputs(at: Span): Value {
    const entries = new LazyEntries([...this.declaration.outputs.keys()], at, (name) => {
      const output = this.declaration.outputs.get(name)
      if (!output?.value) return undefined
      const expression = output.value
      const value = this.#once(`output.${name}`, output.span, () => evaluateSafely(expression, this.scope))
      return output.sensitive ? markSensitive(value) : value
    })
    return { kind: 'object', entries, span: at }
  }
}

const missing: UnknownReason = 'module-not-found'
