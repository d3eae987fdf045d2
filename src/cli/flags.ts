import { parseArgs } from 'node:util'
import { didYouMean } from '../scan/suggest'

/** One flag. `value` is the placeholder that help shows; without it the flag is a switch. */
export interface Flag {
  readonly value?: string
  readonly short?: string
  readonly repeatable?: boolean
  readonly help: string
}

export type Flags = Readonly<Record<string, Flag>>

/** Arguments read; every flag's values in order, a switch as `['true']`. */
export interface Arguments {
  readonly words: readonly string[]
  readonly values: Readonly<Record<string, readonly string[] | undefined>>
}

/** Bad usage: shown to the person, exit code 2. */
export class UsageError extends Error {}

/** Reads arguments against flags. Throws `UsageError` for what does not fit. */
export function readArguments(args: readonly string[], flags: Flags): Arguments {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      {
        type: flag.value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: true,
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  )
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(explain(error as NodeJS.ErrnoException, flags))
  }
  const values: Record<string, readonly string[]> = {}
  for (const [name, value] of Object.entries(parsed.values)) {
    const list = (value as (string | boolean)[]).map(String)
    if (list.length > 1 && flags[name]?.value !== undefined && !flags[name]?.repeatable) {
      throw new UsageError(`--${name} is given more than once.`)
    }
    values[name] = list
  }
  return { words: parsed.positionals, values }
}

function explain(error: NodeJS.ErrnoException, flags: Flags): string {
  const unknown = /Unknown option '(-[^']*)'/.exec(error.message)?.[1]
  if (unknown !== undefined) {
    const names = Object.keys(flags).map((name) => `--${name}`)
    return `There is no flag ${unknown}.${didYouMean(unknown, names)}`
  }
  const first = error.message.split('\n')[0] ?? ''
  const option = /'(?:-\w, )?(--[\w-]+)/.exec(first)?.[1]
  if (/argument missing|is ambiguous/.test(first) && option) return `${option} needs a value.`
  if (/does not take an argument/.test(first) && option) return `${option} takes no value.`
  return first
}

/** The flags as help shows them, in two columns. */
export function describeFlags(flags: Flags): string {
  const rows = Object.entries(flags).map(([name, flag]) => {
    const short = flag.short ? `-${flag.short}, ` : '    '
    return [`${short}--${name}${flag.value === undefined ? '' : ` <${flag.value}>`}`, flag.help] as const
  })
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
