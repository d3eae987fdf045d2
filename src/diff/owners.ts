import type { Resource } from '../model/resource'

const instanceKey = /\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g

/** `<scope>|<address>` */
export const ownerOf = (resource: Resource): string => `${resource.scope}|${resource.address}`

/** Resources that are only of the head, with those only of the base that they are: by count, then by type and name. */
export function pairOwners(
  base: readonly Resource[],
  head: readonly Resource[],
  scopeInBase: (scope: string) => string,
): Map<string, string> {
  const before = new Map(base.map((resource) => [ownerOf(resource), resource]))
  const pairs = new Map<string, string>()
  const come: Resource[] = []
  for (const resource of head) {
    const same = `${scopeInBase(resource.scope)}|${resource.address}`
    const gone = before.get(same)
    if (gone?.type === resource.type) {
      pairs.set(ownerOf(resource), same)
      before.delete(same)
    } else come.push(resource)
  }
  const left = [...before.values()]
  const byCount = (resource: Resource, scope: string): string =>
    `${scope}|${resource.address.replace(instanceKey, '')}|${resource.type}`
  const byName = (resource: Resource, scope: string): string => `${scope}|${resource.type}|${resource.name}`
  for (const keyOf of [byCount, byName]) {
    const gone = unique(left, (resource) => keyOf(resource, resource.scope))
    const arrived = unique(
      come.filter((resource) => !pairs.has(ownerOf(resource))),
      (resource) => keyOf(resource, scopeInBase(resource.scope)),
    )
    const taken = new Set(pairs.values())
    for (const [key, resource] of arrived) {
      const from = gone.get(key)
      if (from && !taken.has(ownerOf(from))) pairs.set(ownerOf(resource), ownerOf(from))
    }
  }
  return pairs
}

/** What is the only one of its key. */
function unique<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const found = new Map<string, T | undefined>()
  for (const item of items) {
    const key = keyOf(item)
    found.set(key, found.has(key) ? undefined : item)
  }
  return new Map([...found].filter((pair): pair is [string, T] => pair[1] !== undefined))
}

/** `module.a["x"].` of an address; '' in the root module. */
export function moduleOf(address: string): string {
  return /^(?:module\.[\w-]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)*/.exec(address)?.[0] ?? ''
}

/** Modules by the resources in them: where all that are left of a module of the head lead to one of the base. */
export function pairModules(owners: ReadonlyMap<string, string>): Map<string, string> {
  const moduleOfOwner = (owner: string): string => {
    const at = owner.indexOf('|') + 1
    return owner.slice(0, at) + moduleOf(owner.slice(at))
  }
  const found = new Map<string, Set<string>>()
  for (const [head, base] of owners) {
    const from = found.get(moduleOfOwner(head)) ?? new Set()
    found.set(moduleOfOwner(head), from.add(moduleOfOwner(base)))
  }
  return new Map(
    [...found].flatMap(([head, from]) => (from.size === 1 ? [[head, [...from][0] as string] as const] : [])),
  )
}
