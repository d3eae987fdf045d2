import type { Arguments, Flags } from './flags'
import type { Terminal } from './terminal'

/** One command of the command line. */
export interface Command {
  /** After `iamgate `: `scan [paths...]`. */
  readonly usage: string
  readonly summary: string
  /** More for its help, after the flags. */
  readonly notes?: string
  readonly flags: Flags
  /** Gives the exit code: 0 fine, 1 findings, 2 could not, 3 a fault of iamgate. */
  run(args: Arguments, terminal: Terminal): Promise<number>
}

/** Flags that every command takes. */
export const commonFlags: Flags = {
  help: { short: 'h', help: 'Show this help.' },
  'no-color': { help: 'No colours; NO_COLOR in the environment says the same.' },
}
