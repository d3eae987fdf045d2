import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Severity, severities } from '../../model/finding'
import { mergeReports } from '../../report/merge'
import type { Command } from '../command'
import { UsageError } from '../flags'

export const mergeCommand: Command = {
  usage: 'merge <report.json...>',
  summary: 'Make one JSON report of several: of parts of a repository, or of many.',
  notes: 'Every entry of the result says in `from` which report it is of.',
  flags: {
    output: { value: 'file', short: 'o', help: 'Where the result goes, instead of standard output.' },
    'fail-on': { value: 'severity|none', help: 'Exit 1 from this severity on; none by default.' },
  },
  async run(args, terminal) {
    if (args.words.length === 0) throw new UsageError('merge needs the JSON reports of one scan or more.')
    const failOn = args.values['fail-on']?.[0] ?? 'none'
    if (failOn !== 'none' && !severities.includes(failOn as Severity)) {
      throw new UsageError(`--fail-on is one of ${severities.join(', ')}, none, not ${failOn}.`)
    }
    const merged = mergeReports(
      args.words.map((name) => ({ name, text: read(resolve(terminal.workingDirectory, name)) })),
    )
    if (typeof merged === 'string') throw new UsageError(merged)
    const [output] = args.values.output ?? []
    if (output === undefined) terminal.stdout(merged.text)
    else write(resolve(terminal.workingDirectory, output), merged.text)
    if (merged.hasErrors) return 2
    if (failOn === 'none' || merged.gravest === undefined) return 0
    return severities.indexOf(merged.gravest) <= severities.indexOf(failOn as Severity) ? 1 : 0
  },
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`)
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`)
  }
}
