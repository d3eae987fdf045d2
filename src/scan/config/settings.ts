import type { ParseSettings } from '../../../parsers/parser'
import type { Diagnostic } from '../../model/diagnostic'
import type { Framework } from '../../model/resource'
import type { ConfiguredIgnore, ConfiguredPattern } from '../options'
import { isNamed, isTagged } from '../select-checks'
import { Cascade, counting, holds, protects, seenBy } from './cascade'
import { frameworks } from './description'
import { type Excluder, excluder, isOverruled } from './exclude'
import { type FileReader, fileProblems, patternsOf, rootVariables, templateParameters } from './given'
import type { ConfigFile } from './load'
import { readParameterFile } from './parameters'
import { Resolver, type ResolverSources } from './resolver'
import { ConfiguredRules, nearest, type Rules, rulesOf } from './rules'
import { type ShownDirectory, shownSettings } from './show'
import { withoutEffect } from './without-effect'

/** What is scanned, as far as it must be known to find the configurations in it. */
export interface ScanPlaces {
  readonly paths: readonly string[]
  readonly exclude: readonly string[]
  /** The directory that `exclude` is meant from: the configuration's when it stands there. */
  readonly excludeBase: string
  /** What is wrong, for people. */
  readonly problems: readonly string[]
}

/** Everything that a person may set for a scan, decided. The rules are those of the working directory. */
export interface Settings extends Omit<ScanPlaces, 'problems'>, Rules {
  /** What configurations leave out, beside `exclude`. */
  readonly leavesOut: Excluder | undefined
  readonly frameworks: readonly Framework[] | undefined
  /** The rules of each directory. */
  readonly rules: ConfiguredRules
  readonly parse: ParseSettings
  readonly patterns: readonly ConfiguredPattern[]
  readonly ignores: readonly ConfiguredIgnore[]
  readonly baseline: string | undefined
  readonly base: string | undefined
}

export interface SettingsSources extends ResolverSources {
  readonly cascade: Cascade
  readonly workingDirectory: string
  /** Reads a parameter file that a person named; undefined when there is none. */
  readonly readFile: FileReader
  /** Reads a file that a configuration named. */
  readonly readConfigured: FileReader
}

export interface ResolvedSettings {
  readonly settings: Settings
  /** Where every value came from. */
  readonly shown: readonly ShownDirectory[]
  /** What is wrong, for people; any of them ends the scan before it starts. */
  readonly problems: string[]
  /** What configurations say in vain. */
  readonly notes: readonly Diagnostic[]
}

/** What is scanned: of `paths` the nearest configuration says something or none does, of `exclude` each for itself. */
export function scanPlaces(sources: ResolverSources, top: readonly ConfigFile[]): ScanPlaces {
  const config = top.at(-1)
  const resolver = new Resolver(sources, nearest(config ? [config] : []))
  const paths = resolver.words('paths', ['.'])
  const exclude = config && isOverruled(config, new Cascade(top)) ? [] : resolver.words('exclude', [])
  const excludeBase = resolver.override('exclude') ? '.' : (config?.base ?? '.')
  const problems = top.flatMap((one) => one.problems)
  return { paths, exclude, excludeBase, problems }
}

/** Flag or input, then `IAMGATE_*`, then the configurations, then the default: the first that says anything decides. */
export function resolveSettings(sources: SettingsSources): ResolvedSettings {
  const { cascade, checks, readConfigured, workingDirectory } = sources
  const places = scanPlaces(sources, cascade.top)
  const configs = counting(cascade.top)
  const resolver = new Resolver(sources, nearest(configs))
  const protectedByEnvironment = protectedIds(resolver, sources)
  const inputs = resolver.choices<Framework>('framework', frameworks)
  const settings: Settings = {
    paths: places.paths,
    exclude: places.exclude,
    excludeBase: places.excludeBase,
    leavesOut: resolver.override('exclude') ? undefined : excluder(cascade, workingDirectory),
    frameworks: inputs,
    ...rulesOf(resolver, configs, checks),
    rules: new ConfiguredRules(cascade, sources, protectedByEnvironment),
    parse: parseSettings(resolver, sources),
    patterns: patternsOf(wholly(cascade.files, places.paths), readable(inputs)),
    ignores: ignoresOf(sources, places.paths, protectedByEnvironment),
    baseline: resolver.words('baseline', [])[0],
    base: resolver.words('base', [])[0],
  }
  const problems = [
    ...cascade.files.flatMap((config) => config.problems),
    ...fileProblems(cascade, readConfigured),
    ...resolver.problems,
  ]
  const notes = withoutEffect(cascade, checks)
  return { settings, shown: shownSettings(cascade, resolver, notes), problems, notes }
}

/** The configurations of which all that they count for is scanned. */
function wholly(configs: readonly ConfigFile[], paths: readonly string[]): readonly ConfigFile[] {
  return configs.filter(({ base }) => isWhole(base, paths))
}

const isWhole = (directory: string, paths: readonly string[]): boolean => paths.some((path) => holds(path, directory))

/** The patterns that can match anything among inputs of these frameworks. */
function readable(inputs: readonly Framework[] | undefined): readonly ConfiguredPattern['of'][] {
  const means = { roots: 'terraform', templates: 'cloudformation' } as const
  return (['roots', 'templates'] as const).filter((of) => inputs?.includes(means[of]) !== false)
}

/** Ids of checks that the environment protects. */
function protectedIds(resolver: Resolver, { checks }: SettingsSources): readonly string[] {
  const words = resolver.override('protected') ? resolver.checkWords('protected') : []
  return checks
    .filter((check) => words.some((word) => isNamed(check, word) || isTagged(check, word)))
    .map(({ id }) => id)
}

/** The ignores of all configurations, each for what its own counts for. */
function ignoresOf(
  { cascade, checks }: SettingsSources,
  paths: readonly string[],
  protectedByEnvironment: readonly string[],
): readonly ConfiguredIgnore[] {
  return cascade.files.flatMap((config) => {
    const above = cascade.above(config)
    const isNested = cascade.nested.includes(config)
    const forbidden = checks
      .filter((check) => above.some((one) => protects(one, check)))
      .map(({ id }) => id)
      .concat(isNested ? protectedByEnvironment : [])
    const seenAs = (file: string): string | undefined =>
      counting(cascade.around(file)).includes(config) ? seenBy(config, file) : undefined
    return config.ignores.map((ignore) => ({
      ...ignore,
      seenAs,
      forbidden,
      isPartlySeen: !isWhole(config.base, paths),
    }))
  })
}

function parseSettings(resolver: Resolver, sources: SettingsSources): ParseSettings {
  const { given, environment, cascade, readConfigured } = sources
  const variables: { name: string; value: string }[] = []
  for (const text of given.var ?? []) {
    const at = text.indexOf('=')
    if (at <= 0) resolver.problems.push(`--var ${text}: write it as name=value`)
    else variables.push({ name: text.slice(0, at), value: text.slice(at + 1) })
  }
  const terraform = Object.entries(environment).flatMap(([name, value]) =>
    (name.startsWith('TF_VAR_') || name === 'TF_WORKSPACE') && value !== undefined
      ? [[name.replace(/^TF_VAR_/, ''), value] as const]
      : [],
  )
  const files = resolver.override('var-file')
  return {
    variables,
    variableFiles: files?.value ?? [],
    environmentVariables: Object.fromEntries(terraform),
    rootVariables: rootVariables(cascade, files === undefined),
    parameters: parameters(resolver, sources),
    templateParameters: templateParameters(cascade, readConfigured),
  }
}

function parameters(resolver: Resolver, { given, readFile }: SettingsSources): Record<string, string> {
  const result: Record<string, string> = {}
  for (const text of given.parameters ?? []) {
    const file = readFile(text)
    const at = text.indexOf('=')
    if (file !== undefined) {
      const read = readParameterFile(file)
      if (typeof read === 'string') resolver.problems.push(`--parameters ${text}: ${read}`)
      else Object.assign(result, read)
    } else if (at > 0) result[text.slice(0, at)] = text.slice(at + 1)
    else resolver.problems.push(`--parameters ${text}: there is no such file, and it is not Key=Value`)
  }
  return result
}
