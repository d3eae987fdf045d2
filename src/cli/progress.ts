import { plain } from '../report/escape'
import type { Terminal } from './terminal'

export interface Progress {
  /** A phase begins. */
  phase(name: string): void
  /** Takes the line away again. */
  clear(): void
}

/** A line on a terminal that says what a scan is at, once it has taken over a second; nothing in pipes and files. */
export function progressLine(terminal: Terminal, silent: boolean): Progress {
  const start = performance.now()
  let shown = false
  const clear = (): void => {
    if (shown) terminal.stderr('\r\x1b[K')
    shown = false
  }
  const phase = (name: string): void => {
    if (silent || !terminal.isInteractive.stderr || performance.now() - start < 1000) return
    terminal.stderr(`\r\x1b[K${plain(name)} ...`)
    shown = true
  }
  return { phase, clear }
}
