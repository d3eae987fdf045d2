import { allServices, conditionKeys, globalKeys } from '../src/iam/data'
import { closest } from '../src/model/closest'

/** A condition key that AWS has. */
export interface KnownKey {
  /** As AWS spells it: `aws:PrincipalTag/tag-key`. */
  readonly name: string
  /** `String`, `ARN`, `Bool`, `Date`, `Numeric`, `IPAddress`, `Binary`. */
  readonly type: string
  readonly global: boolean
}

interface Form extends KnownKey {
  /** In lower case; up to the part that varies, where there is one. */
  readonly start: string
  readonly varies: boolean
}

const formsOf = new Map<string, readonly Form[]>()

function form(name: string, type: string, global: boolean): Form {
  const lower = name.toLowerCase()
  const variable = lower.search(/\$\{|<|(?<=\/)tag-key$/)
  const start = variable < 0 ? lower : lower.slice(0, variable)
  return { name, type: type.replace('ArrayOf', ''), global, start, varies: variable >= 0 }
}

/** The keys of one prefix (`aws`, `s3`), the global ones and those of its service. */
function formsOfPrefix(prefix: string): readonly Form[] {
  let found = formsOf.get(prefix)
  if (!found) {
    const global = globalKeys().map(({ name, type }) => form(name, type, true))
    const own = prefix === 'aws' ? [] : conditionKeys(prefix).map(({ name, type }) => form(name, type, false))
    found = [...global, ...own].filter(({ start }) => start.startsWith(`${prefix}:`))
    formsOf.set(prefix, found)
  }
  return found
}

const matchesForm = (key: string, { start, varies }: Form): boolean =>
  varies ? key.startsWith(start) && key.length > start.length : key === start

let rest: readonly Form[] | undefined

/** Keys that stand in the list of another service than their prefix says: `saml:aud` in that of STS. */
function formsOfOthers(): readonly Form[] {
  rest ??= allServices().flatMap((service) =>
    conditionKeys(service)
      .filter(({ name }) => !name.toLowerCase().startsWith(`${service}:`))
      .map(({ name, type }) => form(name, type, false)),
  )
  return rest
}

const prefixOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf(':'))).toLowerCase()

/**
 * A key by its name in any case; undefined when AWS had none of that name at `dataVersion()`. Keys of identity
 * providers (`accounts.google.com:aud`) are the provider's to make: ask `isOfProvider` first.
 */
export function findKey(key: string): KnownKey | undefined {
  const lower = key.toLowerCase()
  const known = formsOfPrefix(prefixOf(key)).find((each) => matchesForm(lower, each))
  return known ?? formsOfOthers().find((each) => matchesForm(lower, each))
}

/** Whether a key is a claim of an identity provider: its prefix is a host. */
export function isOfProvider(key: string): boolean {
  return /[./]/.test(prefixOf(key)) || prefixOf(key) === 'saml'
}

/** The key that was most likely meant; undefined when none is near. */
export function nearestKey(key: string): string | undefined {
  const names = formsOfPrefix(prefixOf(key)).map(({ name }) => name)
  const longer = names.filter((name) => name.toLowerCase().startsWith(key.toLowerCase()))
  const own = longer.sort((one, other) => one.length - other.length)[0] ?? closest(key, names)
  if (own !== undefined) return own
  const name = key.slice(key.indexOf(':') + 1).toLowerCase()
  return globalKeys().find((each) => each.name.toLowerCase() === `aws:${name}`)?.name
}
