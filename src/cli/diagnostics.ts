import type { Diagnostic } from '../model/diagnostic'
import { plain } from '../report/escape'
import { placeOf } from '../report/place'
import type { Terminal } from './terminal'

/** Says on standard error what could not be read, or not wholly. Notes are for reports. */
export function tellDiagnostics(diagnostics: readonly Diagnostic[], terminal: Terminal): void {
  for (const { level, file, span, message } of diagnostics) {
    const place = plain(span ? placeOf(span) : file)
    if (level !== 'note') terminal.stderr(`iamgate: ${level}: ${place ? `${place}: ` : ''}${plain(message)}\n`)
  }
}
