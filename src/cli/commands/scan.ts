import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type AccessGate, isGated } from '../../model/access-diff'
import { type Finding, type ScanResult, type Shard, severities } from '../../model/finding'
import { formatNames } from '../../report/formats'
import { plain } from '../../report/escape'
import { readBaseline } from '../../scan/baseline'
import type { Settings } from '../../scan/config/settings'
import { type ShownDirectory, textOf } from '../../scan/config/show'
import type { Comparison, ScanOptions } from '../../scan/options'
import { type Scan, scan } from '../../scan/scan'
import { readShard } from '../../scan/shard'
import { accessDiffOf, type DiffFormat, diffFormatOf, gatesOf, writeDiff } from '../access'
import type { Command } from '../command'
import { tellDiagnostics } from '../diagnostics'
import { type Arguments, UsageError } from '../flags'
import { readOutputs, writeReport, writeReports } from '../outputs'
import { progressLine } from '../progress'
import { checkFlags, inputFlags, setUp } from '../setup'
import { type Terminal, wantsColor } from '../terminal'

export const scanCommand: Command = {
  usage: 'scan [paths...]',
  summary: 'Check infrastructure code; paths are files or directories, by default this one.',
  notes: `Inputs are told by their content: Terraform, plans and state in JSON, CloudFormation, SAM, cdk.out,
cdktf.out, account exports. Results go to standard output, everything else to standard error.
--format may be given more than once, with =file: --format console --format sarif=iamgate.sarif`,
  flags: {
    ...checkFlags,
    'fail-on': { value: 'severity|none', help: 'Exit 1 from this severity on; medium by default.' },
    'fail-on-unresolved': { help: 'Exit 1 when a policy could not be resolved at all.' },
    shard: { value: 'i/n', help: 'Only the ith of n parts of what there is; iamgate merge makes them one again.' },
    baseline: { value: 'file', help: 'Only what is not in this baseline fails.' },
    base: { value: 'git ref', help: 'Only what is not in this commit fails.' },
    'access-diff': {
      value: 'name[=file]',
      repeatable: true,
      help: 'With --base: what access changed, as console, json or markdown.',
    },
    'fail-on-access': {
      value: 'what',
      repeatable: true,
      help: 'With --base: exit 1 when access is broadened, or for a new escalation or public.',
    },
    format: { value: 'name[=file]', short: 'f', repeatable: true, help: `${formatNames.join(', ')}.` },
    output: { value: 'file', short: 'o', help: 'Where the report goes, instead of standard output.' },
    category: { value: 'name', help: 'SARIF: tells several uploads for one commit apart.' },
    'include-suppressed': { help: 'SARIF: with what is ignored; code scanning shows it as open.' },
    ...inputFlags,
    'show-config': { help: 'Print every setting and where it came from, and stop.' },
    quiet: { short: 'q', help: 'Findings and errors alone.' },
    verbose: { short: 'v', help: 'Also what is ignored and what is unresolved.' },
    timings: { help: 'Say how long each phase took; with --verbose, also the slowest checks.' },
  },
  run: runScan,
}

async function runScan(args: Arguments, terminal: Terminal): Promise<number> {
  const outputs = readOutputs(args)
  const access = readAccess(args)
  const { options, settings, shown } = await setUp(args, terminal)
  if (args.values['show-config']) return showConfig(shown, options, terminal)
  const progress = progressLine(terminal, args.values.quiet !== undefined)
  if (settings.base === undefined && (access.outputs.length > 0 || args.values['fail-on-access'])) {
    throw new UsageError('--access-diff and --fail-on-access need --base: what is the change compared with?')
  }
  const shard = shardOf(args, settings)
  const base = await baseOf(settings, options, terminal)
  const comparison = base ? ({ kind: 'base', findings: base.result.findings } as const) : baselineOf(settings, terminal)
  const changed = base?.result.diagnostics.filter(({ kind }) => kind === 'config-changed') ?? []
  const notes = [...(options.notes ?? []), ...changed]
  const head = await scan({ ...options, shard, notes, comparison, onPhase: progress.phase })
  const { result, checkTimings } = head
  progress.clear()
  await writeReports(result, outputs, settings.base, args, terminal)
  const isHeldBack = base !== undefined && (await reportAccess(base, head, access, options, terminal))
  if (args.values.timings) terminal.stderr(timingLines(result.timings))
  if (args.values.timings && args.values.verbose) terminal.stderr(timingLines(slowest(checkTimings)))
  const code = exitCode(result, settings, args.values['fail-on-unresolved'] !== undefined)
  return code === 0 && isHeldBack ? 1 : code
}

/** The part that `--shard` names. What is known already shows in the whole alone, where findings that look the same are told apart. */
function shardOf({ values }: Arguments, settings: Settings): Shard | undefined {
  const [text] = values.shard ?? []
  if (text === undefined) return undefined
  const shard = readShard(text)
  if (!shard) throw new UsageError(`--shard is a part such as 2/8, not ${text}.`)
  if (settings.base !== undefined || settings.baseline !== undefined) {
    throw new UsageError(
      '--shard compares with nothing: give the baseline to iamgate merge, which makes the parts one.',
    )
  }
  return shard
}

/** Prints every setting with its origin, directory by directory; what is said in vain goes to standard error. */
function showConfig(shown: readonly ShownDirectory[], { notes = [] }: ScanOptions, terminal: Terminal): number {
  for (const { directory, origins } of shown) {
    const heading = directory === '.' ? '' : `\n# In ${plain(directory)}/ and below:\n`
    terminal.stdout(`${heading}${origins.map((origin) => `${plain(textOf(origin))}\n`).join('')}`)
  }
  tellDiagnostics(notes, terminal)
  return 0
}

/** The base commit, scanned, where there is one. */
async function baseOf(settings: Settings, options: ScanOptions, terminal: Terminal): Promise<Scan | undefined> {
  if (settings.base === undefined) return undefined
  const { scanBase } = await import('../../scan/base')
  const base = await scanBase(options, settings.base, terminal.workingDirectory)
  if (typeof base === 'string') throw new UsageError(base)
  return base
}

/** The baseline that findings are compared with, where there is one. */
function baselineOf(settings: Settings, terminal: Terminal): Comparison | undefined {
  if (settings.baseline === undefined) return undefined
  let text: string
  try {
    text = readFileSync(resolve(terminal.workingDirectory, settings.baseline), 'utf8')
  } catch {
    throw new UsageError(`there is no baseline ${settings.baseline}; iamgate baseline create makes one`)
  }
  const baseline = readBaseline(text)
  if (typeof baseline === 'string') throw new UsageError(`${settings.baseline} ${baseline}`)
  return { kind: 'baseline', file: settings.baseline, entries: baseline.findings }
}

/** What to say of the change in access, and what of it fails. */
interface Access {
  readonly outputs: readonly { readonly format: DiffFormat; readonly file: string | undefined }[]
  readonly gates: readonly AccessGate[]
}

function readAccess({ values }: Arguments): Access {
  const outputs = (values['access-diff'] ?? []).map((text) => {
    const [name = '', ...rest] = text.split('=')
    return { format: diffFormatOf(name), file: rest.length > 0 ? rest.join('=') : undefined }
  })
  return { outputs, gates: gatesOf(values['fail-on-access'] ?? ['none']) }
}

/** Gives whether the change in access is one that fails. Nothing is compared where nobody asks. */
async function reportAccess(
  base: Scan,
  head: Scan,
  { outputs, gates }: Access,
  options: ScanOptions,
  terminal: Terminal,
): Promise<boolean> {
  if (outputs.length === 0 && gates.every((gate) => gate === 'none')) return false
  const diff = await accessDiffOf(base, head, options.trust)
  for (const { format, file } of outputs) {
    const text = writeDiff(diff, format, file === undefined && wantsColor(terminal, false))
    if (file === undefined) terminal.stdout(text)
    else writeReport(resolve(terminal.workingDirectory, file), text)
  }
  return gates.some((gate) => isGated(diff, gate))
}

function timingLines(timings: Readonly<Record<string, number>>): string {
  const rows = Object.entries(timings)
  const total = rows.reduce((sum, [, milliseconds]) => sum + milliseconds, 0)
  const width = Math.max(10, ...rows.map(([name]) => name.length))
  const lines = [...rows, ['total', total] as const].map(
    ([name, milliseconds]) => `${name.padEnd(width)} ${milliseconds.toFixed(1).padStart(9)} ms\n`,
  )
  return lines.join('')
}

/** The ten checks that took longest. */
function slowest(timings: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(timings)
      .sort(([, first], [, second]) => second - first)
      .slice(0, 10),
  )
}

/** The gravest of: a fault of iamgate, something that could not be scanned, findings that fail. */
function exitCode(result: ScanResult, settings: Settings, failOnUnresolved: boolean): number {
  if (result.diagnostics.some((diagnostic) => diagnostic.kind === 'internal-error')) return 3
  if (result.diagnostics.some((diagnostic) => diagnostic.level === 'error')) return 2
  if (failOnUnresolved && result.coverage.policies.unresolved > 0) return 1
  return result.findings.some((finding) => isOpen(finding) && fails(finding, settings)) ? 1 : 0
}

/** Whether a finding is grave enough for the directory that it is in. */
function fails({ at, check, severity }: Finding, { rules }: Settings): boolean {
  const { failOn } = rules.at(at.source.path, check)
  return failOn !== 'none' && severities.indexOf(severity) <= severities.indexOf(failOn)
}

/** Known findings, and those that are gone, fail nobody's change. */
const isOpen = (finding: Finding): boolean => finding.state === undefined || finding.state === 'new'
