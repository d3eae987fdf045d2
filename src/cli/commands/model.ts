import type { ScanResult } from '../../model/finding'
import { modelJson } from '../../report/model'
import { modelText } from '../../report/model-text'
import { modelOf } from '../../scan/scan'
import type { Command } from '../command'
import { tellDiagnostics } from '../diagnostics'
import { UsageError } from '../flags'
import { inputFlags, setUp } from '../setup'
import type { Terminal } from '../terminal'

export const modelCommand: Command = {
  usage: 'model [paths...]',
  summary: 'Show the resolved IAM model: who there is and what each carries.',
  flags: { format: { value: 'name', short: 'f', help: 'console (default) or json.' }, ...inputFlags },
  async run(args, terminal) {
    const [format = 'console'] = args.values.format ?? []
    if (format !== 'console' && format !== 'json') {
      throw new UsageError(`the model can be shown as console or json, not as ${format}.`)
    }
    const { options } = await setUp(args, terminal)
    const { result, model } = await modelOf(options)
    const unread = result.diagnostics.filter(({ level }) => level === 'error')
    terminal.stdout(format === 'json' ? modelJson(model, unread) : modelText(model))
    return tellTroubles(result, terminal)
  },
}

/** Says what could not be read, for a command whose output is not the scan's own. Gives the exit code. */
export function tellTroubles(result: ScanResult, terminal: Terminal): number {
  tellDiagnostics(result.diagnostics, terminal)
  if (result.diagnostics.some((diagnostic) => diagnostic.kind === 'internal-error')) return 3
  return result.diagnostics.some((diagnostic) => diagnostic.level === 'error') ? 2 : 0
}
