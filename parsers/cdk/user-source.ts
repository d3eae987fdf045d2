import { join as joinPath, normalize } from 'node:path/posix'
import type { FileTree } from '../../src/model/files'
import { SourceFile, type Span } from '../../src/model/source'
import type { Frame } from './frame'
import { readSourceMap, type SourceMap } from './source-map'

/** Where the machine that synthesised kept the app, and where that is here. */
interface Relocation {
  /** The start of its absolute paths, without the last slash; `''` for paths that are relative. */
  readonly from: string
  /** The directory here. */
  readonly to: string
}

/**
 * Files that an app is written in. Reports show the lines of a place, and traces are only as honest as whoever wrote the
 * assembly: they must not lead into a file of secrets.
 */
const sourceCode = /\.(?:[cm]?[jt]sx?|py|java|kt|scala|groovy|cs|fs|vb|go)$/

/** Frames of the Java virtual machine, relative to a directory of sources. */
const packaged = /^[^/].*\.(?:java|kt|scala|groovy)$/
const packageLanguages = ['java', 'kotlin', 'scala', 'groovy']

/** An app whose traces name more files than this is placed by the first ones. */
const filesLookedAt = 100
const deepestPath = 64

/**
 * The files of the app that made an assembly. Frames hold absolute paths of the machine that synthesised, which is
 * often another one, so the app's root is found by trying: of all ways to cut the frames' paths and put the rest below
 * a directory around the assembly or the scan, the one counts that finds the most files.
 */
export class UserSource {
  readonly #sources = new Map<string, SourceFile | undefined>()
  readonly #maps = new Map<string, SourceMap | undefined>()
  readonly #files: FileTree
  readonly #relocation: Relocation | undefined

  private constructor(files: FileTree, relocation: Relocation | undefined) {
    this.#files = files
    this.#relocation = relocation
  }

  /** `directory` is the assembly's. Source maps of compiled code are read now, since their reader is loaded on demand. */
  static async open(frames: Iterable<Frame>, directory: string, files: FileTree): Promise<UserSource> {
    const all = [...frames]
    const source = new UserSource(files, bestRelocation(all, directory, files))
    for (const path of new Set(all.flatMap((frame) => source.#pathOf(frame) ?? []))) {
      if (/\.[cm]?js$/.test(path)) source.#maps.set(path, await readSourceMap(path, files))
    }
    return source
  }

  /** The places of frames that lie in the scanned files, in their order, each once. */
  spansOf(frames: readonly Frame[]): readonly Span[] {
    const spans: Span[] = []
    for (const frame of frames) {
      const found = this.spanOf(frame)
      if (found && !spans.some((span) => span.source === found.source && span.start === found.start)) spans.push(found)
    }
    return spans
  }

  /**
   * From a frame's column to the end of its line, in the source that was compiled where a map leads there. Undefined
   * when the file is not among the scanned ones, or has no such line.
   */
  spanOf(frame: Frame): Span | undefined {
    const path = this.#pathOf(frame)
    if (path === undefined) return undefined
    const original = this.#maps.get(path)?.originalOf(frame.line, frame.column)
    const mapped = original && this.#span(original.path, original.line, original.column)
    return mapped ?? this.#span(path, frame.line, frame.column)
  }

  #span(path: string, line: number, column: number): Span | undefined {
    const source = this.#source(path)
    if (!source) return undefined
    const lineStart = source.offsetAt(line, 1)
    if (source.positionAt(lineStart).line !== line) return undefined
    const text = source.lineText(line).trimEnd()
    const indent = text.length - text.trimStart().length
    const from = column > 1 && column <= text.length ? column - 1 : indent
    return { source, start: lineStart + from, end: lineStart + text.length }
  }

  #source(path: string): SourceFile | undefined {
    if (!this.#sources.has(path)) {
      const isRead = sourceCode.test(path) && this.#files.kindOf(path) === 'file'
      const text = isRead ? this.#files.read(path) : undefined
      this.#sources.set(path, text === undefined ? undefined : new SourceFile(path, text))
    }
    return this.#sources.get(path)
  }

  #pathOf(frame: Frame): string | undefined {
    const relocation = this.#relocation
    if (!relocation || !isBelow(relocation.from, frame.file)) return undefined
    const rest = relocation.from === '' ? frame.file : frame.file.slice(relocation.from.length + 1)
    const path = join(relocation.to, rest)
    return this.#files.kindOf(path) === 'file' ? path : undefined
  }
}

function bestRelocation(frames: readonly Frame[], directory: string, files: FileTree): Relocation | undefined {
  // An assembly may lie elsewhere, in a directory for temporary files, while the app is scanned from its own.
  const around = [...new Set([...ancestors(directory, files), ...ancestors('.', files)])]
  const bases = frames.some((frame) => packaged.test(frame.file)) ? [...around, ...packageRoots(around, files)] : around
  const candidates = new Map<string, { relocation: Relocation; votes: number; order: number }>()
  for (const path of [...new Set(frames.map((frame) => frame.file))].slice(0, filesLookedAt)) {
    for (const relocation of relocationsOf(path, bases, files)) {
      const key = `${relocation.from}\n${relocation.to}`
      const candidate = candidates.get(key)
      if (candidate) candidate.votes++
      else candidates.set(key, { relocation, votes: 1, order: relocation.from.length })
    }
  }
  // `../shop/app.ts` seen from the directory `shop` is `app.ts`.
  const isOutside = ({ relocation }: { relocation: Relocation }): number => Number(relocation.to.startsWith('..'))
  const ranked = [...candidates.values()].sort(
    (a, b) => b.votes - a.votes || isOutside(a) - isOutside(b) || a.order - b.order,
  )
  return ranked[0]?.relocation
}

/** Every way to find a path here: the longest rest first, and in the innermost directory first. */
function relocationsOf(path: string, bases: readonly string[], files: FileTree): Relocation[] {
  const steps = path.split('/')
  if (steps.length > deepestPath || steps.some((step) => step === '..' || step === '.')) return []
  const found: Relocation[] = []
  for (let cut = path.startsWith('/') ? 1 : 0; cut < steps.length; cut++) {
    const rest = steps.slice(cut).join('/')
    for (const to of bases) {
      if (files.kindOf(join(to, rest)) === 'file') found.push({ from: steps.slice(0, cut).join('/'), to })
    }
  }
  return found
}

/**
 * Where Maven and Gradle keep sources: in the project itself, or in a module of it.
 * https://maven.apache.org/guides/introduction/introduction-to-the-standard-directory-layout.html
 */
function packageRoots(around: readonly string[], files: FileTree): string[] {
  const projects = around.flatMap((base) => [base, ...files.list(base).map((name) => join(base, name))])
  const roots = projects.flatMap((project) => packageLanguages.map((name) => join(project, `src/main/${name}`)))
  return [...new Set(roots)].filter((root) => files.kindOf(root) === 'directory')
}

/** A directory and those around it that may be read, innermost first. */
function ancestors(directory: string, files: FileTree): string[] {
  const found: string[] = []
  let at = directory
  while (found.length < deepestPath && files.kindOf(at) === 'directory') {
    found.push(at)
    at = normalize(joinPath(at, '..'))
  }
  return found
}

function isBelow(from: string, path: string): boolean {
  return from === '' || path.startsWith(`${from}/`)
}

function join(directory: string, path: string): string {
  return directory === '.' || directory === '' ? path : `${directory}/${path}`
}
