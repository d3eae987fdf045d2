/**
 * The files of a scan, on disk or in git's object store. Paths are relative to the working directory, with forward
 * slashes and without `.` or `..` steps inside; what lies above it in the same repository, or was named by a person,
 * begins with `..` steps. Nothing outside the root can be read through it, links included.
 */
export interface FileTree {
  /** The text of a file, UTF-8 or UTF-16 with a byte order mark, the mark removed; undefined when there is none. */
  read(path: string): string | undefined
  /** The bytes of a file; undefined when there is none. */
  readBytes(path: string): Uint8Array | undefined
  /** What a path is; undefined when there is nothing, or it lies outside the root. */
  kindOf(path: string): 'file' | 'directory' | undefined
  /** Names in a directory, sorted; empty when there is none. */
  list(directory: string): readonly string[]
}
