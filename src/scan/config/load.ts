import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { readYaml } from '../../../parsers/located/yaml'
import { SourceFile } from '../../model/source'
import { entry } from '../../model/value'
import { decode } from '../decode'
import { repositoryOf } from '../files'
import { isDate } from '../directive'
import type { ConfiguredIgnore } from '../options'
import { configuration } from './description'
import { type Plain, Validator } from './validate'

/** What a configuration file says, checked. */
export interface ConfigFile {
  /** As shown to people; undefined when there is no file. */
  readonly path: string | undefined
  readonly values: Readonly<Record<string, Plain>>
  readonly ignores: readonly ConfiguredIgnore[]
  /** `file:line:column: what is wrong`; empty for a good file. */
  readonly problems: readonly string[]
  /** The directory that its paths are meant from, seen from the working directory: `.`, `../..`. */
  readonly base: string
}

const names = ['.iamgate.yml', '.iamgate.yaml', join('.github', '.iamgate.yml'), join('.github', '.iamgate.yaml')]
const nothing: ConfigFile = { path: undefined, values: {}, ignores: [], problems: [], base: '.' }

/** The nearest configuration from a directory upward, to the root of its repository; undefined when there is none. */
export function findConfig(directory: string): string | undefined {
  const top = repositoryOf(directory)
  for (let at = directory; ; at = dirname(at)) {
    const found = names.map((name) => join(at, name)).find((file) => existsSync(file) && statSync(file).isFile())
    if (found !== undefined) return found
    if (at === top || dirname(at) === at) return undefined
  }
}

/** Reads a configuration. `named` is what a person gave; without it, the nearest one upward is taken. */
export async function loadConfig(
  workingDirectory: string,
  named: string | undefined,
  checkIds: readonly string[],
): Promise<ConfigFile> {
  const file = named === undefined ? findConfig(workingDirectory) : resolve(workingDirectory, named)
  if (file === undefined) return nothing
  const path = relative(workingDirectory, file).split(sep).join('/')
  let text: string
  try {
    text = decode(readFileSync(file))
  } catch {
    return { ...nothing, path, problems: [`${path}: there is no such configuration file`] }
  }
  const holder = dirname(file)
  const base = basename(holder) === '.github' ? dirname(holder) : holder
  const config = await readConfig(new SourceFile(path, text), checkIds, slashes(relative(base, workingDirectory)))
  return { ...config, base: slashes(relative(workingDirectory, base)) || '.' }
}

const slashes = (path: string): string => path.split(sep).join('/')

/** Reads a configuration's text. `prefix` is the working directory, seen from the configuration's. */
export async function readConfig(source: SourceFile, checkIds: readonly string[], prefix = ''): Promise<ConfigFile> {
  const reading = await readYaml(source, { depth: 50, nodes: 100_000, size: 1_000_000 })
  const validator = new Validator(checkIds)
  const fatal = reading.problems.filter((problem) => problem.fatal)
  const [data] = reading.documents
  const isEmpty = data === undefined || data.kind === 'null'
  const values = isEmpty ? {} : validator.members(data, configuration, '')
  const list = entry(data, 'ignore')
  const items = list?.kind === 'list' ? list.items : list ? [list] : []
  const given = (values.ignore as readonly Record<string, Plain>[] | undefined) ?? []
  const ignores = given.flatMap((ignore, index): ConfiguredIgnore[] => {
    const span = items[index]?.span ?? { source, start: 0, end: 0 }
    const expires = ignore.expires as string | undefined
    if (expires !== undefined && !isDate(expires))
      validator.problems.push({ message: `there is no day ${expires}`, span })
    return [
      {
        check: String(ignore.check ?? ''),
        reason: String(ignore.reason ?? ''),
        expires,
        paths: (ignore.paths as readonly string[] | undefined) ?? [],
        resources: (ignore.resources as readonly string[] | undefined) ?? [],
        prefix,
        file: source.path,
        line: source.positionAt(span.start).line,
      },
    ]
  })
  const problems = [...fatal, ...validator.problems].map(({ message, span }) => {
    const { line, column } = source.positionAt(span.start)
    return `${source.path}:${line}:${column}: ${message}`
  })
  return { path: source.path, values, ignores, problems, base: '.' }
}
