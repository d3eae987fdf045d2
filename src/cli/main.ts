import { closest, didYouMean } from '../scan/suggest'
import { type Command, commonFlags } from './command'
import { commands } from './commands/index'
import { describeFlags, readArguments, UsageError } from './flags'
import { processTerminal, type Terminal } from './terminal'
import { version } from './version'

/** Runs one command line and gives its exit code. Nothing that a person types makes it throw. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  try {
    return await dispatch(args, terminal)
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.stderr(`iamgate: ${error.message}\n`)
      return 2
    }
    terminal.stderr(`iamgate failed; please report this.\n${error instanceof Error ? error.stack : String(error)}\n`)
    return 3
  }
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first, ...rest] = args
  if (first === '--version' || first === '-V') return printVersion(rest, terminal)
  if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
    terminal.stdout(await overview())
    return first === undefined ? 2 : 0
  }
  const name = first === 'help' ? (rest[0] as string) : first
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) throw new UsageError(unknownCommand(name))
  const command = await load()
  if (first === 'help' || rest.includes('--help') || rest.includes('-h')) {
    terminal.stdout(help(command))
    return 0
  }
  return command.run(readArguments(rest, { ...command.flags, ...commonFlags }), terminal)
}

function unknownCommand(word: string): string {
  if (word.startsWith('-')) {
    return `${word} comes before a command. See iamgate --help.${closest(word, ['--version', '--help']) ? didYouMean(word, ['--version', '--help']) : ''}`
  }
  const meant = didYouMean(word, Object.keys(commands))
  return `there is no command ${word}.${meant || ` To scan a path: iamgate scan ${word}`}`
}

async function printVersion(rest: readonly string[], terminal: Terminal): Promise<number> {
  terminal.stdout(`${version}\n`)
  if (!rest.includes('--verbose')) return 0
  const { dataVersion } = await import('../iam/data')
  terminal.stdout(`AWS data of ${dataVersion()}\nNode ${process.version}\n`)
  return 0
}

async function overview(): Promise<string> {
  const loaded = await Promise.all(Object.values(commands).map((load) => load()))
  const width = Math.max(...loaded.map((command) => command.usage.length))
  const lines = loaded.map((command) => `  iamgate ${command.usage.padEnd(width)}  ${command.summary}`)
  return `iamgate ${version}: who can do what in AWS once this change lands, and is that safe?

${lines.join('\n')}

iamgate <command> --help shows its flags. Nothing is sent anywhere, and nothing is downloaded.
Exit codes: 0 fine, 1 findings at or above --fail-on, 2 could not scan, 3 a fault of iamgate.
`
}

function help(command: Command): string {
  const notes = command.notes ? `\n${command.notes}\n` : ''
  return `iamgate ${command.usage}\n\n${command.summary}\n\n${describeFlags({ ...command.flags, ...commonFlags })}\n${notes}`
}
