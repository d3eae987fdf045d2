import { baseCommit } from './base'
import { repositoryOf } from './files'
import { GitError, git } from './git-tree'

/** Whether a line, of a file seen from the root of the repository, is one that changed. */
export type IsChanged = (file: string, line: number) => boolean

/**
 * The lines that the working directory has and the base has not, which is where a pull request shows annotations.
 * Undefined where git cannot tell. Nothing of the repository's own runs: no driver of its attributes, no pager.
 */
export function changedLines(workingDirectory: string, reference: string): IsChanged | undefined {
  const root = repositoryOf(workingDirectory)
  const commit = root === undefined ? undefined : baseCommit(root, reference)
  if (root === undefined || commit === undefined || commit.problem !== undefined) return undefined
  const harmless = ['--no-ext-diff', '--no-textconv', '--no-color', '--no-renames']
  const shape = ['--unified=0', '--src-prefix=a/', '--dst-prefix=b/']
  try {
    const output = git(root, ['-c', 'core.quotePath=false', 'diff', ...harmless, ...shape, commit.id, '--'])
    const ranges = rangesIn(output.toString('utf8'))
    return (file, line) => ranges.get(file)?.some(([from, to]) => line >= from && line <= to) ?? false
  } catch (error) {
    if (error instanceof GitError) return undefined
    throw error
  }
}

/** By file, from the headers of a diff without context: `+++ b/main.tf`, `@@ -1 +1,2 @@`. */
function rangesIn(diff: string): Map<string, [number, number][]> {
  const ranges = new Map<string, [number, number][]>()
  let own: [number, number][] = []
  // A line of content begins with + or - as well: it is passed over by counting.
  let content = 0
  for (const line of diff.split('\n')) {
    if (content > 0 && /^[+-]/.test(line)) {
      content--
      continue
    }
    const file = /^\+\+\+ b\/([^\t\r]+)/.exec(line)?.[1]
    if (file !== undefined) {
      own = []
      ranges.set(file, own)
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (!hunk) continue
    const [gone, from, come] = [hunk[1] ?? 1, hunk[2], hunk[3] ?? 1].map(Number) as [number, number, number]
    content = gone + come
    if (come > 0) own.push([from, from + come - 1])
  }
  return ranges
}
