import { dirname, isAbsolute, join, normalize } from 'node:path/posix'
import type { FileTree } from '../../src/model/files'

/** Where compiled code comes from. */
export interface SourceMap {
  /** The place in the source that a place in the compiled file comes from. Lines and columns start at 1. */
  originalOf(line: number, column: number): { path: string; line: number; column: number } | undefined
}

/** Maps of larger apps, bundled with all libraries, are left alone: the compiled line is shown then. */
const largestMap = 64 * 1024 * 1024

/**
 * The source map of a compiled file: the one that its last `sourceMappingURL` names, in a file or as data, else the
 * `.map` beside it. Undefined when there is none that can be read, or none inside the scanned root.
 * https://tc39.es/ecma426/
 */
export async function readSourceMap(path: string, files: FileTree): Promise<SourceMap | undefined> {
  const found = mapText(path, files)
  if (!found || found.text.length > largestMap) return undefined
  const { originalPositionFor, TraceMap } = await import('@jridgewell/trace-mapping')
  let map: InstanceType<typeof TraceMap>
  try {
    map = new TraceMap(found.text)
  } catch {
    return undefined
  }
  const sources = map.resolvedSources.map((source) => fromMap(source, dirname(found.path)))
  return {
    originalOf(line, column) {
      try {
        const original = originalPositionFor(map, { line, column: column - 1 })
        if (original.source === null) return undefined
        const source = sources[map.resolvedSources.indexOf(original.source)]
        return source === undefined ? undefined : { path: source, line: original.line, column: original.column + 1 }
      } catch {
        // The mappings are decoded on the first question, and may be broken.
        return undefined
      }
    },
  }
}

/** The text of the map, and the path that its sources are relative to. */
function mapText(path: string, files: FileTree): { text: string; path: string } | undefined {
  const code = files.read(path)
  if (code === undefined) return undefined
  const comment = code.lastIndexOf('//# sourceMappingURL=')
  const url = comment < 0 ? undefined : /^\S+/.exec(code.slice(comment + '//# sourceMappingURL='.length))?.[0]
  if (url?.startsWith('data:')) {
    const data = /^data:[^,]*;base64,(.*)$/.exec(url)?.[1]
    return data === undefined ? undefined : { text: Buffer.from(data, 'base64').toString('utf8'), path }
  }
  const mapPath = url && !/^[a-z]+:/i.test(url) ? fromMap(url, dirname(path)) : `${path}.map`
  const text = mapPath === undefined ? undefined : files.read(mapPath)
  return text === undefined || mapPath === undefined ? undefined : { text, path: mapPath }
}

/** A relative path of a map as a path of the scan; undefined for URLs and absolute paths. */
function fromMap(path: string | null | undefined, directory: string): string | undefined {
  if (!path || isAbsolute(path) || /^[a-z][a-z0-9+.-]+:/i.test(path)) return undefined
  return normalize(join(directory, path))
}
