import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { AnyCheck } from '../../checks/check'
import { checks } from '../../checks/index'
import { defaultParseSettings } from '../../parsers/parser'
import type { Finding, ScanResult } from '../../src/model/finding'
import { DiskTree } from '../../src/scan/files'
import { Cascade } from '../../src/scan/config/cascade'
import { readConfig } from '../../src/scan/config/load'
import { resolveSettings } from '../../src/scan/config/settings'
import type { TrustZone } from '../../src/model/iam'
import { SourceFile } from '../../src/model/source'
import { scan } from '../../src/scan/scan'

/** What one entry of a check's fixtures gave. */
export interface FixtureScan {
  readonly name: string
  /** One for each finding: `<file>:<line>:<column>-<line>:<column> <severity>/<confidence> <address>: <message>`. */
  readonly lines: readonly string[]
  /** Why the entry is no fair test: it was not read, or not wholly. */
  readonly troubles: readonly string[]
}

/** The day that fixtures live on, so that dates in them mean the same for ever. */
export const fixtureDay = '2027-01-15'

/** The entries of a check's fixtures: files and directories named `fail...` or `pass...`. */
export function fixtureEntries(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^(?:fail|pass)/.test(name))
    .sort()
}

/** A directory in which nothing is but one file: a module of Terraform is a directory, and entries are not one module. */
class OneFileTree extends DiskTree {
  readonly #only: string

  constructor(directory: string, only: string) {
    super(directory, [directory])
    this.#only = only
  }

  override readBytes(path: string): Uint8Array | undefined {
    return path === this.#only ? super.readBytes(path) : undefined
  }

  override kindOf(path: string): 'file' | 'directory' | undefined {
    const kind = super.kindOf(path)
    return kind === 'file' && path !== this.#only ? undefined : kind
  }

  override list(directory: string): readonly string[] {
    return super.list(directory).filter((name) => directory !== '.' || name === this.#only)
  }
}

/** Whom the configuration in a directory trusts: nobody without one. */
async function trustOf(directory: string): Promise<TrustZone> {
  const path = join(directory, '.iamgate.yml')
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const known = { ids: checks.map((check) => check.id), tags: [] }
  const cascade = new Cascade([await readConfig(new SourceFile('.iamgate.yml', text), known)])
  const nothing = () => undefined
  const sources = { given: {}, environment: {}, checks, cascade, workingDirectory: directory }
  const { settings } = resolveSettings({ ...sources, readFile: nothing, readConfigured: nothing })
  return settings.trust
}

/** Scans one entry alone, with one check, and everything that the check says shown. */
export async function scanFixture(check: AnyCheck, folder: string, name: string): Promise<FixtureScan> {
  const entry = join(folder, name)
  const isDirectory = statSync(entry).isDirectory()
  const base = isDirectory ? entry : folder
  const { result } = await scan({
    tree: isDirectory ? new DiskTree(base, [base]) : new OneFileTree(base, name),
    paths: [isDirectory ? '.' : name],
    exclude: [],
    settings: defaultParseSettings,
    checks,
    selection: {
      only: [check.id],
      skip: [],
      enable: [],
      severities: {},
      minimumSeverity: 'note',
      minimumConfidence: 'low',
    },
    trust: await trustOf(base),
    today: fixtureDay,
    ignores: [],
    protectedChecks: [],
  })
  return { name, lines: result.findings.map((finding) => line(finding, name, isDirectory)), troubles: troubles(result) }
}

function line(finding: Finding, name: string, isDirectory: boolean): string {
  const { source, start, end } = finding.at
  const from = source.positionAt(start)
  const to = source.positionAt(end)
  const file = isDirectory ? `${name}/${source.path}` : source.path
  const place = `${file}:${from.line}:${from.column}-${to.line}:${to.column}`
  return `${place} ${finding.severity}/${finding.confidence} ${finding.resource.address}: ${finding.message}`
}

function troubles(result: ScanResult): string[] {
  const errors = result.diagnostics.filter((diagnostic) => diagnostic.level === 'error')
  const told = errors.map((error) => `${error.file}: ${error.kind}: ${error.message}`)
  const { parsed, failed } = result.coverage.files
  if (failed > 0) told.push(`${failed} files failed to parse`)
  if (parsed === 0) told.push('no file was parsed')
  return told
}

/** The text of `expected.txt`: the lines of all entries, in the order of the entries. */
export function expectedText(scans: readonly FixtureScan[]): string {
  return scans.flatMap((one) => one.lines.map((text) => `${text}\n`)).join('')
}

/** The lines of a check's `expected.txt`; undefined when there is none. */
export function readExpected(folder: string): readonly string[] | undefined {
  const file = join(folder, 'expected.txt')
  if (!existsSync(file)) return undefined
  return readFileSync(file, 'utf8').split('\n').filter(Boolean)
}

/** The lines that belong to one entry. */
export function linesOf(lines: readonly string[], name: string): readonly string[] {
  return lines.filter((text) => text.startsWith(`${name}:`) || text.startsWith(`${name}/`))
}

/** Where fixtures and prose of a check live, below the project's root. */
export function foldersOf(root: string, id: string): { fixtures: string; prose: string; name: string } {
  const fixtures = join(root, 'fixtures', 'checks', id)
  return { fixtures, prose: join(root, 'checks', `${id}.md`), name: relative(root, fixtures) }
}
