/** What the command line talks to: a process, or a test. */
export interface Terminal {
  readonly workingDirectory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Whether standard output, or standard error, is a terminal with a person in front. */
  readonly isInteractive: { readonly stdout: boolean; readonly stderr: boolean }
  /** Columns of standard output; undefined where it is no terminal. */
  readonly columns?: number | undefined
  stdout(text: string): void
  stderr(text: string): void
}

/** The real one. A reader that goes away (`| head`) ends the output quietly. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
      throw error
    })
  }
  return {
    workingDirectory: process.cwd(),
    environment: process.env,
    isInteractive: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
    columns: process.stdout.columns,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
  }
}

/** Whether to colour standard output. https://no-color.org, https://force-color.org */
export function wantsColor(terminal: Terminal, forbidden: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.environment
  if (forbidden || (NO_COLOR !== undefined && NO_COLOR !== '')) return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true
  return terminal.isInteractive.stdout && TERM !== 'dumb'
}
