import { callNames, deepestModule, withoutKeys } from './address'
import type { JsonText } from './json-text'
import type { Path } from './planned-data'

/** What an argument was set to: a constant, or references; neither where a function gave something else. */
export interface PlanExpression {
  /** Where the constant stands in the plan. */
  readonly constant: number | undefined
  /** The references as Terraform writes them, each also without its last steps: `["a.b.arn", "a.b"]`. */
  readonly references: readonly string[]
}

/** Offsets in the plan, found once: a configuration can have megabytes. */
interface ConfiguredModule {
  /** Where the expressions of a resource stand, by its address in the module. */
  readonly resources: ReadonlyMap<string, number>
  readonly outputs: ReadonlyMap<string, number>
  readonly variables: ReadonlyMap<string, number>
  readonly calls: ReadonlyMap<string, { readonly expressions?: number; readonly module?: number }>
}

/**
 * The `configuration` of a plan: which expression stands behind an argument.
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export class PlanConfiguration {
  private readonly modules = new Map<string, ConfiguredModule | undefined>()
  private readonly objects = new Map<number, ReadonlyMap<string, number>>()
  private readonly lists = new Map<number, readonly number[]>()

  constructor(
    private readonly json: JsonText,
    private readonly at: number,
  ) {}

  /** Where the expressions of the arguments of a resource stand; undefined when the plan does not say. */
  expressions(module: string, address: string): number | undefined {
    return this.module(module)?.resources.get(withoutKeys(address))
  }

  /** The expression of a module call's argument, to be read in the module that calls. */
  callArgument(module: string, name: string): PlanExpression | undefined {
    const names = callNames(module)
    const call = this.moduleNamed(names.slice(0, -1))?.calls.get(names[names.length - 1] ?? '')
    return call?.expressions === undefined ? undefined : this.leaf(this.named(call.expressions).get(name))
  }

  /** The expression of a module's output. */
  output(module: string, name: string): PlanExpression | undefined {
    return this.leaf(this.json.member(this.module(module)?.outputs.get(name), 'expression'))
  }

  /** Where the declaration of a root module's variable stands. */
  variable(name: string): number | undefined {
    return this.module('')?.variables.get(name)
  }

  /** What the root module declares and calls, by address: `aws_iam_role.r`, `module.m`. */
  rootAddresses(): readonly string[] {
    const root = this.module('')
    if (!root) return []
    return [...root.resources.keys(), ...[...root.calls.keys()].map((name) => `module.${name}`)]
  }

  /**
   * The policy documents that another document or a resource of a wanted type mentions, as `<call names>|<address>` with
   * the names of the module calls joined by dots.
   */
  documentsInUse(wanted: (type: string) => boolean): ReadonlySet<string> {
    const used = new Set<string>()
    const waiting: string[][] = [[]]
    for (let names = waiting.pop(); names; names = waiting.pop()) {
      const module = this.moduleNamed(names)
      if (!module) continue
      for (const [address, expressions] of module.resources) {
        if (!wanted(address.replace(/^data\./, '').split('.')[0] as string)) continue
        const text = this.json.text.slice(expressions, this.json.end(expressions))
        for (const [, document] of text.matchAll(/"(data\.aws_iam_policy_document\.[\w-]+)/g)) {
          used.add(`${names.join('.')}|${document}`)
        }
      }
      for (const name of module.calls.keys()) waiting.push([...names, name])
    }
    return used
  }

  /** The expression at a path below `expressions`; 'absent' when its first step is not set at all. */
  find(expressions: number, path: Path): PlanExpression | 'absent' | undefined {
    let at: number | undefined = expressions
    for (const [index, step] of path.entries()) {
      at = typeof step === 'number' ? this.item(at, step) : this.named(at).get(step)
      if (at === undefined) return index === 0 ? 'absent' : undefined
      const leaf = this.leaf(at)
      if (leaf) return leaf
    }
    return undefined
  }

  /** A nested block that can occur once is an object, not a list. */
  private item(at: number, index: number): number | undefined {
    if (!this.json.isList(at)) return at
    let items = this.lists.get(at)
    if (!items) {
      items = [...this.json.items(at)]
      this.lists.set(at, items)
    }
    return items[index]
  }

  private named(at: number): ReadonlyMap<string, number> {
    let members = this.objects.get(at)
    if (!members) {
      members = new Map(this.membersOf(at).map(({ name, value }) => [name, value] as const))
      this.objects.set(at, members)
    }
    return members
  }

  private leaf(at: number | undefined): PlanExpression | undefined {
    if (at === undefined || !this.json.isObject(at)) return undefined
    const members = [...this.json.members(at)]
    const constant = members.find(({ name }) => name === 'constant_value')?.value
    const list = members.find(({ name }) => name === 'references')?.value
    if (constant === undefined && list === undefined && members.length > 0) return undefined
    return { constant, references: list === undefined ? [] : (this.json.plain(list) as string[]) }
  }

  private module(address: string): ConfiguredModule | undefined {
    return this.moduleNamed(callNames(address))
  }

  private moduleNamed(names: readonly string[]): ConfiguredModule | undefined {
    if (names.length > deepestModule) return undefined
    const key = names.join('.')
    if (this.modules.has(key)) return this.modules.get(key)
    const at =
      names.length === 0
        ? this.json.member(this.at, 'root_module')
        : this.moduleNamed(names.slice(0, -1))?.calls.get(names[names.length - 1] as string)?.module
    const module = at === undefined ? undefined : this.read(at)
    this.modules.set(key, module)
    return module
  }

  private read(module: number): ConfiguredModule {
    const at = this.json.pick(module, ['resources', 'outputs', 'variables', 'module_calls'])
    const calls = this.membersOf(at.module_calls).map(
      ({ name, value }) => [name, this.json.pick(value, ['expressions', 'module'])] as const,
    )
    const offsets = (object: number | undefined) => (object === undefined ? new Map() : this.named(object))
    return {
      resources: this.resourcesIn(at.resources),
      outputs: offsets(at.outputs),
      variables: offsets(at.variables),
      calls: new Map(calls),
    }
  }

  private membersOf(at: number | undefined) {
    return at === undefined ? [] : [...this.json.members(at)]
  }

  private resourcesIn(list: number | undefined): ReadonlyMap<string, number> {
    const found = new Map<string, number>()
    if (list === undefined) return found
    for (const resource of this.json.items(list)) {
      const { address, expressions } = this.json.pick(resource, ['address', 'expressions'])
      if (address !== undefined && expressions !== undefined) found.set(this.json.string(address), expressions)
    }
    return found
  }
}

/** The references that are no part of a longer one. */
export function longest(references: readonly string[]): readonly string[] {
  return references.filter(
    (reference) => !references.some((other) => other.startsWith(`${reference}.`) || other.startsWith(`${reference}[`)),
  )
}
