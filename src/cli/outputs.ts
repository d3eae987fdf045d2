import { writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { slashes } from '../scan/slashes'
import type { ScanResult } from '../model/finding'
import { type FormatName, formatNames, formats } from '../report/formats'
import type { ReportOptions } from '../report/options'
import { changedLines } from '../scan/changed-lines'
import { repositoryOf } from '../scan/files'
import { didYouMean } from '../scan/suggest'
import { tellDiagnostics } from './diagnostics'
import { type Arguments, UsageError } from './flags'
import { loadPages } from './pages'
import { type Terminal, wantsColor } from './terminal'
import { version } from './version'

/** One report of a scan that was asked for. */
export interface Output {
  readonly format: FormatName
  /** Undefined for standard output. */
  readonly file: string | undefined
}

/** What `--format` and `--output` ask for. Throws `UsageError` for what cannot be. */
export function readOutputs(args: Arguments): readonly Output[] {
  const given = args.values.format ?? ['console']
  const outputs = given.map((text): Output => {
    const [name = '', ...rest] = text.split('=')
    if (!(formatNames as readonly string[]).includes(name)) {
      const hint = didYouMean(name, formatNames) || ` It must be one of ${formatNames.join(', ')}.`
      throw new UsageError(`there is no format ${name}.${hint}`)
    }
    return { format: name as FormatName, file: rest.length > 0 ? rest.join('=') : undefined }
  })
  const file = args.values.output?.[0]
  const open = outputs.filter((output) => output.file === undefined)
  if (open.length > 1) throw new UsageError('only one format can go to standard output; give the others as name=file.')
  if (file === undefined) return outputs
  if (open.length === 0) throw new UsageError('--output is for a format without =file, and there is none.')
  return outputs.map((output) => (output.file === undefined ? { ...output, file } : output))
}

/** Writes every report of a scan. `base` is what it was compared with. */
export async function writeReports(
  result: ScanResult,
  outputs: readonly Output[],
  base: string | undefined,
  args: Arguments,
  terminal: Terminal,
): Promise<void> {
  const options: ReportOptions = {
    version,
    colors: wantsColor(terminal, args.values['no-color'] !== undefined),
    ...(terminal.columns === undefined ? {} : { width: terminal.columns }),
    verbose: args.values.verbose !== undefined,
    quiet: args.values.quiet !== undefined,
    includeSuppressed: args.values['include-suppressed'] !== undefined,
    prefix: prefixOf(terminal.workingDirectory),
    ...(outputs.some(({ format }) => format === 'github') ? isChangedSince(base, terminal) : {}),
    ...(args.values.category?.[0] === undefined ? {} : { category: args.values.category[0] }),
    ...(outputs.some(({ format }) => format === 'sarif' || format === 'html') ? { pages: loadPages() } : {}),
  }
  for (const { format, file } of outputs) {
    const write = await formats[format]()
    if (file === undefined) terminal.stdout(write(result, options))
    else writeReport(resolve(terminal.workingDirectory, file), write(result, { ...options, colors: false }))
  }
  // Whoever asked for machine output alone still hears about what could not be read.
  if (outputs.every((output) => output.format !== 'console' || output.file !== undefined)) {
    tellDiagnostics(result.diagnostics, terminal)
  }
}

function isChangedSince(base: string | undefined, terminal: Terminal): Pick<ReportOptions, 'isChanged'> {
  const isChanged = base === undefined ? undefined : changedLines(terminal.workingDirectory, base)
  return isChanged ? { isChanged } : {}
}

/** Throws `UsageError` for a file that cannot be written. */
export function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`)
  }
}

/** The working directory from the root of the repository; '' at the root and outside repositories. */
function prefixOf(workingDirectory: string): string {
  const root = repositoryOf(workingDirectory)
  return root === undefined ? '' : slashes(relative(root, workingDirectory))
}
