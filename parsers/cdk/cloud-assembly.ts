import { basename, dirname, join } from 'node:path/posix'
import type { Diagnostic } from '../../src/model/diagnostic'
import type { FileTree } from '../../src/model/files'
import { loadStacks, mapTemplateResources, readFile, type StackInput } from '../cloudformation'
import { type YamlReader, yamlReader } from '../located/yaml'
import { type Parser, type ParseSettings, parametersOf } from '../parser'
import { type Assembly, readAssembly, type StackArtifact } from './assembly'
import { ConstructDirectory } from './decoration'
import type { Frame } from './frame'
import { type NestedStack, nestedStacksOf } from './nested'
import { UserSource } from './user-source'

/** Nested stacks in nested stacks. */
const deepestNesting = 8

/**
 * Reads a cloud assembly (`cdk.out`): every stack of it and of the stages in it, together with their nested stacks, as
 * CloudFormation would deploy them. Each resource knows its construct path and the developer's lines that made it.
 */
export const parseCdk: Parser<'cdk'> = async (input, files, settings) => {
  const assembly = readAssembly(input.directory, files)
  const source = await UserSource.open(framesOf(assembly), input.directory, files)
  const loader = new AssemblyLoader(assembly, files, settings, source, await yamlReader())
  for (const stack of assembly.stacks) loader.addStack(stack)
  for (const stack of assembly.stacks) loader.addProducts(stack)
  const loaded = loadStacks(loader.inputs, files, loader.yaml)
  const { model, unresolved } = mapTemplateResources(loaded.resources)
  const { parsed, failed } = assembly
  const diagnostics = [...assembly.diagnostics, ...loader.unnamedTemplates(), ...cutTraces(assembly, input.directory)]
  const templates = loader.inputs.map((one) => one.source.path)
  return { model, diagnostics: [...diagnostics, ...loaded.diagnostics], unresolved, parsed, failed, templates }
}

/**
 * Says how to record the lines that are missing. Policies that grants make deep in the library lose the line of the
 * grant to Node's limit of ten frames; apps in Python and Java have theirs recorded only when they ask for it.
 * https://github.com/aws/aws-cdk/pull/38124
 */
function cutTraces(assembly: Assembly, directory: string): Diagnostic[] {
  const all = assembly.stacks.flatMap((stack) => [...stack.records.values()])
  const foreign = all.some((record) => record.foreign)
  const cut = all.filter((record) => (record.cut || record.foreign) && record.path.endsWith('/Resource')).length
  if (cut === 0) return []
  const message = foreign
    ? `holds ${cut} construct(s) of an app in another language than JavaScript, with no line of it: they are shown by ` +
      'their construct paths. JSII_HOST_STACK_TRACES=1 cdk synth records the lines (aws-cdk-lib 2.260, jsii 1.137)'
    : `holds ${cut} construct(s) whose line the recorded traces do not reach; they are shown at the construct around ` +
      'them. NODE_OPTIONS=--stack-trace-limit=50 cdk synth records the whole way'
  return [{ level: 'note', kind: 'cdk-short-traces', message, file: join(directory, 'manifest.json') }]
}

function* framesOf(assembly: Assembly): Generator<Frame> {
  for (const stack of assembly.stacks) {
    for (const record of stack.records.values()) {
      yield* record.creation
      for (const assignments of record.properties.values()) for (const frames of assignments) yield* frames
    }
  }
}

class AssemblyLoader {
  readonly inputs: StackInput[] = []
  readonly #seen = new Set<string>()
  readonly #namesIn = new Map<string, readonly string[]>()

  constructor(
    readonly assembly: Assembly,
    readonly files: FileTree,
    readonly settings: ParseSettings,
    readonly source: UserSource,
    readonly yaml: YamlReader,
  ) {}

  addStack(stack: StackArtifact): void {
    const nested: NestedStack[] = []
    const scope = `${stack.directory}/${stack.id}`
    const before = this.inputs.length
    let directory: ConstructDirectory | undefined
    // The directory needs all nested stacks, which are known once all templates are read.
    const decorate = (owner: string): NonNullable<StackInput['decorate']> => {
      return (logicalId, metadata) => {
        const paths = nested.flatMap((one) => one.constructPath ?? [])
        directory ??= new ConstructDirectory(stack, this.source, paths)
        return directory.decorate(owner)(logicalId, metadata)
      }
    }
    this.#addTemplate(stack.template, scope, stack, decorate, '', nested, 0)
    if (this.inputs.length === before && !this.assembly.failed.includes(stack.template)) {
      this.#report('note', 'cdk-assembly', `is the template of more than one stack: ${stack.id}`, stack.template)
    }
  }

  #addTemplate(
    path: string,
    scope: string,
    stack: StackArtifact,
    decorate: (owner: string) => NonNullable<StackInput['decorate']>,
    owner: string,
    all: NestedStack[],
    depth: number,
  ): void {
    const reading = this.#seen.has(path) ? undefined : this.#read(path)
    const data = reading?.data
    if (!reading || !data) return
    const nested = depth < deepestNesting ? nestedStacksOf(data, stack, this.#names(dirname(path))) : []
    all.push(...nested)
    this.inputs.push({
      source: reading.source,
      data,
      scope,
      framework: 'cdk',
      app: stack.directory,
      ...(owner === '' && depth === 0 ? { stack: { name: stack.stackName, region: stack.region } } : {}),
      parameters: { ...stack.parameters, ...parametersOf(path, this.settings) },
      decorate: decorate(owner),
      nestedPath: (logicalId) => nested.find((one) => one.logicalId === logicalId)?.template,
    })
    for (const { logicalId, template, constructPath } of nested) {
      this.#addTemplate(template, `${scope}/${logicalId}`, stack, decorate, constructPath ?? '', all, depth + 1)
    }
  }

  #read(path: string) {
    this.#seen.add(path)
    const reading = readFile(path, this.files, this.yaml)
    const data = reading?.documents[0]
    if (!reading) this.#report('error', 'file-not-found', 'is named by the cloud assembly and cannot be read', path)
    else if (!data && reading.diagnostics.length === 0) this.#report('error', 'json-syntax', 'is empty', path)
    else this.assembly.diagnostics.push(...reading.diagnostics)
    if (!reading || !data) {
      this.assembly.failed.push(path)
      return undefined
    }
    this.assembly.parsed.push(path)
    return { source: reading.source, data }
  }

  #names(directory: string): readonly string[] {
    const known = this.#namesIn.get(directory) ?? this.files.list(directory)
    this.#namesIn.set(directory, known)
    return known
  }

  /** Templates among the assets that no stack creates itself, such as the products of Service Catalog. */
  addProducts(stack: StackArtifact): void {
    for (const path of stack.assets.values()) {
      if (!path.endsWith('.template.json') || this.#seen.has(path)) continue
      const directory = new ConstructDirectory(stack, this.source, [])
      const scope = `${stack.directory}/${basename(path, '.template.json')}`
      this.#addTemplate(path, scope, stack, (owner) => directory.decorate(owner), '', [], 0)
    }
  }

  /** Templates that lie in the assembly and that nothing in it names: left over from an earlier synthesis. */
  unnamedTemplates(): Diagnostic[] {
    const directories = new Set(this.assembly.stacks.map((stack) => dirname(stack.template)))
    const found: Diagnostic[] = []
    for (const directory of directories) {
      for (const name of this.#names(directory)) {
        const file = directory === '.' ? name : `${directory}/${name}`
        if (!name.endsWith('.template.json') || this.#seen.has(file)) continue
        const message = 'is named by nothing in its cloud assembly (left over from an earlier synthesis?) and not read'
        found.push({ level: 'note', kind: 'cdk-unnamed-template', message, file })
      }
    }
    return found
  }

  #report(level: Diagnostic['level'], kind: string, message: string, file: string): void {
    this.assembly.diagnostics.push({ level, kind, message, file })
  }
}
