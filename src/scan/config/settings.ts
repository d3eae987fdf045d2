import { posix } from 'node:path'
import type { AnyCheck } from '../../../checks/check'
import type { ParseSettings } from '../../../parsers/parser'
import { confidences, type Confidence, severities, type Severity } from '../../model/finding'
import type { TrustZone } from '../../model/iam'
import type { Framework } from '../../model/resource'
import { ignoreCheckIds } from '../ignore-checks'
import { type Neighbour, neighbourNames } from '../neighbours/names'
import type { CheckSelection, ConfiguredIgnore } from '../options'
import { checkNamed } from '../select-checks'
import { didYouMean } from '../suggest'
import { frameworks } from './description'
import type { ConfigFile } from './load'
import { readParameterFile } from './parameters'
import type { Plain } from './validate'

/** Everything that a person may set for a scan, decided. */
export interface Settings {
  readonly paths: readonly string[]
  readonly exclude: readonly string[]
  /** The directory that `exclude` is meant from: the configuration's when it stands there. */
  readonly excludeBase: string
  readonly frameworks: readonly Framework[] | undefined
  readonly failOn: Severity | 'none'
  readonly selection: CheckSelection
  readonly parse: ParseSettings
  readonly trust: TrustZone
  readonly ignores: readonly ConfiguredIgnore[]
  readonly protectedChecks: readonly string[]
  /** Other scanners whose ignores in code count. */
  readonly neighbours: readonly Neighbour[]
  readonly baseline: string | undefined
  readonly base: string | undefined
}

/** Where a value came from, for `--show-config`. */
export interface Origin {
  readonly name: string
  readonly value: string
  readonly from: string
}

export interface SettingsSources {
  /** Flags or action inputs by name without dashes; a name that is not set is missing. */
  readonly given: Readonly<Record<string, readonly string[] | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly config: ConfigFile
  readonly checks: readonly AnyCheck[]
  /** Reads a parameter file that a person named; undefined when there is none. */
  readonly readFile: (path: string) => string | undefined
}

export interface ResolvedSettings {
  readonly settings: Settings
  readonly origins: readonly Origin[]
  /** What is wrong, for people; any of them ends the scan before it starts. */
  readonly problems: readonly string[]
}

/** Flag or input, then `IAMGATE_*`, then the configuration, then the default: the first that says anything decides. */
export function resolveSettings(sources: SettingsSources): ResolvedSettings {
  const resolver = new Resolver(sources)
  const { config } = sources
  const trust = (config.values.trust ?? {}) as Readonly<Record<string, readonly string[]>>
  const settings: Settings = {
    paths: resolver.files('paths', ['.']),
    exclude: resolver.words('exclude', []),
    excludeBase: resolver.isConfigured('exclude') ? config.base : '.',
    frameworks: resolver.choices<Framework>('framework', frameworks),
    failOn: resolver.choice<Severity | 'none'>('fail-on', [...severities, 'none'], 'medium'),
    selection: selection(resolver, sources),
    parse: parseSettings(resolver, sources),
    trust: {
      accounts: trust.accounts ?? [],
      organizations: trust.organizations ?? [],
      trustedAccounts: trust['trusted-accounts'] ?? [],
      oidcSubjects: trust['oidc-subjects'] ?? [],
    },
    ignores: config.ignores,
    protectedChecks: resolver.checkWords('protected'),
    neighbours: resolver.choices<Neighbour>('honour-ignores-of', neighbourNames) ?? [],
    baseline: resolver.files('baseline', [])[0],
    base: resolver.words('base', [])[0],
  }
  return { settings, origins: resolver.origins, problems: [...config.problems, ...resolver.problems] }
}

class Resolver {
  readonly origins: Origin[] = []
  readonly problems: string[] = []
  readonly #sources: SettingsSources

  constructor(sources: SettingsSources) {
    this.#sources = sources
  }

  words(name: string, absent: readonly string[]): readonly string[] {
    const { given, environment, config } = this.#sources
    const flag = given[name]
    if (flag) return this.#note(name, flag, name === 'paths' ? 'command line' : `--${name}`)
    const variable = `IAMGATE_${name.replaceAll('-', '_').toUpperCase()}`
    const set = environment[variable]
    if (set) return this.#note(name, split(set), variable)
    const configured = config.values[name]
    if (configured !== undefined) return this.#note(name, list(configured), config.path ?? '')
    return this.#note(name, absent, 'default')
  }

  /** Paths: those of the configuration are meant from where it stands. */
  files(name: string, absent: readonly string[]): readonly string[] {
    const paths = this.words(name, absent)
    const { base } = this.#sources.config
    return this.isConfigured(name) ? paths.map((path) => posix.join(base, path)) : paths
  }

  /** Whether the configuration decides a setting that was asked for before. */
  isConfigured(name: string): boolean {
    const origin = this.origins.find((candidate) => candidate.name === name)
    return origin !== undefined && origin.from === this.#sources.config.path
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], absent: Choice): Choice {
    const value = this.words(name, [absent]).at(-1) ?? absent
    return this.#isOne(name, value, choices) ? value : absent
  }

  choices<Choice extends string>(name: string, choices: readonly Choice[]): readonly Choice[] | undefined {
    const values = this.words(name, []).flatMap(split)
    const known = values.filter((value): value is Choice => this.#isOne(name, value, choices))
    return known.length > 0 ? known : undefined
  }

  /** Ids, former ids and tags of checks. */
  checkWords(name: string): readonly string[] {
    const { checks } = this.#sources
    const tags = new Set(checks.flatMap((check) => check.tags))
    const words = this.words(name, []).flatMap(split)
    for (const word of words) {
      if (checkNamed(checks, word) || tags.has(word) || word === 'ignores' || ignoreCheckIds.includes(word)) continue
      const known = [...checks.map((check) => check.id), ...tags, ...ignoreCheckIds]
      this.problems.push(`--${name}: there is no check or tag ${word}.${didYouMean(word, known)}`)
    }
    return words
  }

  #isOne<Choice extends string>(name: string, value: string, choices: readonly Choice[]): value is Choice {
    if ((choices as readonly string[]).includes(value)) return true
    const hint = didYouMean(value, choices) || ` It must be one of ${choices.join(', ')}.`
    this.problems.push(`--${name} cannot be '${value}'.${hint}`)
    return false
  }

  #note(name: string, value: readonly string[], from: string): readonly string[] {
    this.origins.push({ name, value: value.join(', '), from })
    return value
  }
}

const split = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

function list(value: Plain): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

function selection(resolver: Resolver, { config, checks }: SettingsSources): CheckSelection {
  const enable: string[] = []
  const disable: string[] = []
  const levels: Record<string, Severity> = {}
  for (const [id, setting] of Object.entries((config.values.checks ?? {}) as Readonly<Record<string, Plain>>)) {
    const { enabled, severity } = readSetting(setting)
    const name = checkNamed(checks, id)?.id ?? id
    if (enabled === false) disable.push(name)
    if (enabled === true) enable.push(name)
    if (severity) levels[name] = severity
  }
  const only = resolver.checkWords('check')
  // A check that the command line names runs, whatever the configuration says.
  const skip = [...resolver.checkWords('skip-check'), ...disable.filter((id) => !only.includes(id))]
  return {
    only,
    skip,
    enable,
    severities: levels,
    minimumSeverity: resolver.choice<Severity>('min-severity', severities, 'low'),
    minimumConfidence: resolver.choice<Confidence>('min-confidence', confidences, 'medium'),
  }
}

function readSetting(setting: Plain): { enabled?: boolean | undefined; severity?: Severity | undefined } {
  if (typeof setting === 'boolean') return { enabled: setting }
  if (typeof setting === 'string') return { enabled: true, severity: setting as Severity }
  const { enabled, severity } = setting as { enabled?: boolean; severity?: Severity }
  return { enabled: enabled ?? (severity ? true : undefined), severity }
}

function parseSettings(resolver: Resolver, { given, environment, config, readFile }: SettingsSources): ParseSettings {
  const configured = Object.entries((config.values.var ?? {}) as Readonly<Record<string, Plain>>)
  const variables = configured.map(([name, value]) => ({ name, value: String(value) }))
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
  return {
    variables,
    variableFiles: resolver.files('var-file', []),
    environmentVariables: Object.fromEntries(terraform),
    parameters: parameters(resolver, config, given.parameters ?? [], readFile),
  }
}

function parameters(
  resolver: Resolver,
  config: ConfigFile,
  given: readonly string[],
  readFile: SettingsSources['readFile'],
): Record<string, string> {
  const result: Record<string, string> = {}
  const configured = (config.values.parameters ?? {}) as Readonly<Record<string, Plain>>
  for (const [name, value] of Object.entries(configured)) result[name] = String(value)
  for (const text of given) {
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
