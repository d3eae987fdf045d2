import { resolve } from 'node:path'
import { excludedBy } from '../git-ignore'
import { type Cascade, counting } from './cascade'
import type { ConfigFile } from './load'

/** Whether a file, or a directory, is left out. */
export type Excluder = (path: string, isDirectory: boolean) => boolean

/**
 * What the configurations of a scan leave out, each below its own directory; undefined when that is nothing. Where one
 * protects checks, those below it leave out nothing: what is not scanned is not found.
 */
export function excluder(cascade: Cascade, workingDirectory: string): Excluder | undefined {
  const matchers = new Map<ConfigFile, Excluder>()
  for (const config of cascade.files) {
    const patterns = (config.values.exclude ?? []) as readonly string[]
    if (patterns.length === 0 || isOverruled(config, cascade)) continue
    matchers.set(config, excludedBy(resolve(workingDirectory, config.base), patterns))
  }
  if (matchers.size === 0) return undefined
  return (path, isDirectory) => {
    const absolute = resolve(workingDirectory, path)
    return counting(cascade.around(path)).some((config) => matchers.get(config)?.(absolute, isDirectory))
  }
}

/** Whether a configuration above protects checks, so that this one may not exclude. */
export function isOverruled(config: ConfigFile, cascade: Cascade): boolean {
  return cascade.above(config).some(({ values }) => ((values.protected ?? []) as readonly string[]).length > 0)
}
