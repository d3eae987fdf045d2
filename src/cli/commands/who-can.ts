import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { findPrincipals, can, whoCan } from '../../iam/who-can'
import type { CanAnswer } from '../../model/access-answer'
import type { Identity } from '../../model/iam'
import { display } from '../../model/value'
import { canConsole, canJson, whoCanConsole, whoCanJson } from '../../report/access'
import { modelOf } from '../../scan/scan'
import { didYouMean } from '../../scan/suggest'
import type { Command } from '../command'
import { type Arguments, type Flags, UsageError } from '../flags'
import { inputFlags, setUp } from '../setup'
import { type Terminal, wantsColor } from '../terminal'
import { tellTroubles } from './model'

const flags: Flags = { format: { value: 'name', short: 'f', help: 'console (default) or json.' }, ...inputFlags }

const notes = `An action is written as s3:GetObject, a resource as an ARN or as an address in the code
(aws_s3_bucket.logs); without one, any resource counts. "may" means: depending on what the
code does not say.`

export const whoCanCommand: Command = {
  usage: 'who-can <action> [resource] [paths...]',
  summary: 'Say which principals of the code may do an action, and which statements let them.',
  notes,
  flags,
  async run(args, terminal) {
    const isJson = wantsJson(args)
    const [action, ...rest] = args.words
    const { resource, paths } = splitResource(rest, terminal)
    checkAction(action)
    const { options } = await setUp({ ...args, words: paths }, terminal)
    const { result, model } = await modelOf(options)
    const answer = whoCan(model, action, resource, options.trust)
    const colors = wantsColor(terminal, args.values['no-color'] !== undefined)
    terminal.stdout(isJson ? whoCanJson(answer) : whoCanConsole(answer, colors))
    return tellTroubles(result, terminal)
  },
}

export const canCommand: Command = {
  usage: 'can <principal> <action> [resource] [paths...]',
  summary: 'Say whether one principal of the code may do an action, and why or why not.',
  notes: `A principal is a name, an ARN or an address in the code (aws_iam_role.deploy).\n${notes}`,
  flags,
  async run(args, terminal) {
    const isJson = wantsJson(args)
    const [written, action, ...rest] = args.words
    if (written === undefined) throw new UsageError('can needs a principal and an action.')
    const { resource, paths } = splitResource(rest, terminal)
    checkAction(action)
    const { options } = await setUp({ ...args, words: paths }, terminal)
    const { result, model } = await modelOf(options)
    const [first, ...others] = findPrincipals(model, written)
    if (!first) {
      const code = tellTroubles(result, terminal)
      const all = [...model.users, ...model.roles, ...model.permissionSets]
      const names = all.flatMap((identity) => [display(identity.name), identity.resource.address])
      terminal.stderr(`iamgate: there is no principal ${written} in this code.${didYouMean(written, names)}\n`)
      return Math.max(code, 2)
    }
    const colors = wantsColor(terminal, args.values['no-color'] !== undefined)
    const answerOf = (principal: Identity): CanAnswer => can(model, principal, action, resource, options.trust)
    const answers = [answerOf(first), ...others.map(answerOf)] as const
    if (isJson) terminal.stdout(canJson(answers))
    else for (const answer of answers) terminal.stdout(canConsole(answer, colors))
    return tellTroubles(result, terminal)
  },
}

function wantsJson(args: Arguments): boolean {
  const [format = 'console'] = args.values.format ?? []
  if (format !== 'console' && format !== 'json') {
    throw new UsageError(`answers can be shown as console or json, not as ${format}.`)
  }
  return format === 'json'
}

/** A first word that is an ARN, `*`, or no path here is the resource; a path stays a path. */
function splitResource(
  words: readonly string[],
  terminal: Terminal,
): { resource: string | undefined; paths: string[] } {
  const [first, ...rest] = words
  if (first === undefined) return { resource: undefined, paths: [] }
  const isPath = !/^arn:|^\*$/.test(first) && existsSync(resolve(terminal.workingDirectory, first))
  return isPath ? { resource: undefined, paths: [...words] } : { resource: first, paths: rest }
}

function checkAction(action: string | undefined): asserts action is string {
  if (action === undefined) throw new UsageError('an action is missing, such as s3:GetObject.')
  if (!/^[\w-]+:[\w*?]+$/.test(action)) throw new UsageError(`${action} is no action; one is written as s3:GetObject.`)
}
