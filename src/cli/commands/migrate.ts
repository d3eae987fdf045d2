import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { checks } from '../../../checks/index'
import { plain } from '../../report/escape'
import { plural } from '../../report/place'
import { applyEdits, unifiedDiff } from '../../scan/migrate/edit'
import { asConfiguration, generalIgnores } from '../../scan/migrate/other-files'
import { type MigrationPlan, planMigration } from '../../scan/migrate/plan'
import type { HonouredIgnore } from '../../scan/neighbours/honoured'
import { neighbourNames } from '../../scan/neighbours/names'
import { filterFindings } from '../../scan/run-checks'
import { scan } from '../../scan/scan'
import type { Command } from '../command'
import { UsageError } from '../flags'
import { checkFlags, inputFlags, setUp } from '../setup'
import type { Terminal } from '../terminal'

export const migrateCommand: Command = {
  usage: 'migrate [paths...]',
  summary: 'Rewrite ignores of other scanners to ignores of iamgate.',
  notes: `Prints a diff, for git apply, and changes nothing without --write. Ignores that take out a finding of iamgate are
rewritten; the others are counted, and stay. All scanners are meant, or those that honour-ignores-of names.`,
  flags: {
    write: { short: 'w', help: 'Change the files.' },
    keep: { help: 'Leave the other scanner its ignore beside ours: while both run.' },
    verbose: { short: 'v', help: 'List every ignore that stays, with its place.' },
    ...checkFlags,
    ...inputFlags,
  },
  async run(args, terminal) {
    const { options, settings } = await setUp(args, terminal)
    const { rules } = settings
    const neighbours = rules.neighbours.length > 0 ? undefined : neighbourNames
    const { result, honoured, open } = await scan({ ...options, neighbours })
    // What a scan does not show needs no ignore.
    const ignores = honoured.map((ignore) => ({ ...ignore, taken: filterFindings(ignore.taken, rules) }))
    const plan = planMigration(ignores, open, args.values.keep !== undefined)
    for (const { source, edits } of plan.files) {
      if (args.values.write)
        writeChanged(resolve(terminal.workingDirectory, source.path), applyEdits(source.text, edits))
      else terminal.stdout(unifiedDiff(source.path, source.text, edits))
    }
    report(plan, ignores, args.values, terminal)
    const general = await generalIgnores(options.tree, checks)
    if (general.length > 0)
      terminal.stderr(`\nFor .iamgate.yml, from other scanners' settings:\n\n${asConfiguration(general)}`)
    const errors = result.diagnostics.filter((diagnostic) => diagnostic.level === 'error')
    for (const { file, message } of errors) terminal.stderr(`iamgate: ${plain(file)}: ${plain(message)}\n`)
    return errors.length > 0 ? 2 : 0
  },
}

/** Writes a file as it was encoded: the mark of UTF-8 stays. Throws `UsageError` for what is no UTF-8. */
function writeChanged(file: string, text: string): void {
  const before = readFileSync(file)
  if (before[0] === 0xff || before[0] === 0xfe) throw new UsageError(`${file} is UTF-16; iamgate writes UTF-8 alone.`)
  const mark = before[0] === 0xef && before[1] === 0xbb && before[2] === 0xbf ? '\ufeff' : ''
  writeFileSync(file, mark + text)
}

function report(
  { files, moved, stuck }: MigrationPlan,
  ignores: readonly HonouredIgnore[],
  values: Readonly<Record<string, unknown>>,
  { stderr }: Terminal,
): void {
  const done = values.write ? 'Rewrote' : 'Would rewrite'
  const how = values.write || files.length === 0 ? '' : '; --write does it'
  stderr(`${done} ${plural(moved.length, 'ignore')} in ${plural(files.length, 'file')}${how}.\n`)
  for (const { ignore, why } of stuck) stderr(`  ${placed(ignore)}: ${plain(ignore.written)} ${plain(why)}.\n`)
  const idle = ignores.filter((ignore) => ignore.taken.length === 0)
  const unknown = idle.filter((ignore) => ignore.targets.length === 0)
  const faulty = idle.filter((ignore) => ignore.fault !== undefined)
  const unused = idle.filter((ignore) => ignore.targets.length > 0 && ignore.fault === undefined)
  stays(unknown, 'iamgate has no check that says the same', values, stderr)
  stays(unused, 'there is nothing here that iamgate would report', values, stderr)
  for (const ignore of faulty) stderr(`  ${placed(ignore)}: ${plain(ignore.written)} ${plain(ignore.fault ?? '')}.\n`)
}

const placed = ({ at, line }: HonouredIgnore): string => `${plain(at.source.path)}:${line}`

/** Ignores that stay for one reason: how many of each, or with `--verbose` each with its place. */
function stays(
  ignores: readonly HonouredIgnore[],
  why: string,
  values: Readonly<Record<string, unknown>>,
  stderr: Terminal['stderr'],
): void {
  if (ignores.length === 0) return
  const counts = new Map<string, number>()
  for (const { written } of ignores) counts.set(written, (counts.get(written) ?? 0) + 1)
  const most = [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
  const shown = most.slice(0, 5).map(([written, count]) => `${plain(written)} ${count}`)
  const more = most.length > shown.length ? ` and ${most.length - shown.length} more` : ''
  stderr(`${plural(ignores.length, 'ignore')} ${ignores.length === 1 ? 'stays' : 'stay'}: ${why}`)
  stderr(values.verbose ? '.\n' : ` (${shown.join(', ')}${more}).\n`)
  if (values.verbose) for (const ignore of ignores) stderr(`  ${placed(ignore)}: ${plain(ignore.written)}\n`)
}
