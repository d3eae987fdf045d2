import type { Diagnostic } from '../../model/diagnostic'
import type { Span } from '../../model/source'
import { type Cascade, counting } from './cascade'
import { configuration } from './description'
import { place } from './given'
import type { ConfigFile } from './load'
import { longForm } from './merge'
import type { Resolver } from './resolver'
import type { Plain } from './validate'

/** A setting, its value in words, and where that came from, for `--show-config`. */
export interface Origin {
  readonly name: string
  readonly value: string
  readonly from: string
}

/** The settings of a directory: all of the working directory's, and of others what differs from the one above. */
export interface ShownDirectory {
  readonly directory: string
  readonly origins: readonly Origin[]
}

/** What holds in each directory that has a configuration, and where it came from. `vain` are keys that have no effect. */
export function shownSettings(
  cascade: Cascade,
  resolver: Resolver,
  vain: readonly Diagnostic[],
): readonly ShownDirectory[] {
  const without = new Set(vain.map(({ span }) => span))
  const shown = (chain: readonly ConfigFile[]) => originsOf(chain, cascade.top, resolver, without)
  const nested = cascade.nested.map((config) => {
    const above = cascade.above(config)
    const known = new Set(shown(above).map(textOf))
    const origins = shown([...above, config])
    return { directory: config.base, origins: origins.filter((origin) => !known.has(textOf(origin))) }
  })
  return [{ directory: '.', origins: shown(cascade.top) }, ...nested]
}

/** One setting as a line. */
export function textOf({ name, value, from }: Origin): string {
  return `${name}: ${value || '(none)'}  # ${from}`
}

const defaults: Readonly<Record<string, string>> = {
  paths: '.',
  'fail-on': 'medium',
  'min-severity': 'low',
  'min-confidence': 'medium',
}
const flagsAlone = ['check', 'skip-check', 'base']

function originsOf(chain: readonly ConfigFile[], top: readonly ConfigFile[], resolver: Resolver, vain: Vain): Origin[] {
  const keys = [...Object.keys(configuration).filter((key) => key !== 'root'), ...flagsAlone]
  return keys.flatMap((name) => {
    const said = resolver.override(name)
    const over = said ? [{ name, value: said.value.join(', '), from: said.from }] : []
    const configured = configuredOrigins(name, chain, top, vain)
    if (over.length > 0) return name in adding ? [...over, ...configured] : over
    return configured.length > 0 ? configured : [{ name, value: defaults[name] ?? '', from: 'default' }]
  })
}

/** What flags and the environment add to, where of everything else they take the place. */
const adding = { protected: true, var: true, parameters: true }

function configuredOrigins(
  name: string,
  chain: readonly ConfigFile[],
  top: readonly ConfigFile[],
  vain: Vain,
): Origin[] {
  if (name === 'protected') return merged(name, chain, vain)
  if (!configuration[name]?.oneForAll) return merged(name, counting(chain), vain)
  // Of what a scan has one of, the working directory decides; of its paths, the nearest configuration alone.
  return merged(name, name === 'paths' ? top.slice(-1) : counting(top).filter(says(name)).slice(-1), vain)
}

/** Places of keys that have no effect. */
type Vain = ReadonlySet<Span | undefined>

const says =
  (name: string) =>
  ({ values }: ConfigFile): boolean =>
    values[name] !== undefined

/** The values of one key in several configurations, leaf by leaf. */
function merged(name: string, configs: readonly ConfigFile[], vain: Vain): Origin[] {
  const found = new Map<string, { values: string[]; from: string[] }>()
  for (const config of configs.filter(says(name))) {
    for (const { path, value, isList } of leaves(name, config.values[name] as Plain)) {
      const span = config.places.get(path)
      if (span && vain.has(span)) continue
      const known = found.get(path)
      const at = place(config, path).replace(/:\d+$/, '')
      if (isList && known) {
        found.set(path, { values: [...new Set([...known.values, ...value])], from: [...known.from, at] })
      } else found.set(path, { values: [...value], from: [at] })
    }
  }
  return [...found].map(([path, { values, from }]) => ({ name: path, value: values.join(', '), from: from.join(', ') }))
}

interface Leaf {
  readonly path: string
  readonly value: readonly string[]
  readonly isList: boolean
}

function leaves(path: string, value: Plain): Leaf[] {
  if (path === 'ignore') {
    const checks = (value as readonly { readonly check?: Plain }[]).map(({ check }) => String(check))
    return [{ path, value: checks, isList: true }]
  }
  if (/^checks\.[^.]+$/.test(path)) return [{ path, value: [settingText(value)], isList: false }]
  if (Array.isArray(value)) return [{ path, value: value.map(String), isList: true }]
  if (typeof value !== 'object') return [{ path, value: [String(value)], isList: false }]
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${path}.${key}`, inner))
}

function settingText(setting: Plain): string {
  const { enabled, severity } = longForm(setting)
  if (enabled === false) return 'off'
  return typeof severity === 'string' ? severity : 'on'
}
