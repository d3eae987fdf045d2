import type { FileTree } from '../../src/model/files'
import { SourceFile, type Span } from '../../src/model/source'

const sourceName = /\.(?:ts|mts|cts|js|mjs|cjs|py|go|java|cs)$/
const unsearched = new Set([
  'node_modules',
  'cdktf.out',
  '.gen',
  'dist',
  'build',
  'lib-cov',
  'coverage',
  '.venv',
  'venv',
])
/** Bounds of a search that only ever helps: what lies beyond them is not looked at. */
const mostFiles = 2000
const largestFile = 1_000_000
const deepest = 12

/** A quoted string as a person writes the id of a construct. */
const quoted = /(["'`])([A-Za-z0-9][A-Za-z0-9 _.:-]{0,127})\1/g

/**
 * Where ids of constructs stand in the sources of an app, for output that does not tell which line made what. What it
 * finds is a guess: a string that is written once, or once in a line with `new`.
 */
export class ConstructSearch {
  #read: ReadonlyMap<string, readonly Span[]> | undefined

  /** `directory` is the app's, around its output. Nothing is read before the first question. */
  constructor(
    readonly files: FileTree,
    readonly directory: string,
  ) {}

  get #index(): ReadonlyMap<string, readonly Span[]> {
    this.#read ??= indexOf(this.files, this.directory)
    return this.#read
  }

  /** The likely line of a construct, by the last step of its path that names something; undefined for none or several. */
  find(constructPath: string): Span | undefined {
    const steps = constructPath.split('/').filter((step) => !/^(?:resource|default)$/i.test(step))
    const id = steps[steps.length - 1]
    const lines = new Map<string, Span>()
    for (const span of (id !== undefined && this.#index.get(id)) || []) {
      const key = `${span.source.path}:${span.source.positionAt(span.start).line}`
      if (!lines.has(key)) lines.set(key, span)
    }
    const all = [...lines.values()]
    if (all.length <= 1) return all[0]
    const made = all.filter((span) => /\bnew\b/.test(lineOf(span)))
    return made.length === 1 ? made[0] : undefined
  }
}

function indexOf(files: FileTree, directory: string): ReadonlyMap<string, readonly Span[]> {
  const index = new Map<string, Span[]>()
  for (const path of sourcesBelow(files, directory)) {
    const text = files.read(path)
    if (text === undefined || text.length > largestFile) continue
    const source = new SourceFile(path, text)
    for (const match of text.matchAll(quoted)) {
      const id = match[2] as string
      const start = match.index + 1
      const span = { source, start, end: start + id.length }
      const known = index.get(id)
      if (known) known.push(span)
      else index.set(id, [span])
    }
  }
  return index
}

function lineOf(span: Span): string {
  return span.source.lineText(span.source.positionAt(span.start).line)
}

function sourcesBelow(files: FileTree, directory: string): string[] {
  const found: string[] = []
  const visit = (at: string, depth: number): void => {
    for (const name of files.list(at)) {
      if (found.length >= mostFiles) return
      const path = at === '.' ? name : `${at}/${name}`
      if (sourceName.test(name) && !name.endsWith('.d.ts')) {
        if (files.kindOf(path) === 'file') found.push(path)
      } else if (
        depth < deepest &&
        !unsearched.has(name) &&
        !name.startsWith('.') &&
        files.kindOf(path) === 'directory'
      ) {
        visit(path, depth + 1)
      }
    }
  }
  visit(directory, 0)
  return found
}
