import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { checks } from '../../checks/index'
import type { ParseSettings } from '../../parsers/parser'
import type { Diagnostic } from '../model/diagnostic'
import { changedConfigs } from '../scan/config/changed'
import { loadConfigs } from '../scan/config/load'
import { type Ground, topAlone, withNested } from '../scan/config/nested'
import { resolveSettings, scanPlaces, type Settings } from '../scan/config/settings'
import type { ShownDirectory } from '../scan/config/show'
import type { KnownChecks } from '../scan/config/validate'
import { DiskTree, isWithin, repositoryOf } from '../scan/files'
import { ignoreCheckIds } from '../scan/ignore-checks'
import { neighbourNames } from '../scan/neighbours/names'
import type { ScanOptions } from '../scan/options'
import type { ScanTree } from '../scan/tree'
import type { Arguments, Flags } from './flags'
import { UsageError } from './flags'
import type { Terminal } from './terminal'

/** Flags that decide what is read and how; every command that scans takes them. */
export const inputFlags: Flags = {
  exclude: { value: 'glob', repeatable: true, help: 'Leave out files and directories, in the patterns of .gitignore.' },
  framework: {
    value: 'name',
    repeatable: true,
    help: 'Only: terraform, terraform-plan, cloudformation, cdk, cdktf, account.',
  },
  var: { value: 'name=value', repeatable: true, help: 'A Terraform variable.' },
  'var-file': { value: 'file', repeatable: true, help: 'A file of Terraform variables.' },
  parameters: { value: 'file|Key=Value', repeatable: true, help: 'CloudFormation parameters.' },
  config: { value: 'file', help: 'The only configuration; by default each .iamgate.yml where it stands.' },
}

/** Flags that decide which checks run and what of their findings shows. */
export const checkFlags: Flags = {
  check: { value: 'id|tag', repeatable: true, help: 'Only these checks; also turns on an optional one.' },
  'skip-check': { value: 'id|tag', repeatable: true, help: 'Not these checks.' },
  'honour-ignores-of': {
    value: 'scanner',
    repeatable: true,
    help: `Heed ignores of ${neighbourNames.join(', ')}.`,
  },
  'min-severity': { value: 'severity', help: 'critical, high, medium, low (default) or note.' },
  'min-confidence': { value: 'confidence', help: 'high, medium (default) or low.' },
}

/** A scan, set up from flags, environment and configuration. */
export interface Setup {
  readonly settings: Settings
  /** Where every setting came from. */
  readonly shown: readonly ShownDirectory[]
  readonly options: ScanOptions
}

/** What is scanned in place of the working directory's own files: one side of a comparison. */
export interface Target {
  readonly tree: ScanTree
  readonly paths: readonly string[]
}

/** What configurations may call checks by. */
const known: KnownChecks = {
  ids: [...checks.flatMap((check) => [check.id, ...(check.aliases ?? [])]), ...ignoreCheckIds],
  tags: [...new Set(checks.flatMap((check) => check.tags)), 'ignores'],
}

/**
 * Reads everything that decides a scan; the configurations of directories are those of `target`, where there is one.
 * Throws `UsageError` with every problem that there is.
 */
export async function setUp(args: Arguments, terminal: Terminal, target?: Target): Promise<Setup> {
  const { workingDirectory, environment } = terminal
  const named = args.values.config?.[0] ?? environment.IAMGATE_CONFIG
  const top = await loadConfigs(workingDirectory, named, known)
  const given = args.words.length > 0 ? { ...args.values, paths: args.words } : args.values
  const sources = { given, environment, checks }
  const places = scanPlaces(sources, top)
  if (places.problems.length > 0) throw new UsageError(places.problems.join('\niamgate: '))

  const disk = new DiskTree(workingDirectory)
  for (const path of [...places.paths, ...top.map(({ base }) => base)]) disk.admit(path)
  const tree = target?.tree ?? disk
  const paths = target?.paths ?? places.paths.map((path) => disk.pathOf(path))
  const ground = { ...places, tree, paths, workingDirectory, ...(target ? { excludeBase: '.' } : {}) }
  const { cascade, notes } = named === undefined ? await withNested(top, ground, known) : await topAlone(top, ground)
  const resolved = resolveSettings({
    ...{ ...sources, cascade, workingDirectory },
    readFile: (path) => readNamed(resolve(workingDirectory, path)),
    readConfigured: (path) => tree.read(path) ?? disk.read(path),
  })
  const { settings, shown, problems } = resolved
  const missing = settings.parse.variableFiles.filter(
    (file) => readNamed(resolve(workingDirectory, file)) === undefined,
  )
  if (missing.length > 0) problems.push(`there is no variable file ${missing.join(', ')}`)
  if (problems.length > 0) throw new UsageError(problems.join('\niamgate: '))
  const variableFiles = settings.parse.variableFiles.map((file) => {
    disk.admit(file)
    return disk.pathOf(file)
  })
  const options = optionsOf(settings, ground, { ...settings.parse, variableFiles }, [...notes, ...resolved.notes])
  const repository = repositoryOf(workingDirectory) ?? workingDirectory
  const changedSince = (base: ScanTree) =>
    changedConfigs(cascade.files, named === undefined ? ground : undefined, base, (path) =>
      isWithin(repository, resolve(workingDirectory, path)),
    )
  return { settings, shown, options: { ...options, changedSince } }
}

function optionsOf(
  settings: Settings,
  { tree, paths, excludeBase }: Ground,
  parse: ParseSettings,
  notes: readonly Diagnostic[],
): ScanOptions {
  const { exclude, leavesOut, frameworks, selection, trust, rules, ignores, patterns } = settings
  return {
    ...{ tree, paths, exclude, excludeBase, leavesOut, frameworks, settings: parse, checks },
    ...{ selection, trust, rules, ignores, patterns, notes, protectedChecks: [] },
    today: new Date().toISOString().slice(0, 10),
  }
}

function readNamed(file: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined
}
