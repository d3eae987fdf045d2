import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FileTree } from '../../../../src/model/files'

/** A tree of files in memory, by path. */
export function memoryTree(files: Readonly<Record<string, string>>): FileTree {
  const paths = Object.keys(files)
  return {
    read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
    readBytes: (path) => (Object.hasOwn(files, path) ? Buffer.from(files[path]!) : undefined),
    kindOf: (path) => {
      if (Object.hasOwn(files, path)) return 'file'
      return path === '' || paths.some((candidate) => candidate.startsWith(`${path}/`)) ? 'directory' : undefined
    },
    list: (directory) => {
      const prefix = directory === '' ? '' : `${directory}/`
      const names = paths
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length).split('/')[0]!)
      return [...new Set(names)].sort()
    },
  }
}

/** All text files below a directory on disk, as paths relative to it. */
export function filesBelow(directory: string, prefix = ''): Record<string, string> {
  const files: Record<string, string> = {}
  for (const name of readdirSync(join(directory, prefix))) {
    const path = prefix === '' ? name : `${prefix}/${name}`
    if (statSync(join(directory, path)).isDirectory()) Object.assign(files, filesBelow(directory, path))
    else files[path] = readFileSync(join(directory, path), 'utf8')
  }
  return files
}
