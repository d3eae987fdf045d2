import type { Span } from '../../../src/model/source'
import type { FileAnswer } from './function'
import { normalizePath } from './path'
import type { Names } from './scope'
import type { Session } from './session'

/**
 * A file as a function of Terraform's sees it from the root module. A module that nobody in the scan calls may name its
 * own files by the way to it from its callers (`./our-modules/queue/policy.json.tpl` in the module `queue`): where that
 * way leads to nothing and ends in the module's own directory, its own file is read, which is said.
 */
export function readModuleFile(path: string, names: Names, session: Session, at: Span): FileAnswer {
  const answer = session.readFile(path.startsWith('/') ? path : `${names.rootDirectory}/${path}`.replace(/^\//, ''))
  if (answer.kind !== 'missing' || names.directory !== names.rootDirectory) return answer
  const own = ownPath(path, names.directory)
  const found = own === undefined ? answer : session.readFile(own)
  if (found.kind === 'file') {
    const message = `Nothing is at ${JSON.stringify(path)} from here, and no caller of this module is in the scan: its own file ${own} was read.`
    session.say('note', 'file-of-module', message, at)
  }
  return found
}

/** The path from the module's own directory on, as one below it; undefined where it does not go through that. */
function ownPath(path: string, directory: string): string | undefined {
  const own = directory.split('/').at(-1)
  const steps = normalizePath(path)?.split('/') ?? []
  const index = own ? steps.lastIndexOf(own, -2) : -1
  return index < 1 ? undefined : [directory, ...steps.slice(index + 1)].join('/')
}
