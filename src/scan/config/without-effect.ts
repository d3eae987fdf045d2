import type { AnyCheck } from '../../../checks/check'
import type { Diagnostic } from '../../model/diagnostic'
import { checkNamed } from '../select-checks'
import { type Cascade, protects } from './cascade'
import { configuration } from './description'
import { isOverruled } from './exclude'
import type { ConfigFile } from './load'

/** What configurations say in vain, each with its place: it is never passed over in silence. */
export function withoutEffect(cascade: Cascade, checks: readonly AnyCheck[]): readonly Diagnostic[] {
  return cascade.files.flatMap((config) => [
    ...(cascade.nested.includes(config) ? onlyAbove(config) : []),
    ...(config.values.exclude !== undefined && isOverruled(config, cascade) ? excludesInVain(config) : []),
    ...Object.keys((config.values.checks ?? {}) as object).flatMap((id) => {
      const check = checkNamed(checks, id)
      const protector = check && cascade.above(config).find((one) => protects(one, check))
      return protector ? said(config, `checks.${id}`, `has no effect: ${protector.path} protects this check`) : []
    }),
  ])
}

function onlyAbove(config: ConfigFile): Diagnostic[] {
  const keys = Object.keys(config.values).filter((key) => configuration[key]?.oneForAll)
  return keys.flatMap((key) =>
    said(config, key, `has no effect here: ${key} counts in the configuration of the directory that iamgate is run in`),
  )
}

function excludesInVain(config: ConfigFile): Diagnostic[] {
  const reason = 'a configuration above protects checks, and what is not scanned is not found; exclude it there'
  return said(config, 'exclude', `has no effect: ${reason}`)
}

function said(config: ConfigFile, key: string, message: string): Diagnostic[] {
  const at = config.places.get(key)
  if (!at) return []
  return [{ level: 'warning', kind: 'config-without-effect', message, file: config.path, span: at }]
}
