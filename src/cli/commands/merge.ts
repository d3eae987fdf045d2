import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { mergedMarkdown } from '../../merge/markdown'
import { readReport } from '../../merge/read'
import { gravestOf, mergeReports, type MergedReport, type NamedReport, withBaseline } from '../../merge/reports'
import { isSarif, mergeSarif, type OneRun } from '../../merge/sarif'
import { type Severity, severities } from '../../model/finding'
import { readBaseline } from '../../scan/baseline'
import type { Command } from '../command'
import { type Arguments, UsageError } from '../flags'
import type { Terminal } from '../terminal'

export const mergeCommand: Command = {
  usage: 'merge <report...>',
  summary: 'Make one report of several: of the parts of a scan (--shard), or of many repositories.',
  notes: `Reports are JSON or SARIF, all of one kind. All parts of one scan become the report that a scan of everything
would have given. Of several scans, every entry of the JSON says in \`from\` which report it is of.`,
  flags: {
    format: { value: 'name', short: 'f', help: 'json (default) or markdown; SARIF becomes SARIF.' },
    output: { value: 'file', short: 'o', help: 'Where the result goes, instead of standard output.' },
    baseline: { value: 'file', help: 'JSON: only what is not in this baseline fails.' },
    category: { value: 'name', help: 'SARIF: tells several uploads for one commit apart.' },
    'fail-on': { value: 'severity|none', help: 'JSON: exit 1 from this severity on; none by default.' },
  },
  async run(args, terminal) {
    if (args.words.length === 0) throw new UsageError('merge needs the reports of one scan or more.')
    const failOn = args.values['fail-on']?.[0] ?? 'none'
    if (failOn !== 'none' && !severities.includes(failOn as Severity)) {
      throw new UsageError(`--fail-on is one of ${severities.join(', ')}, none, not ${failOn}.`)
    }
    const read = args.words.map((name) => ({ name, data: parsed(name, terminal) }))
    const logs = read.flatMap(({ data }) => (isSarif(data) ? [data] : []))
    if (logs.length > 0) return mergeLogs(logs, read.length, args, terminal)
    const merged = known(whole(read), args, terminal)
    write(format(args) === 'markdown' ? mergedMarkdown(merged) : `${JSON.stringify(merged, null, 2)}\n`, args, terminal)
    if (merged.diagnostics.some(({ level }) => level === 'error')) return 2
    const gravest = gravestOf(merged)
    if (failOn === 'none' || gravest === undefined) return 0
    return severities.indexOf(gravest) <= severities.indexOf(failOn as Severity) ? 1 : 0
  },
}

/** A log that could not read everything says so as the scan did: with 2. What fails is for the JSON to decide. */
function mergeLogs(logs: readonly OneRun[], given: number, args: Arguments, terminal: Terminal): number {
  if (logs.length < given) throw new UsageError('some of these are SARIF, and some are not.')
  const useless = ['fail-on', 'baseline', 'format'].find((flag) => args.values[flag] !== undefined)
  if (useless) throw new UsageError(`--${useless} is for JSON reports.`)
  const merged = mergeSarif(logs, args.values.category?.[0])
  if (typeof merged !== 'string') throw new UsageError(merged.problem)
  write(merged, args, terminal)
  const isWhole = logs.every((log) => log.runs[0].invocations?.every((invocation) => invocation.executionSuccessful))
  return isWhole ? 0 : 2
}

function format({ values }: Arguments): 'json' | 'markdown' {
  const [name = 'json'] = values.format ?? []
  if (name === 'json' || name === 'markdown') return name
  throw new UsageError(`merged reports can be shown as json or markdown, not as ${name}.`)
}

function whole(read: readonly { name: string; data: unknown }[]): MergedReport {
  const reports = read.map(({ name, data }): NamedReport => {
    const report = readReport(data)
    if (typeof report === 'string') throw new UsageError(`${name} ${report}`)
    return { name, report }
  })
  const merged = mergeReports(reports)
  if (typeof merged === 'string') throw new UsageError(merged)
  return merged
}

function known(merged: MergedReport, args: Arguments, terminal: Terminal): MergedReport {
  const [file] = args.values.baseline ?? []
  if (file === undefined) return merged
  const baseline = readBaseline(read(file, terminal))
  if (typeof baseline === 'string') throw new UsageError(`${file} ${baseline}`)
  return withBaseline(merged, new Set(baseline.findings.map(({ fingerprint }) => fingerprint)))
}

function parsed(name: string, terminal: Terminal): unknown {
  try {
    return JSON.parse(read(name, terminal))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${name} is not JSON: ${(error as Error).message}`)
  }
}

function read(name: string, terminal: Terminal): string {
  try {
    return readFileSync(resolve(terminal.workingDirectory, name), 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${name}: ${(error as Error).message}`)
  }
}

function write(text: string, args: Arguments, terminal: Terminal): void {
  const [file] = args.values.output ?? []
  if (file === undefined) {
    terminal.stdout(text)
    return
  }
  try {
    writeFileSync(resolve(terminal.workingDirectory, file), text)
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`)
  }
}
