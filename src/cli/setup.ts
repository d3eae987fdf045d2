import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { checks } from '../../checks/index'
import { loadConfig } from '../scan/config/load'
import { type Origin, resolveSettings, type Settings } from '../scan/config/settings'
import { DiskTree } from '../scan/files'
import { ignoreCheckIds } from '../scan/ignore-checks'
import { neighbourNames } from '../scan/neighbours/names'
import type { ScanOptions } from '../scan/options'
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
  config: { value: 'file', help: 'The configuration; by default the nearest .iamgate.yml upward.' },
}

/** Flags that decide which checks run and what of their findings shows. */
export const checkFlags: Flags = {
  check: { value: 'id|tag', repeatable: true, help: 'Only these checks; also turns on an optional one.' },
  'skip-check': { value: 'id|tag', repeatable: true, help: 'Not these checks.' },
  'honour-ignores-of': {
    value: 'scanner',
    repeatable: true,
    help: `Whose ignores count too: ${neighbourNames.join(', ')}.`,
  },
  'min-severity': { value: 'severity', help: 'critical, high, medium, low (default) or note.' },
  'min-confidence': { value: 'confidence', help: 'high, medium (default) or low.' },
}

/** A scan, set up from flags, environment and configuration. */
export interface Setup {
  readonly tree: DiskTree
  readonly settings: Settings
  readonly origins: readonly Origin[]
  readonly options: ScanOptions
}

/** Reads everything that decides a scan. Throws `UsageError` with every problem that there is. */
export async function setUp(args: Arguments, terminal: Terminal): Promise<Setup> {
  const { workingDirectory, environment } = terminal
  const named = args.values.config?.[0] ?? environment.IAMGATE_CONFIG
  const ids = [...checks.flatMap((check) => [check.id, ...(check.aliases ?? [])]), ...ignoreCheckIds]
  const config = await loadConfig(workingDirectory, named, ids)
  const given = args.words.length > 0 ? { ...args.values, paths: args.words } : args.values
  const { settings, origins, problems } = resolveSettings({
    given,
    environment,
    config,
    checks,
    readFile: (path) => readNamed(resolve(workingDirectory, path)),
  })
  if (problems.length > 0) throw new UsageError(problems.join('\niamgate: '))

  const tree = new DiskTree(workingDirectory)
  for (const path of settings.paths) tree.admit(path)
  const missing = settings.parse.variableFiles.filter(
    (file) => readNamed(resolve(workingDirectory, file)) === undefined,
  )
  if (missing.length > 0) throw new UsageError(`there is no variable file ${missing.join(', ')}`)
  const options: ScanOptions = {
    tree,
    paths: settings.paths.map((path) => tree.pathOf(path)),
    exclude: settings.exclude,
    excludeBase: settings.excludeBase,
    frameworks: settings.frameworks,
    settings: {
      ...settings.parse,
      variableFiles: settings.parse.variableFiles.map((file) => {
        tree.admit(file)
        return tree.pathOf(file)
      }),
    },
    checks,
    selection: settings.selection,
    trust: settings.trust,
    today: new Date().toISOString().slice(0, 10),
    ignores: settings.ignores,
    protectedChecks: settings.protectedChecks,
    neighbours: settings.neighbours,
  }
  return { tree, settings, origins, options }
}

function readNamed(file: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined
}
