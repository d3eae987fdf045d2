import { relative } from 'node:path'
import { slashes } from './slashes'
import { repositoryOf } from './files'
import { GitError, GitTree, git } from './git-tree'
import type { ScanOptions } from './options'
import { type Scan, scan } from './scan'

/**
 * A base commit (the merge base of it and HEAD), scanned from the object store with the settings of
 * today; its diagnostics begin with what the change does to the configuration. What prevents it comes back as a sentence. A base that does not parse as a whole still gives what it has.
 */
export async function scanBase(
  options: ScanOptions,
  reference: string,
  workingDirectory: string,
): Promise<Scan | string> {
  const root = repositoryOf(workingDirectory)
  if (root === undefined) return `--base ${reference}: this directory is in no git repository`
  try {
    const commit = baseCommit(root, reference)
    if (commit.problem !== undefined) return commit.problem
    const prefix = slashes(relative(root, workingDirectory))
    const tree = new GitTree(root, prefix, commit.id)
    const notes = await options.changedSince?.(tree)
    return await scan({ ...options, tree, notes, comparison: undefined })
  } catch (error) {
    if (error instanceof GitError) return `--base ${reference}: ${error.message}`
    throw error
  }
}

type BaseCommit = { readonly id: string; readonly problem?: undefined } | { readonly problem: string }

/** The commit to compare with: where HEAD left the reference, so that what others merged since does not count. */
export function baseCommit(root: string, reference: string, head = 'HEAD'): BaseCommit {
  if (reference.startsWith('-')) return { problem: `--base ${reference}: this is no git reference` }
  const named = commitOf(root, reference)
  if (named === undefined) {
    return {
      problem:
        `--base ${reference}: there is no such commit here.${shallow(root)} Fetch it first: ` +
        `git fetch origin ${reference.replace(/^origin\//, '')}, or fetch-depth: 0 for actions/checkout`,
    }
  }
  const merge = tryGit(root, ['merge-base', named, head])
  if (merge !== undefined) return { id: merge }
  if (shallow(root) === '') return { id: named }
  return {
    problem: `--base ${reference}: where it and HEAD part is not in this shallow clone; set fetch-depth: 0 for actions/checkout`,
  }
}

/** The id of the commit that a reference names; undefined when there is none. */
export function commitOf(root: string, reference: string): string | undefined {
  if (reference.startsWith('-')) return undefined
  return tryGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`])
}

function shallow(root: string): string {
  return tryGit(root, ['rev-parse', '--is-shallow-repository']) === 'true' ? ' This clone is shallow.' : ''
}

function tryGit(root: string, args: readonly string[]): string | undefined {
  try {
    return git(root, args).toString('utf8').trim() || undefined
  } catch (error) {
    if (error instanceof GitError) return undefined
    throw error
  }
}
