import type { Framework, Resource } from './resource'
import type { Guard, Hole, Text } from './value'
import { literal } from './value'

/** What a mention can be looked up in. */
export interface Finder<T> {
  /** What a text mentions, seen from `from`; undefined when it is not here, or nobody can know. */
  find(text: Text, from: Resource): T | undefined
}

/** How things are known: by the address of their resource, and by a name, where that is known. */
interface Named {
  readonly resource: Resource
  readonly name?: Text | undefined
}

/** Stands for a hole in the characters of a mention. */
const unknownCharacter = '\0'

/** Things of one kind by what mentions of them look like. */
export class ReferenceIndex<T extends Named> implements Finder<T> {
  readonly #bySymbol = new Map<string, T[]>()
  readonly #byName = new Map<string, T[]>()

  constructor(items: readonly T[]) {
    for (const item of items) {
      add(this.#bySymbol, `${item.resource.scope}|${item.resource.address}`, item)
      const key = item.name && nameKey(item.name)
      if (key) add(this.#byName, key, item)
    }
  }

  find(text: Text, from: Resource): T | undefined {
    const last = text.parts[text.parts.length - 1]
    const characters = text.parts.map((part) => (part.kind === 'hole' ? unknownCharacter : part.text)).join('')
    const arn = arnOf(characters)
    // AWS's own policies are of no account, and never in the code.
    if (arn?.account === 'aws') return undefined
    const name = arn?.name ?? characters
    if (name === unknownCharacter && last?.kind === 'hole' && last.symbol) {
      const owner = theOne(this.#bySymbol.get(ownerOf(last.symbol)) ?? [], from)
      if (owner) return owner
    }
    if (!name.includes(unknownCharacter)) return name === '' ? undefined : this.#one(name.toLowerCase(), from)
    // In an ARN, a hole may stand for more than the name.
    return arn ? undefined : this.#one(nameKey(text), from)
  }

  #one(key: string, from: Resource): T | undefined {
    const all = this.#byName.get(key)
    if (!all) return undefined
    const own = all.filter((item) => item.resource.scope === from.scope)
    if (own.length > 0) return theOne(own, from)
    return theOne(
      all.filter((item) => isRelated(item.resource, from)),
      from,
    )
  }
}

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const same = map.get(key)
  if (same) same.push(item)
  else map.set(key, [item])
}

/**
 * The one that is meant, of several with the same name: that which can exist together with the mention, and of those
 * the one in its own module. Several of one address are one resource, which different conditions make: the first.
 */
function theOne<T extends Named>(candidates: readonly T[], from: Resource): T | undefined {
  if (candidates.length <= 1) return candidates[0]
  const together = candidates.filter(({ resource }) => canExistTogether(resource.guards, from.guards))
  if (isOneResource(together)) return together[0]
  const own = together.filter(({ resource }) => moduleOf(resource.address) === moduleOf(from.address))
  return isOneResource(own) ? own[0] : undefined
}

function isOneResource(candidates: readonly Named[]): boolean {
  const [first] = candidates
  return candidates.every(
    ({ resource }) => resource.address === first?.resource.address && resource.scope === first.resource.scope,
  )
}

function canExistTogether(one: readonly Guard[], other: readonly Guard[]): boolean {
  return !one.some(({ condition, is }) => other.some((guard) => guard.condition === condition && guard.is !== is))
}

/** `module.a["x"].` of a Terraform address; '' in the root module, and for all other addresses. */
function moduleOf(address: string): string {
  return /^(?:module\.[\w-]+(?:\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\])?\.)*/.exec(address)?.[0] ?? ''
}

/**
 * What equal names have in common. Names are unique in an account whatever their case:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html. A name with holes equals one with the
 * same holes: the same attribute, or the same expression at the same place. '' for an empty name.
 */
function nameKey(name: Text): string {
  const known = literal(name)
  if (known !== undefined) return known.toLowerCase()
  return name.parts.map((part) => (part.kind === 'chunk' ? part.text.toLowerCase() : holeKey(part))).join('')
}

function holeKey({ symbol, span, expression }: Hole): string {
  return `\0${symbol?.id ?? `${span.source.path}:${span.start}:${expression}`}\0`
}

/** `<scope>|<address>` of the resource that a symbol is an attribute of. */
export function ownerOf(symbol: { readonly id: string; readonly attribute: string }): string {
  return symbol.id.slice(0, symbol.id.length - symbol.attribute.length - 1)
}

/** The account and the last name of an ARN; undefined for what is no ARN. */
function arnOf(characters: string): { account: string; name: string } | undefined {
  const found = /^arn:[^:]*:[^:]*:[^:]*:([^:]*):(.+)$/s.exec(characters)
  if (!found) return undefined
  const [, account, rest] = found as unknown as [string, string, string]
  return { account, name: rest.slice(Math.max(rest.lastIndexOf('/'), rest.lastIndexOf(':')) + 1) }
}

const hasNestedStacks: ReadonlySet<Framework> = new Set(['cloudformation', 'cdk'])

/** One scope holds the other: the same app, a nested stack. Directories of Terraform hold nothing of each other. */
function isRelated(left: Resource, right: Resource): boolean {
  if (left.app !== undefined && left.app === right.app) return true
  if (left.framework !== right.framework || !hasNestedStacks.has(left.framework)) return false
  return left.scope.startsWith(`${right.scope}/`) || right.scope.startsWith(`${left.scope}/`)
}
