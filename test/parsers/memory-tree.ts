import type { FileTree } from '../../src/model/files'

/** A file tree of texts by path, for tests of bad input. */
export function memoryTree(texts: Readonly<Record<string, string>>): FileTree {
  const paths = Object.keys(texts)
  const isDirectory = (path: string): boolean => path === '.' || paths.some((file) => file.startsWith(`${path}/`))
  return {
    read: (path) => texts[path],
    readBytes: (path) => (texts[path] === undefined ? undefined : Buffer.from(texts[path])),
    kindOf: (path) => (texts[path] === undefined ? (isDirectory(path) ? 'directory' : undefined) : 'file'),
    list: (directory) => {
      const prefix = directory === '.' ? '' : `${directory}/`
      const below = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length))
      return [...new Set(below.map((path) => path.split('/')[0] as string))].sort()
    },
  }
}
