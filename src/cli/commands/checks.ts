import { checks } from '../../../checks/index'
import { summarize } from '../../scan/run-checks'
import type { Command } from '../command'
import { UsageError } from '../flags'

export const checksCommand: Command = {
  usage: 'checks',
  summary: 'List the checks.',
  flags: { format: { value: 'name', short: 'f', help: 'console (default) or json.' } },
  async run(args, terminal) {
    const [format = 'console'] = args.values.format ?? []
    if (format === 'json')
      terminal.stdout(`${JSON.stringify({ version: 1, checks: checks.map(summarize) }, null, 2)}\n`)
    else if (format === 'console') terminal.stdout(table())
    else throw new UsageError(`checks can be listed as console or json, not as ${format}.`)
    return 0
  },
}

function table(): string {
  const rows = checks.map((check) => [check.id, check.severity, check.optional ? 'optional' : '', check.title] as const)
  const width = Math.max(0, ...rows.map(([id]) => id.length))
  const lines = rows.map(
    ([id, severity, optional, title]) =>
      `${id.padEnd(width)}  ${severity.padEnd(8)}  ${optional.padEnd(8)}  ${title}\n`,
  )
  return lines.join('')
}
