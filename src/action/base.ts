import { baseCommit } from '../scan/base'
import { repositoryOf } from '../scan/files'
import { ActionInputError, type Environment, eventOf, input, inputChoice } from './inputs'

/** What findings are compared with, and what to tell when that could not be had. */
export interface Base {
  readonly ref: string | undefined
  readonly note: string | undefined
}

const none: Base = { ref: undefined, note: undefined }
const advice = "Check out with 'fetch-depth: 2' (or 0), so that the base commit is there."

/**
 * The commit to compare with: the input, else the base of the pull request or merge group, where the gate is `new`.
 * A base that was asked for and is not there is an error; one that nobody asked for is a warning, and all findings gate.
 */
export function baseOf(environment: Environment, directory: string): Base {
  // Findings of a part are told apart in the whole alone: there the comparison is to be made.
  if (input(environment, 'shard') !== undefined) return none
  const gate = inputChoice(environment, 'gate', ['new', 'all', 'none'])
  const given = input(environment, 'base')
  if (given !== undefined) {
    if (!hasCommit(directory, given))
      throw new ActionInputError(`Input 'base': there is no commit '${given}' in this checkout. ${advice}`)
    return { ref: given, note: undefined }
  }
  if (gate === 'all' || (gate === 'none' && !isPullRequest(environment))) return none
  const candidates = candidatesOf(environment)
  if (candidates.length === 0) {
    if (gate === 'new') throw new ActionInputError("Input 'gate' is new, and this event has no base: set 'base'.")
    return none
  }
  const found = candidates.find((candidate) => hasCommit(directory, candidate))
  if (found) return { ref: found, note: undefined }
  if (gate === 'new')
    throw new ActionInputError(`The base commit of the pull request is not in this checkout. ${advice}`)
  return {
    ref: undefined,
    note: `The base commit of the pull request is not in this checkout, so that all findings count as new. ${advice}`,
  }
}

const isPullRequest = (environment: Environment): boolean => candidatesOf(environment).length > 0

/** Where the base may be, best first. https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request */
function candidatesOf(environment: Environment): string[] {
  const event = eventOf(environment)
  const shas = [event.pull_request?.base?.sha, event.merge_group?.base_sha]
  const branch = environment.GITHUB_BASE_REF ? [`origin/${environment.GITHUB_BASE_REF}`] : []
  return [...shas.filter((sha): sha is string => typeof sha === 'string' && /^[0-9a-f]{40,64}$/.test(sha)), ...branch]
}

/** Whether the comparison with a reference can be made in this checkout. */
function hasCommit(directory: string, reference: string): boolean {
  const root = repositoryOf(directory)
  return root !== undefined && baseCommit(root, reference).problem === undefined
}
