import type { Attribute, Block, Body, Expression } from '../hcl/ast'
import type {
  ModuleCall,
  ModuleDeclaration,
  OutputDeclaration,
  Repeatable,
  ResourceDeclaration,
  VariableDeclaration,
} from './declarations'
import { literal as literalText } from './literals'
import { mergeOverrides } from './overrides'

/** A file of a module, as far as it could be read. */
export interface ModuleFile {
  readonly path: string
  readonly body: Body
}

/**
 * The module that the files of one directory declare. `*_override` files change what the others say; a name declared
 * twice counts once, the first time. Blocks that are none of Terraform's, or do not matter here, are passed over.
 */
export function declareModule(directory: string, files: readonly ModuleFile[]): ModuleDeclaration {
  const plain = files.filter((file) => !isOverride(file.path))
  const overriding = files.filter((file) => isOverride(file.path))
  const blocks = mergeOverrides(
    plain.flatMap((file) => file.body.blocks),
    overriding.map((file) => file.body.blocks),
  )
  const module = {
    directory,
    variables: new Map<string, VariableDeclaration>(),
    locals: new Map<string, Attribute>(),
    resources: new Map<string, ResourceDeclaration>(),
    calls: new Map<string, ModuleCall>(),
    outputs: new Map<string, OutputDeclaration>(),
    providers: [] as Block[],
    usesWorkspace: files.some((file) => decidesByWorkspace(file.body.span.source.text)),
  }
  for (const block of blocks) declare(module, block)
  return module
}

/** https://developer.hashicorp.com/terraform/language/files/override */
function isOverride(path: string): boolean {
  return /(?:^|[/_])override\.(?:tf|tofu)(?:\.json)?$/.test(path)
}

/** `"role-${terraform.workspace}"` names something; anything else (a comparison, an index, an argument) may decide. */
function decidesByWorkspace(text: string): boolean {
  if (!text.includes('terraform.workspace')) return false
  return text
    .replace(/(?<!\[)"[^"\n]*\$\{\s*terraform\.workspace\s*\}[^"\n]*"(?!\s*[=!]=)/g, '')
    .includes('terraform.workspace')
}

interface Draft {
  readonly variables: Map<string, VariableDeclaration>
  readonly locals: Map<string, Attribute>
  readonly resources: Map<string, ResourceDeclaration>
  readonly calls: Map<string, ModuleCall>
  readonly outputs: Map<string, OutputDeclaration>
  readonly providers: Block[]
}

function declare(module: Draft, block: Block): void {
  const name = block.labels[0]?.value
  if (block.type === 'resource' || block.type === 'data') {
    addNew(module.resources, resourceOf(block), (resource) => resource.address)
  } else if (block.type === 'locals') {
    for (const attribute of block.body.attributes) addNew(module.locals, attribute, (it) => it.name)
  } else if (block.type === 'check') {
    for (const inner of block.body.blocks) if (inner.type === 'data') declare(module, inner)
  } else if (name !== undefined) {
    if (block.type === 'variable') addNew(module.variables, variableOf(name, block), (it) => it.name)
    else if (block.type === 'output') addNew(module.outputs, outputOf(name, block), (it) => it.name)
    else if (block.type === 'module') addNew(module.calls, callOf(name, block), (it) => it.name)
    else if (block.type === 'provider') module.providers.push(block)
  }
}

function addNew<T>(into: Map<string, T>, item: T | undefined, name: (item: T) => string): void {
  if (item === undefined) return
  const key = name(item)
  if (!into.has(key)) into.set(key, item)
}

/** An argument of a body by its name. */
export function argument(body: Body, name: string): Expression | undefined {
  return body.attributes.find((attribute) => attribute.name === name)?.expression
}

function repeatable(body: Body): Repeatable {
  return { count: argument(body, 'count'), forEach: argument(body, 'for_each') }
}

function resourceOf(block: Block): ResourceDeclaration | undefined {
  const [type, name] = block.labels
  if (!type || !name) return undefined
  const mode = block.type === 'data' ? 'data' : 'managed'
  const address = `${mode === 'data' ? 'data.' : ''}${type.value}.${name.value}`
  const { body, header, span } = block
  return { mode, type: type.value, name: name.value, address, body, header, span, ...repeatable(body) }
}

function variableOf(name: string, block: Block): VariableDeclaration {
  return {
    name,
    type: argument(block.body, 'type'),
    defaultValue: argument(block.body, 'default'),
    nullable: literalText(argument(block.body, 'nullable')) !== false,
    sensitive: literalText(argument(block.body, 'sensitive')) === true,
    span: block.header,
  }
}

function outputOf(name: string, block: Block): OutputDeclaration {
  const sensitive = literalText(argument(block.body, 'sensitive')) === true
  return { name, value: argument(block.body, 'value'), sensitive, span: block.header }
}

function callOf(name: string, block: Block): ModuleCall {
  const given = block.body.attributes.filter((attribute) => !callArguments.has(attribute.name))
  return {
    name,
    source: argument(block.body, 'source'),
    arguments: new Map(given.map((attribute) => [attribute.name, attribute])),
    providers: argument(block.body, 'providers'),
    header: block.header,
    span: block.span,
    ...repeatable(block.body),
  }
}

/** What a `module` block says to Terraform and not to the module. */
const callArguments = new Set(['source', 'version', 'count', 'for_each', 'providers', 'depends_on', '//'])
