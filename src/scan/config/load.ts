import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, posix, relative, resolve } from 'node:path'
import { slashes } from '../slashes'
import { readYaml } from '../../../parsers/located/yaml'
import { SourceFile, type Span } from '../../model/source'
import { type Data, entry } from '../../model/value'
import { decode } from '../decode'
import { isDate } from '../directive'
import { repositoryOf } from '../files'
import type { ConfiguredIgnore } from '../options'
import { configuration } from './description'
import { type KnownChecks, type Plain, Validator } from './validate'

/** What a configuration file says, checked. */
export interface ConfigFile {
  /** As shown to people. */
  readonly path: string
  readonly source: SourceFile
  /** The directory that it governs, and that its paths are meant from, seen from the working directory: `.`, `../..`. */
  readonly base: string
  /** The working directory, seen from `base` where that is it or lies above: `infra/prod`; '' for the same. */
  readonly prefix: string
  /** Paths of files in it are seen from the working directory; patterns are as they were written. */
  readonly values: Readonly<Record<string, Plain>>
  readonly ignores: readonly ConfiguredIgnore[]
  /** Where each key stands, by its path: `fail-on`, `checks.user-access-key`. */
  readonly places: ReadonlyMap<string, Span>
  /** `file:line:column: what is wrong`; empty for a good file. */
  readonly problems: readonly string[]
}

/** Where a configuration lies beside what it governs; of several in one directory the first counts. */
export const configNames: readonly string[] = [
  '.iamgate.yml',
  '.iamgate.yaml',
  '.github/.iamgate.yml',
  '.github/.iamgate.yaml',
]

/**
 * The configurations of a directory and of those above it, to the root of its repository, outermost first, as absolute
 * paths. Where a directory has several, its first comes last and the others of it are left out.
 */
export function findConfigs(directory: string): readonly string[] {
  const top = repositoryOf(directory)
  const found: string[] = []
  for (let at = directory; ; at = dirname(at)) {
    const own = configNames.map((name) => join(at, name)).find((file) => existsSync(file) && statSync(file).isFile())
    if (own !== undefined) found.unshift(own)
    if (at === top || dirname(at) === at) return found
  }
}

/** Reads the configurations of the working directory, outermost first; `named` is what a person gave, and then is all. */
export async function loadConfigs(
  workingDirectory: string,
  named: string | undefined,
  known: KnownChecks,
): Promise<readonly ConfigFile[]> {
  const files = named === undefined ? findConfigs(workingDirectory) : [resolve(workingDirectory, named)]
  const read: ConfigFile[] = []
  for (const file of files) {
    const path = slashes(relative(workingDirectory, file))
    const text = textOf(file)
    if (text === undefined) {
      read.push({
        ...emptyConfig,
        path,
        source: new SourceFile(path, ''),
        problems: [`${path}: there is no such configuration file`],
      })
      continue
    }
    const holder = governedBy(file)
    const base = slashes(relative(workingDirectory, holder)) || '.'
    const prefix = slashes(relative(holder, workingDirectory))
    read.push(await readConfig(new SourceFile(path, text), known, { base, prefix }))
  }
  return read
}

const emptyConfig: Omit<ConfigFile, 'path' | 'source'> = {
  base: '.',
  prefix: '',
  values: {},
  ignores: [],
  places: new Map(),
  problems: [],
}

/** The directory that a configuration is of: its own, or the one above `.github`. */
function governedBy(file: string): string {
  const holder = dirname(file)
  return basename(holder) === '.github' ? dirname(holder) : holder
}

function textOf(file: string): string | undefined {
  try {
    return decode(readFileSync(file))
  } catch {
    return undefined
  }
}

/** Reads a configuration's text. */
export async function readConfig(
  source: SourceFile,
  known: KnownChecks,
  { base, prefix }: Pick<ConfigFile, 'base' | 'prefix'> = emptyConfig,
): Promise<ConfigFile> {
  const reading = await readYaml(source, { depth: 50, nodes: 100_000, size: 1_000_000 })
  const validator = new Validator(known)
  const fatal = reading.problems.filter((problem) => problem.fatal)
  const [data] = reading.documents
  const isEmpty = data === undefined || data.kind === 'null'
  const values = isEmpty ? {} : validator.members(data, configuration, '')
  const ignores = ignoresOf(values, data, source, validator)
  const problems = [...fatal, ...validator.problems].map(({ message, span }) => {
    const { line, column } = source.positionAt(span.start)
    return `${source.path}:${line}:${column}: ${message}`
  })
  return {
    path: source.path,
    source,
    base,
    prefix,
    values: seenFrom(base, values),
    ignores,
    places: validator.places,
    problems,
  }
}

function ignoresOf(
  values: Readonly<Record<string, Plain>>,
  data: Data | undefined,
  source: SourceFile,
  validator: Validator,
): readonly ConfiguredIgnore[] {
  const list = entry(data, 'ignore')
  const items = list?.kind === 'list' ? list.items : list ? [list] : []
  const given = (values.ignore as readonly Record<string, Plain>[] | undefined) ?? []
  return given.map((ignore, index): ConfiguredIgnore => {
    const span = items[index]?.span ?? { source, start: 0, end: 0 }
    const expires = ignore.expires as string | undefined
    if (expires !== undefined && !isDate(expires))
      validator.problems.push({ message: `there is no day ${expires}`, span })
    return {
      check: String(ignore.check ?? ''),
      reason: String(ignore.reason ?? ''),
      expires,
      paths: (ignore.paths as readonly string[] | undefined) ?? [],
      resources: (ignore.resources as readonly string[] | undefined) ?? [],
      file: source.path,
      line: source.positionAt(span.start).line,
    }
  })
}

const fileKeys: ReadonlySet<string> = new Set(['paths', 'baseline', 'var-file', 'parameter-file'])

/** Values whose paths of files are seen from the working directory instead of from the configuration's. */
function seenFrom(base: string, values: Readonly<Record<string, Plain>>): Record<string, Plain> {
  const moved = (value: Plain): Plain => (Array.isArray(value) ? value.map(moved) : posix.join(base, String(value)))
  const inside = (map: Plain): Plain =>
    Object.fromEntries(
      Object.entries(map as Readonly<Record<string, Readonly<Record<string, Plain>>>>).map(([glob, one]) => [
        glob,
        seenFrom(base, one),
      ]),
    )
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (fileKeys.has(key)) return [key, moved(value)]
      return [key, key === 'roots' || key === 'templates' ? inside(value) : value]
    }),
  )
}
