import { dirname, join } from 'node:path/posix'
import type { Diagnostic } from '../../src/model/diagnostic'
import type { FileTree } from '../../src/model/files'
import type { Framework, Resource } from '../../src/model/resource'
import type { SourceFile } from '../../src/model/source'
import type { Data } from '../../src/model/value'
import { asText, entry, literal, text } from '../../src/model/value'
import type { YamlReader } from '../located/yaml'
import { readEmbedded } from './embedded'
import type { Maybe } from './evaluate/choice'
import type { Surroundings } from './evaluate/state'
import { nestedStackNote, templateNotes } from './notes'
import { passParameters } from './passed-parameters'
import { readFile } from './read'
import type { Decoration } from './stack'
import { LoadedStack } from './stack'
import type { Template } from './template'
import { readTemplate, stringOf } from './template'

/** One template to load, as its file says or as another parser knows it. */
export interface StackInput {
  readonly source: SourceFile
  readonly data: Data
  /** Within which symbols are meant; by default the path. Scopes that start with this one and `/` are nested. */
  readonly scope?: string
  readonly framework?: Framework
  /** Whose stacks may mean each other's names. */
  readonly app?: string
  /** The names that CloudFormation will know, where they are known. */
  readonly stack?: { readonly name: string; readonly region: string | undefined }
  /** Values of parameters, and of pseudo parameters (`AWS::Region`) where they are known. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly decorate?: (logicalId: string, metadata: Data | undefined) => Decoration
  /** The path of the template of a nested stack; by default `TemplateURL` where it is a local path. */
  readonly nestedPath?: (logicalId: string, properties: Data | undefined) => string | undefined
}

/** What several templates come to, evaluated together. */
export interface LoadedStacks {
  readonly stacks: readonly LoadedStack[]
  readonly resources: readonly Resource[]
  readonly diagnostics: readonly Diagnostic[]
}

interface Node {
  readonly input: StackInput
  readonly template: Template
  readonly scope: string
  /** The nested stacks by logical id. */
  readonly children: Map<string, Node>
  parents: { readonly node: Node; readonly logicalId: string }[]
  stack?: LoadedStack
}

/** What `aws cloudformation package` uploads a template for. https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html */
const nestedTypes = new Set([
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::StackSet',
  'AWS::Serverless::Application',
])

/** Nested stacks and StackSets inside each other. */
const deepestNesting = 8

/** Evaluates templates together: exports and imports, nested stacks, StackSets. Nothing is thrown. */
export function loadStacks(inputs: readonly StackInput[], files: FileTree, yaml: YamlReader): LoadedStacks {
  const set = new StackSet(files, yaml)
  for (const input of inputs) set.add(input)
  return set.load()
}

class StackSet {
  readonly #nodes: Node[] = []
  readonly #byPath = new Map<string, Node>()
  readonly #included = new Map<string, Data | undefined>()
  readonly #diagnostics: Diagnostic[] = []
  readonly #starting = new Set<Node>()
  #exports: Map<string, { stack: LoadedStack; output: string } | 'several'> | undefined

  constructor(
    readonly files: FileTree,
    readonly yaml: YamlReader,
  ) {}

  add(input: StackInput): Node | undefined {
    const template = readTemplate(input.source, input.data)
    if (!template) return undefined
    const scope = input.scope ?? input.source.path
    const node: Node = { input, template, scope, children: new Map(), parents: [] }
    this.#nodes.push(node)
    if (!this.#byPath.has(input.source.path)) this.#byPath.set(input.source.path, node)
    return node
  }

  load(): LoadedStacks {
    // Nodes are added while this runs: nested templates that the scan did not find by itself.
    for (let index = 0; index < this.#nodes.length; index++) this.#joinNested(this.#nodes[index] as Node)
    for (const node of this.#nodes) this.#start(node)
    for (let index = 0; index < this.#nodes.length; index++) this.#addStackSets(this.#nodes[index] as Node)
    const stacks = this.#nodes.map((node) => this.#start(node)).filter((stack) => stack !== undefined)
    return { stacks, resources: stacks.flatMap((stack) => stack.resources()), diagnostics: this.#diagnostics }
  }

  /** Finds the templates of nested stacks, SAM applications and StackSets. */
  #joinNested(node: Node): void {
    const resources = entry(node.template.root, 'Resources')
    for (const { key, value } of resources?.kind === 'object' ? resources.entries : []) {
      const logicalId = literal(key)
      const properties = entry(value, 'Properties')
      if (logicalId === undefined || !nestedTypes.has(stringOf(value, 'Type') ?? '')) continue
      if (entry(properties, 'TemplateBody')) continue
      const path = this.#nestedPath(node, logicalId, value, properties)
      const child = path === undefined ? undefined : (this.#byPath.get(path) ?? this.#read(path, node, logicalId))
      if (!child) this.#diagnostics.push(nestedStackNote(logicalId, key.span))
      if (!child || child === node) continue
      node.children.set(logicalId, child)
      child.parents.push({ node, logicalId })
    }
  }

  #nestedPath(node: Node, logicalId: string, value: Data, properties: Data | undefined): string | undefined {
    const known = node.input.nestedPath?.(logicalId, properties)
    if (known !== undefined) return known
    const serverless = stringOf(value, 'Type') === 'AWS::Serverless::Application'
    const url = stringOf(properties, serverless ? 'Location' : 'TemplateURL')
    return url === undefined ? undefined : this.#localPath(node, url)
  }

  /** A path beside the template; undefined for a URL. */
  #localPath(node: Node, location: string): string | undefined {
    if (/^[a-z][a-z0-9+.-]*:/i.test(location)) return undefined
    const path = join(dirname(node.input.source.path), location)
    return this.files.kindOf(path) === 'file' ? path : undefined
  }

  #read(path: string, parent: Node, logicalId: string): Node | undefined {
    const reading = readFile(path, this.files, this.yaml)
    const data = reading?.documents[0]
    if (!reading || !data) return undefined
    const { framework, parameters } = parent.input
    return this.add({
      source: reading.source,
      data,
      scope: `${parent.scope}/${logicalId}`,
      ...(framework === undefined ? {} : { framework }),
      ...(parameters === undefined ? {} : { parameters }),
    })
  }

  /** The stack of a node; undefined while it is being made, which a circle of stacks asks for. */
  #start(node: Node): LoadedStack | undefined {
    if (node.stack || this.#starting.has(node)) return node.stack
    this.#starting.add(node)
    const { framework = 'cloudformation', decorate, app } = node.input
    const given = this.#given(node)
    const surroundings = this.#surroundings(node)
    node.stack = new LoadedStack(node.template, { scope: node.scope, app, framework, given, surroundings, decorate })
    this.#diagnostics.push(...templateNotes(node.template, node.stack.raw))
    return node.stack
  }

  /** What `--parameters` says, else what the parent stack passes, where there is one parent. */
  #given(node: Node): Map<string, Data> {
    const given = new Map<string, Data>()
    const [parent, ...others] = node.parents
    const stack = parent && others.length === 0 ? this.#start(parent.node) : undefined
    const passed = stack?.raw.get(parent?.logicalId ?? '')?.body
    if (stack) {
      const resolve = (data: Data) => stack.evaluator.withoutAssumptions(() => stack.evaluator.resolve(data))
      passParameters(given, node.template, entry(passed, 'Properties'), resolve)
    }
    for (const [name, value] of Object.entries(node.input.parameters ?? {})) {
      const declared = node.template.parameters.get(name)
      if (declared || name.startsWith('AWS::')) given.set(name, text(value, (declared?.key ?? node.template.root).span))
    }
    return given
  }

  #surroundings(node: Node): Surroundings {
    return {
      exported: (name) => this.#exported(name),
      stackOutput: (name, region, output) => this.#stackOutput(name, region ?? node.input.stack?.region, output),
      nestedOutput: (logicalId, output): Maybe => {
        const child = node.children.get(logicalId)
        return child && this.#start(child)?.output(output)
      },
      included: (location) => this.#include(node, location),
      report: (diagnostic) => this.#diagnostics.push(diagnostic),
    }
  }

  #exported(name: string): Maybe {
    this.#exports ??= this.#collectExports()
    const found = this.#exports.get(name)
    return found && found !== 'several' ? found.stack.output(found.output) : undefined
  }

  #stackOutput(name: string, region: string | undefined, output: string): Maybe {
    const named = this.#nodes.filter(({ input }) => input.stack?.name === name)
    const there = named.length > 1 ? named.filter(({ input }) => input.stack?.region === region) : named
    const [only, ...others] = there
    return only && others.length === 0 ? this.#start(only)?.output(output) : undefined
  }

  #collectExports() {
    const exports = new Map<string, { stack: LoadedStack; output: string } | 'several'>()
    this.#exports = exports
    for (const node of this.#nodes) {
      const stack = this.#start(node)
      for (const { name, output } of stack?.exports() ?? []) {
        exports.set(name, exports.has(name) || !stack ? 'several' : { stack, output })
      }
    }
    return exports
  }

  #include(node: Node, location: string): Data | undefined {
    const path = this.#localPath(node, location)
    if (path === undefined) return undefined
    if (!this.#included.has(path)) this.#included.set(path, readFile(path, this.files, this.yaml)?.documents[0])
    return this.#included.get(path)
  }

  /** `TemplateBody` of StackSets: a template in a text. */
  #addStackSets(node: Node): void {
    if (node.scope.split('/').length - node.input.source.path.split('/').length >= deepestNesting) return
    for (const resource of node.stack?.raw.values() ?? []) {
      if (stringOf(resource.body, 'Type') !== 'AWS::CloudFormation::StackSet') continue
      const body = entry(entry(resource.body, 'Properties'), 'TemplateBody')
      const value = body && asText(node.stack?.evaluator.resolve(body))
      const data = value && readEmbedded(value, this.yaml)
      if (!data) continue
      const { framework } = node.input
      const scope = `${node.scope}/${resource.id}`
      const input = { source: node.input.source, data, scope, ...(framework === undefined ? {} : { framework }) }
      this.add(input)?.parents.push({ node, logicalId: resource.id })
    }
  }
}
