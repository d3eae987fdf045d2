import type { FileTree } from '../model/files'

/** What discovery asks of a file tree beyond reading: the files below a path, and a look at one without loading it. */
export interface ScanTree extends FileTree {
  /**
   * The files below a directory, or the one that `path` names, sorted. A pattern with `*`, `?`, `[]` or `{}` is a glob.
   * Never enters `.git`, `node_modules` or `.terraform`, nor what `.gitignore` files or `exclude` rule out;
   * that is meant from `excludeBase`, itself seen from the working directory.
   */
  find(path: string, exclude: readonly string[], excludeBase?: string): Promise<Found>
  /** Bytes; undefined when there is no such file. */
  sizeOf(path: string): number | undefined
  /** At most `length` bytes from the start of a file; undefined when there is no such file. */
  head(path: string, length: number): Uint8Array | undefined
  /** Lets go of a text that `read` keeps, once it is known that nobody will ask for it again. */
  forget(path: string): void
}

export interface Found {
  readonly files: readonly string[]
  /** True when `path` names one file, which must then be something that iamgate reads. */
  readonly explicit: boolean
  /** Directories of synthesised code (`cdk.out`, `cdktf.out`) that a `.gitignore` keeps out of the scan. */
  readonly ignoredOutputs: readonly string[]
  /** Directories that the system does not let this process list. */
  readonly locked: readonly string[]
}

/** Directories that are never walked, wherever they are. */
export const unwalked: ReadonlySet<string> = new Set(['.git', 'node_modules', '.terraform'])

/** Larger files are not read: V8 strings end at 512 MB, and no template or plan of a sane estate is near this. */
export const largestFile = 150_000_000
