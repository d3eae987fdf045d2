import { basename } from 'node:path/posix'
import type { Input } from '../../parsers/parser'
import { isConfigurationFile } from '../../parsers/terraform/configuration/read-file'
import { directoryOf, joinPath } from '../../parsers/terraform/evaluate/path'
import { decode } from './decode'
import type { Discovery } from './discover'
import type { ScanTree } from './tree'

/** What is judged together and is therefore never split: a root module with all that it calls, an app, a plan. */
export interface Unit {
  /** The first of its files: the same in every run. */
  readonly key: string
  readonly inputs: readonly Input[]
  /** The files that the scan found and that are its own, sorted. */
  readonly files: readonly string[]
  readonly bytes: number
}

/**
 * The units of a scan. Nothing is parsed for it: Terraform directories belong together where one names the other as a
 * local path, a plan goes with the directories around it, templates with those that they name, and templates that
 * export or import with each other. That joins more than it has to, and never less for sources that are spelt out.
 */
export function unitsOf({ inputs, found }: Pick<Discovery, 'inputs' | 'found'>, tree: ScanTree): readonly Unit[] {
  const pieces = inputs.flatMap((input) => piecesOf(input, found))
  const groups = new Groups()
  const directories = new Directories(tree, pieces)
  for (const piece of pieces) {
    groups.add(piece.name)
    for (const name of neighbours(piece, tree, directories)) groups.join(piece.name, name)
  }
  const byGroup = new Map<string, Piece[]>()
  for (const piece of pieces) {
    const group = groups.of(piece.name)
    byGroup.set(group, [...(byGroup.get(group) ?? []), piece])
  }
  return [...byGroup.values()].map((own) => {
    const files = own.flatMap((piece) => piece.files).sort()
    const bytes = files.reduce((sum, file) => sum + (tree.sizeOf(file) ?? 0), 0)
    return { key: files[0] ?? '', inputs: own.map(({ input }) => input), files, bytes }
  })
}

/** The smallest part of an input that can stand alone: a directory, a template, a plan, an assembly. */
interface Piece {
  readonly name: string
  readonly input: Input
  readonly files: readonly string[]
}

const accounts = 'accounts'
const exchange = 'exports'
const nameOfDirectory = (directory: string): string => `directory ${directory}`
const nameOfTemplate = (file: string): string => `template ${file}`

function piecesOf(input: Input, found: readonly string[]): Piece[] {
  if (input.kind === 'terraform') {
    const byDirectory = new Map<string, string[]>()
    for (const file of input.files) {
      const directory = directoryOf(file)
      byDirectory.set(directory, [...(byDirectory.get(directory) ?? []), file])
    }
    return [...byDirectory].map(([directory, files]) => {
      return { name: nameOfDirectory(directory), input: { kind: 'terraform', files }, files }
    })
  }
  if (input.kind === 'cloudformation')
    return input.files.map((file) => {
      return { name: nameOfTemplate(file), input: { kind: 'cloudformation', files: [file] }, files: [file] }
    })
  if (input.kind === 'cdk' || input.kind === 'cdktf') {
    const below = input.directory === '.' ? '' : `${input.directory}/`
    return [{ name: `assembly ${input.directory}`, input, files: found.filter((file) => file.startsWith(below)) }]
  }
  return [
    { name: input.kind === 'account' ? `account ${input.file}` : `plan ${input.file}`, input, files: [input.file] },
  ]
}

/** The names of what a piece belongs together with, as far as its own text tells. */
function neighbours({ input, files }: Piece, tree: ScanTree, directories: Directories): readonly string[] {
  switch (input.kind) {
    case 'terraform':
      return files.flatMap((file) => directories.namedBy(file))
    case 'cdktf':
      return input.files.flatMap((file) => directories.namedBy(file))
    case 'cloudformation':
      return input.files.flatMap((file) => directories.templatesNamedBy(textOf(file, tree)))
    case 'terraform-plan':
      return directories.around(input.file)
    case 'account':
      return [accounts]
    default:
      return []
  }
}

/** What a text may name: directories with configuration, and templates. */
class Directories {
  readonly #tree: ScanTree
  readonly #known: Map<string, boolean>
  readonly #templates = new Map<string, string[]>()

  constructor(tree: ScanTree, pieces: readonly Piece[]) {
    this.#tree = tree
    const terraform = pieces.filter(({ input }) => input.kind === 'terraform')
    this.#known = new Map(terraform.map(({ files: [file = ''] }) => [directoryOf(file), true]))
    for (const { input } of pieces) {
      for (const file of input.kind === 'cloudformation' ? input.files : []) {
        const name = basename(file)
        this.#templates.set(name, [...(this.#templates.get(name) ?? []), file])
      }
    }
  }

  /** The directories that a file of configuration names as local paths, such as the source of a module. */
  namedBy(file: string): string[] {
    const paths = [...textOf(file, this.#tree).matchAll(/"(\.\.?(?:[/\\][^"$%]*)?)"/g)].map(([, path = '']) => path)
    const named = new Set(paths.map((path) => joinPath(directoryOf(file), path)))
    return [...named]
      .filter((path) => path !== undefined && this.#holdsModule(path))
      .map((path) => nameOfDirectory(path as string))
  }

  /** From a plan's directory upwards: where its source may be. */
  around(file: string): string[] {
    const names: string[] = []
    for (let at = file; at !== ''; ) {
      at = directoryOf(at)
      if (this.#known.get(at)) names.push(nameOfDirectory(at))
    }
    return names
  }

  templatesNamedBy(text: string): string[] {
    const exchanges = /ImportValue|\bExport["']?\s*:/.test(text) ? [exchange] : []
    if (!/TemplateURL|AWS::Serverless::Application/.test(text)) return exchanges
    const words = new Set(text.split(/["'\s/\\]+/))
    return [...exchanges, ...[...words].flatMap((word) => this.#templates.get(word) ?? []).map(nameOfTemplate)]
  }

  /** Also one that the scan leaves out and that modules of it may call. */
  #holdsModule(directory: string): boolean {
    const known = this.#known.get(directory)
    if (known !== undefined) return known
    const holds = this.#tree.list(directory).some(isConfigurationFile)
    this.#known.set(directory, holds)
    return holds
  }
}

/** Read past the cache of texts: what belongs to other parts is not to stay in memory. */
function textOf(file: string, tree: ScanTree): string {
  const bytes = tree.readBytes(file)
  return bytes ? decode(bytes) : ''
}

/** Names that belong together, in any number of steps. */
class Groups {
  readonly #above = new Map<string, string>()

  add(name: string): void {
    if (!this.#above.has(name)) this.#above.set(name, name)
  }

  join(one: string, other: string): void {
    this.add(other)
    this.#above.set(this.of(one), this.of(other))
  }

  /** The name that stands for a group. */
  of(name: string): string {
    let at = name
    for (let above = this.#above.get(at); above !== undefined && above !== at; above = this.#above.get(at)) {
      // Each look-up shortens the way for the next.
      this.#above.set(at, this.#above.get(above) ?? above)
      at = above
    }
    return at
  }
}
