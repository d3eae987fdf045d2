import type { Diagnostic } from '../../model/diagnostic'
import type { ScanTree } from '../tree'
import type { ConfigFile } from './load'
import { type Ground, configsIn } from './nested'

/**
 * What a change does to the configurations that judge it: each one that it adds, alters or removes, as a warning, since
 * the new version decides. `ground` is that of the head, undefined where one configuration was named and those of
 * directories do not count; `base` has the files of the commit that it is compared with.
 */
export async function changedConfigs(
  configs: readonly ConfigFile[],
  ground: Ground | undefined,
  base: ScanTree,
  isInRepository: (path: string) => boolean,
): Promise<readonly Diagnostic[]> {
  const changed = configs
    .filter(({ path }) => isInRepository(path))
    .flatMap(({ path, source }) => {
      const before = base.read(path)
      if (before === source.text) return []
      return warning(path, before === undefined ? 'is added by this change' : 'is altered by this change')
    })
  const before = ground ? [...(await configsIn({ ...ground, tree: base }))] : []
  const removed = before.filter((path) => ground?.tree.kindOf(path) === undefined)
  return [...changed, ...removed.sort().map((path) => warning(path, 'is removed by this change'))]
}

function warning(file: string, what: string): Diagnostic {
  const message = `${what}, and decides all the same what is found before and after it and what fails`
  return { level: 'warning', kind: 'config-changed', message, file }
}
