import { spawnSync } from 'node:child_process'
import { posix } from 'node:path'
import { decode } from './decode'
import { excludedBy } from './git-ignore'
import { type Found, largestFile, type ScanTree, unwalked } from './tree'

interface Blob {
  readonly kind: 'file' | 'link'
  readonly object: string
  readonly size: number
}

/**
 * The files of one commit, read from git's object store: no checkout is touched and no network is used. Paths are
 * relative to the working directory, as those of `DiskTree`. Submodules are not entered.
 */
export class GitTree implements ScanTree {
  readonly #root: string
  readonly #prefix: string
  readonly #blobs: ReadonlyMap<string, Blob>
  readonly #directories = new Map<string, Set<string>>()
  readonly #texts = new Map<string, string>()
  readonly #bytes = new Map<string, Uint8Array>()

  /** `root` is the repository's directory; `prefix` the working directory seen from it, '' for the same. */
  constructor(root: string, prefix: string, commit: string) {
    this.#root = root
    this.#prefix = prefix
    this.#blobs = listCommit(root, commit)
    for (const path of this.#blobs.keys()) this.#addDirectories(path)
  }

  read(path: string): string | undefined {
    const kept = this.#texts.get(path)
    if (kept !== undefined) return kept
    const bytes = this.readBytes(path)
    if (!bytes) return undefined
    const text = decode(bytes)
    this.#texts.set(path, text)
    return text
  }

  readBytes(path: string): Uint8Array | undefined {
    const blob = this.#blobAt(path)
    if (!blob || blob.size > largestFile) return undefined
    if (!this.#bytes.has(blob.object)) this.#load([blob])
    return this.#bytes.get(blob.object)
  }

  kindOf(path: string): 'file' | 'directory' | undefined {
    const real = this.#resolve(this.#inRepository(path))
    if (real === undefined) return undefined
    if (this.#directories.has(real)) return 'directory'
    return this.#blobs.get(real)?.kind === 'file' ? 'file' : undefined
  }

  list(directory: string): readonly string[] {
    const real = this.#resolve(this.#inRepository(directory))
    return real === undefined ? [] : [...(this.#directories.get(real) ?? [])].sort()
  }

  sizeOf(path: string): number | undefined {
    return this.#blobAt(path)?.size
  }

  head(path: string, length: number): Uint8Array | undefined {
    return this.readBytes(path)?.subarray(0, length)
  }

  forget(path: string): void {
    this.#texts.delete(path)
  }

  async find(path: string, exclude: readonly string[], excludeBase = '.'): Promise<Found> {
    const start = this.#inRepository(path)
    const blob = start === undefined ? undefined : this.#blobs.get(start)
    if (blob) return { files: [path], explicit: true, ignoredOutputs: [], locked: [] }
    if (start === undefined || !this.#directories.has(start))
      return { files: [], explicit: false, ignoredOutputs: [], locked: [] }
    const excluded = excludedBy(posix.join('/', this.#prefix, excludeBase), exclude)
    const below = start === '' ? '' : `${start}/`
    const files = [...this.#blobs.keys()].filter((file) => {
      if (
        !file.startsWith(below) ||
        file
          .slice(below.length)
          .split('/')
          .some((part) => unwalked.has(part))
      )
        return false
      return !excluded(`/${file}`, false) && this.#resolve(file) !== undefined
    })
    this.#load(files.map((file) => this.#blobs.get(file) as Blob).filter(isSmallText(files, this.#blobs)))
    return { files: files.map((file) => this.#shown(file)).sort(), explicit: false, ignoredOutputs: [], locked: [] }
  }

  /** The path from the repository's root; undefined outside it. */
  #inRepository(path: string): string | undefined {
    const joined = posix.normalize(posix.join(this.#prefix, path))
    if (joined === '.' || joined === './') return ''
    return joined.startsWith('..') || joined.startsWith('/') ? undefined : joined.replace(/\/$/, '')
  }

  #shown(path: string): string {
    return this.#prefix === '' ? path : posix.relative(this.#prefix, path)
  }

  #blobAt(path: string): Blob | undefined {
    const real = this.#resolve(this.#inRepository(path))
    const blob = real === undefined ? undefined : this.#blobs.get(real)
    return blob?.kind === 'file' ? blob : undefined
  }

  /** Where a path leads once links, its own and those of its directories, are followed; undefined for nowhere. */
  #resolve(path: string | undefined, steps = 0): string | undefined {
    if (path === undefined || steps > 40) return undefined
    if (path === '' || this.#directories.has(path)) return path
    const blob = this.#blobs.get(path)
    if (blob?.kind === 'file') return path
    const parts = path.split('/')
    for (let length = 1; length <= parts.length; length++) {
      const head = parts.slice(0, length).join('/')
      const link = this.#blobs.get(head)
      if (link?.kind !== 'link') continue
      this.#load([link])
      const target = decode(this.#bytes.get(link.object) ?? new Uint8Array())
      const joined = posix.normalize(posix.join(posix.dirname(head), target, ...parts.slice(length)))
      if (target.startsWith('/') || joined.startsWith('..')) return undefined
      return this.#resolve(joined === '.' ? '' : joined.replace(/\/$/, ''), steps + 1)
    }
    return undefined
  }

  #addDirectories(path: string): void {
    const parts = path.split('/')
    for (let length = parts.length - 1; length >= 0; length--) {
      const directory = parts.slice(0, length).join('/')
      const names = this.#directories.get(directory)
      if (names?.has(parts[length] as string)) return
      if (names) names.add(parts[length] as string)
      else this.#directories.set(directory, new Set([parts[length] as string]))
    }
  }

  /** Reads objects with one `git cat-file --batch`. */
  #load(blobs: readonly Blob[]): void {
    const wanted = [...new Set(blobs.map((blob) => blob.object))].filter((object) => !this.#bytes.has(object))
    for (let at = 0; at < wanted.length; at += batchSize) {
      const some = wanted.slice(at, at + batchSize)
      for (const [object, bytes] of readObjects(this.#root, some)) this.#bytes.set(object, bytes)
    }
  }
}

const batchSize = 2000
const largestOutput = 1_000_000_000

/** What is read at once: files whose names promise something of ours. The rest is read when it is asked for. */
function isSmallText(files: readonly string[], blobs: ReadonlyMap<string, Blob>): (blob: Blob) => boolean {
  const promising = new Set(
    files
      .filter((file) => /\.(?:tf|tofu|tfvars|json|ya?ml|template|cfn)$/i.test(file))
      .map((file) => blobs.get(file)?.object),
  )
  return (blob) => blob.size < 1_000_000 && promising.has(blob.object)
}

function listCommit(root: string, commit: string): Map<string, Blob> {
  const listing = git(root, ['ls-tree', '-r', '-l', '-z', '--full-tree', commit]).toString('utf8')
  const blobs = new Map<string, Blob>()
  for (const line of listing.split('\0')) {
    const match = /^(\d{6}) blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/.exec(line)
    if (!match) continue
    const [, mode, object = '', size, path = ''] = match
    blobs.set(path, { kind: mode === '120000' ? 'link' : 'file', object, size: Number(size) })
  }
  return blobs
}

function readObjects(root: string, objects: readonly string[]): Map<string, Uint8Array> {
  const output = git(root, ['cat-file', '--batch'], `${objects.join('\n')}\n`)
  const found = new Map<string, Uint8Array>()
  let at = 0
  while (at < output.length) {
    const end = output.indexOf(10, at)
    const [object = '', type, size] = output.subarray(at, end).toString('utf8').split(' ')
    at = end + 1
    if (type !== 'blob') continue
    found.set(object, output.subarray(at, at + Number(size)))
    at += Number(size) + 1
  }
  return found
}

/** Runs git without a shell. Throws with git's own words. */
export function git(directory: string, args: readonly string[], input?: string): Buffer {
  const run = spawnSync('git', ['-C', directory, ...args], { input, maxBuffer: largestOutput, windowsHide: true })
  if (run.error) throw new GitError(`git cannot be run: ${run.error.message}`)
  if (run.status !== 0) throw new GitError(run.stderr.toString('utf8').trim() || `git ${args[0]} failed`)
  return run.stdout
}

export class GitError extends Error {}
