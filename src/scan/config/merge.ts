import { configuration } from './description'
import type { ConfigFile } from './load'
import type { Plain } from './validate'

/** Keys that are no part of the merged values: each configuration is asked for them by itself. */
const ownKeys: ReadonlySet<string> = new Set(['root', 'ignore', 'protected', 'exclude'])

/**
 * The values of configurations, outermost first, as one: of single values the nearest counts, lists add up, and maps
 * are merged key by key in the same manner. What a whole scan has one of is left out.
 */
export function mergeValues(configs: readonly ConfigFile[]): Record<string, Plain> {
  let merged: Record<string, Plain> = {}
  for (const { values } of configs) {
    const own = Object.entries(values).filter(([key]) => !ownKeys.has(key) && !configuration[key]?.oneForAll)
    merged = mergeMaps(merged, Object.fromEntries(own.map(([key, value]) => [key, alike(key, value)])))
  }
  return merged
}

/** A check's short forms as the long one, so that `on` below `low` is still low. */
function alike(key: string, value: Plain): Plain {
  if (key !== 'checks') return value
  const settings = Object.entries(value as Readonly<Record<string, Plain>>)
  return Object.fromEntries(settings.map(([id, setting]) => [id, longForm(setting)]))
}

/** `off`, `low` or a map as `enabled` and `severity`; who gives a severity wants the check to run. */
export function longForm(setting: Plain): { readonly [key: string]: Plain } {
  if (typeof setting === 'boolean') return { enabled: setting }
  if (typeof setting === 'string') return { enabled: true, severity: setting }
  const map = setting as { readonly [key: string]: Plain }
  return map.severity === undefined || map.enabled !== undefined ? map : { ...map, enabled: true }
}

function mergeMaps(upper: Record<string, Plain>, lower: Record<string, Plain>): Record<string, Plain> {
  const merged: Record<string, Plain> = Object.assign(Object.create(null), upper)
  for (const [key, value] of Object.entries(lower)) {
    const above = merged[key]
    merged[key] = above === undefined ? value : mergeValue(above, value)
  }
  return merged
}

function mergeValue(upper: Plain, lower: Plain): Plain {
  if (Array.isArray(upper) && Array.isArray(lower)) return [...new Set([...upper, ...lower])]
  if (isMap(upper) && isMap(lower)) return mergeMaps({ ...upper }, { ...lower })
  return lower
}

const isMap = (value: Plain): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' && !Array.isArray(value)
