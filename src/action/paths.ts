import { existsSync, realpathSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { slashes } from '../scan/slashes'
import { isWithin } from '../scan/files'
import { ActionInputError } from './inputs'

/** A directory of the workspace, whose own links are resolved; links that lead out of it are refused. */
export function workingDirectory(workspace: string, given: string | undefined): string {
  const wanted = resolve(workspace, given ?? '.')
  if (!existsSync(wanted)) throw new ActionInputError(`Input 'working-directory': there is no directory '${given}'.`)
  const real = realpathSync.native(wanted)
  if (isWithin(workspace, real)) return real
  throw new ActionInputError(`Input 'working-directory': '${given}' is outside the workspace.`)
}

/** A file as the next steps are told of it: from the workspace, with forward slashes on every system. */
export function pathFrom(workspace: string, file: string): string {
  return slashes(relative(workspace, file))
}
