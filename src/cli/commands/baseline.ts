import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { scopesOf } from '../../model/queries'
import { type BaselineFile, createBaseline, pruneBaseline, readBaseline, writeBaseline } from '../../scan/baseline'
import { scan } from '../../scan/scan'
import type { Command } from '../command'
import { UsageError } from '../flags'
import { checkFlags, inputFlags, setUp } from '../setup'

const standard = '.iamgate-baseline.json'
const actions = ['create', 'update', 'prune']

export const baselineCommand: Command = {
  usage: 'baseline create|update|prune [paths...]',
  summary: 'Keep a file of the findings that are known, so that only new ones fail.',
  notes: `create  writes a new baseline of everything that is found
update  makes the baseline what is found today
prune   drops entries that are no longer found, and adds none`,
  flags: {
    baseline: { value: 'file', help: `The file; by default the configuration's, or ${standard}.` },
    ...checkFlags,
    ...inputFlags,
  },
  async run(args, terminal) {
    const [action = '', ...paths] = args.words
    if (!actions.includes(action)) throw new UsageError(`baseline needs one of ${actions.join(', ')} first.`)
    const { options, settings } = await setUp({ ...args, words: paths }, terminal)
    const name = settings.baseline ?? standard
    const file = resolve(terminal.workingDirectory, name)
    if (action === 'create' && existsSync(file)) throw new UsageError(`${name} is there already; use update.`)
    const before = action === 'create' ? undefined : readOld(file, name)
    const { result, model } = await scan(options)
    if (result.diagnostics.some((diagnostic) => diagnostic.level === 'error')) {
      // A baseline of half a scan would call the other half new, or drop it.
      for (const { file: at, message } of result.diagnostics) terminal.stderr(`iamgate: ${at}: ${message}\n`)
      return 2
    }
    const after =
      action === 'prune' && before
        ? pruneBaseline(before, result.findings, scopesOf(model))
        : createBaseline(result.findings)
    writeFileSync(file, writeBaseline(after))
    terminal.stderr(
      `${name}: ${after.findings.length} findings${before ? ` (${before.findings.length} before)` : ''}\n`,
    )
    return 0
  },
}

function readOld(file: string, name: string): BaselineFile {
  if (!existsSync(file)) throw new UsageError(`there is no baseline ${name}; iamgate baseline create makes one`)
  const baseline = readBaseline(readFileSync(file, 'utf8'))
  if (typeof baseline === 'string') throw new UsageError(`${name} ${baseline}`)
  return baseline
}
