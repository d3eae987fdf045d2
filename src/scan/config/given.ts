import type { GivenVariables } from '../../../parsers/parser'
import type { ConfiguredPattern } from '../options'
import { type Cascade, counting, seenBy } from './cascade'
import type { ConfigFile } from './load'
import { readParameterFile } from './parameters'
import { pathPattern } from './path-pattern'
import type { Plain } from './validate'

type Table = Readonly<Record<string, Plain>>

/** Reads a file that a configuration names; undefined when there is none. */
export type FileReader = (path: string) => string | undefined

/**
 * What configurations give the root modules of Terraform: of each, outermost first, what it gives everything below it,
 * then what it gives single ones. `withFiles` is false where the command line names the files.
 */
export function rootVariables(cascade: Cascade, withFiles: boolean): (directory: string) => readonly GivenVariables[] {
  const roots = new Map(cascade.files.map((config) => [config, entries(config, 'roots')]))
  return (directory) =>
    counting(cascade.aroundDirectory(directory)).flatMap((config) => {
      const path = seenBy(config, directory || '.')
      const own = (roots.get(config) ?? []).filter(({ matches }) => matches(path))
      return [config.values, ...own.map(({ gives }) => gives)].map((gives) => variablesIn(gives, withFiles))
    })
}

function variablesIn(gives: Table, withFiles: boolean): GivenVariables {
  const variables = Object.entries((gives.var ?? {}) as Table).map(([name, value]) => ({ name, value: String(value) }))
  return { variableFiles: withFiles ? list(gives['var-file']) : [], variables }
}

/** What configurations give templates, in the same order. A file that `read` does not give is a problem elsewhere. */
export function templateParameters(
  cascade: Cascade,
  read: FileReader,
): (file: string) => Readonly<Record<string, string>> {
  const templates = new Map(cascade.files.map((config) => [config, entries(config, 'templates')]))
  return (file) => {
    const result: Record<string, string> = {}
    for (const config of counting(cascade.around(file))) {
      const path = seenBy(config, file)
      const own = (templates.get(config) ?? []).filter(({ matches }) => matches(path))
      for (const gives of [config.values, ...own.map((one) => one.gives)]) {
        for (const name of list(gives['parameter-file'])) Object.assign(result, parametersIn(read(name)))
        for (const [name, value] of Object.entries((gives.parameters ?? {}) as Table)) result[name] = String(value)
      }
    }
    return result
  }
}

function parametersIn(text: string | undefined): Readonly<Record<string, string>> {
  const parameters = text === undefined ? {} : readParameterFile(text)
  return typeof parameters === 'string' ? {} : parameters
}

/** What is wrong with the files that configurations name, each with its place. */
export function fileProblems(cascade: Cascade, read: FileReader): string[] {
  return cascade.files.flatMap((config) => {
    const single = (['roots', 'templates'] as const).flatMap((key) =>
      entries(config, key).map(({ pattern, gives }) => ({ at: `${key}.${pattern}.`, gives })),
    )
    return [{ at: '', gives: config.values }, ...single].flatMap(({ at, gives }) => [
      ...list(gives['var-file']).flatMap((file) =>
        read(file) === undefined ? `${place(config, `${at}var-file`)}: there is no variable file ${file}` : [],
      ),
      ...list(gives['parameter-file']).flatMap((file) => {
        const trouble = parameterTrouble(read(file))
        return trouble === undefined ? [] : `${place(config, `${at}parameter-file`)}: ${file} ${trouble}`
      }),
    ])
  })
}

function parameterTrouble(text: string | undefined): string | undefined {
  if (text === undefined) return 'cannot be read: it is not there, or not in this repository'
  const read = readParameterFile(text)
  return typeof read === 'string' ? read : undefined
}

/** The patterns of configurations under which something of the scan should lie. */
export function patternsOf(
  configs: readonly ConfigFile[],
  keys: readonly ConfiguredPattern['of'][],
): ConfiguredPattern[] {
  return configs.flatMap((config) =>
    keys.flatMap((of) =>
      entries(config, of).flatMap(({ pattern, matches }): ConfiguredPattern[] => {
        const at = config.places.get(`${of}.${pattern}`)
        return at ? [{ of, pattern, at, matches: (path) => matches(seenBy(config, path)) }] : []
      }),
    ),
  )
}

function entries(config: ConfigFile, key: ConfiguredPattern['of']) {
  const table = (config.values[key] ?? {}) as Readonly<Record<string, Table>>
  return Object.entries(table).map(([pattern, gives]) => ({ pattern, gives, matches: pathPattern(pattern) }))
}

const list = (value: Plain | undefined): readonly string[] => (value ?? []) as readonly string[]

/** `file:line:column` of a key. */
export function place(config: ConfigFile, key: string): string {
  const at = config.places.get(key)
  if (!at) return config.path
  const { line, column } = at.source.positionAt(at.start)
  return `${config.path}:${line}:${column}`
}
