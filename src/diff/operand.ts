import { existsSync, statSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import { slashes } from '../scan/slashes'
import { baseCommit, commitOf } from '../scan/base'
import { DiskTree, repositoryOf } from '../scan/files'
import { GitTree } from '../scan/git-tree'
import type { ScanTree } from '../scan/tree'

/** One side of a diff: where its files are. Paths in it are relative to its own directory. */
export interface Operand {
  readonly tree: ScanTree
  readonly paths: readonly string[]
  /** For a plan compared with itself: which of its states. */
  readonly planSide?: 'before' | 'after'
}

export interface Operands {
  readonly base: Operand
  readonly head: Operand
}

/**
 * What is to be compared: two directories, files or git references; `a..b` or `a...b`; a reference alone with the working
 * directory, from where they parted; a plan alone with itself. What prevents it comes back as a sentence.
 */
export function readOperands(words: readonly string[], workingDirectory: string): Operands | string {
  const [first, second, ...more] = words
  if (first === undefined || more.length > 0) return 'diff takes a base and a head, or one plan, or one git reference.'
  if (second !== undefined) return both(operandOf(first, workingDirectory), operandOf(second, workingDirectory))
  const path = resolve(workingDirectory, first)
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return `diff ${first} needs a second directory to compare it with.`
    const own = directoryOrFile(path)
    return { base: { ...own, planSide: 'before' }, head: { ...own, planSide: 'after' } }
  }
  const range = /^(.+?)(\.{2,3})(.*)$/.exec(first)
  if (!range) return both(mergeBase(first, workingDirectory), { tree: new DiskTree(workingDirectory), paths: ['.'] })
  const [, from = '', dots, to = ''] = range
  const head = operandOf(to === '' ? 'HEAD' : to, workingDirectory)
  return both(dots === '...' ? mergeBase(from, workingDirectory, to) : operandOf(from, workingDirectory), head)
}

function both(base: Operand | string, head: Operand | string): Operands | string {
  if (typeof base === 'string') return base
  return typeof head === 'string' ? head : { base, head }
}

function operandOf(word: string, workingDirectory: string): Operand | string {
  const path = resolve(workingDirectory, word)
  if (existsSync(path)) return directoryOrFile(path)
  const root = repositoryOf(workingDirectory)
  if (root === undefined) return `there is no ${word} here, and this directory is in no git repository.`
  const commit = commitOf(root, word)
  if (commit === undefined) return `there is no directory, file or commit ${word} here.`
  return inGit(root, workingDirectory, commit)
}

function directoryOrFile(path: string): Operand {
  return statSync(path).isDirectory()
    ? { tree: new DiskTree(path), paths: ['.'] }
    : { tree: new DiskTree(dirname(path)), paths: [basename(path)] }
}

/** The commit at which a reference and the head parted, so that what others merged since does not count. */
function mergeBase(word: string, workingDirectory: string, head = 'HEAD'): Operand | string {
  const root = repositoryOf(workingDirectory)
  if (root === undefined) return `there is no ${word} here, and this directory is in no git repository.`
  const tip = commitOf(root, head === '' ? 'HEAD' : head)
  if (tip === undefined) return `there is no commit ${head} here.`
  const commit = baseCommit(root, word, tip)
  return commit.problem ?? inGit(root, workingDirectory, commit.id)
}

function inGit(root: string, workingDirectory: string, commit: string): Operand {
  return { tree: new GitTree(root, slashes(relative(root, workingDirectory)), commit), paths: ['.'] }
}
