import type { IamModel, Identity, Policy } from '../model/iam'
import type { Resource } from '../model/resource'
import { literal } from '../model/value'
import type { Alignment, Side } from './alignment'

/** Something of the base and what it is in the head; one of them is missing where it came or went. */
export interface Pair<T> {
  readonly base: T | undefined
  readonly head: T | undefined
}

/** Every principal of both models, in the order of the head, then those that are gone. */
export function principalPairs(base: IamModel, head: IamModel, alignment: Alignment): readonly Pair<Identity>[] {
  const owned = (identity: Identity, side: Side): string =>
    `${identity.kind}|${alignment.owner(side, identity.resource)}`
  return pairs(identitiesOf(base), identitiesOf(head), owned, [
    (identity, side) => `${owned(identity, side)}|${guardsOf(identity)}`,
    owned,
    (identity, side) => {
      const name = literal(identity.name)
      const scope = alignment.scope(side, identity.resource.scope)
      return name === undefined ? undefined : `${identity.kind}|${scope}|${name.toLowerCase()}`
    },
    (identity) => {
      const name = literal(identity.name)
      return name === undefined ? undefined : `${identity.kind}|${name.toLowerCase()}`
    },
  ])
}

/** One address may be made under several conditions, of which one holds. */
const guardsOf = ({ resource }: { readonly resource: Resource }): string =>
  resource.guards.map(({ condition, is }) => `${is ? '' : 'not '}${condition}`).join('|')

const identitiesOf = (model: IamModel): readonly Identity[] => [
  ...model.users,
  ...model.groups,
  ...model.roles,
  ...model.permissionSets,
]

/** Policies of both models that are the same: of one resource, else of one name and kind. */
export function policyPairs(
  base: readonly Policy[],
  head: readonly Policy[],
  alignment: Alignment,
): readonly Pair<Policy>[] {
  const named = (policy: Policy): string | undefined => {
    const name = policy.name && literal(policy.name)
    return name === undefined ? undefined : `${policy.kind}|${name.toLowerCase()}`
  }
  const owned = (policy: Policy, side: Side): string => `${policy.kind}|${alignment.owner(side, policy.resource)}`
  return pairs(base, head, owned, [
    (policy, side) => `${owned(policy, side)}|${policy.document.definedIn ?? ''}|${guardsOf(policy)}`,
    (policy, side) => `${owned(policy, side)}|${policy.document.definedIn ?? ''}`,
    owned,
    (policy, side) => {
      const name = named(policy)
      return name === undefined ? undefined : `${name}|${alignment.scope(side, policy.resource.scope)}`
    },
    named,
  ])
}

/**
 * Pairs by the first key under which both sides have exactly one that is not paired yet. Of several that no key tells
 * apart, but of one owner, the first is the first: they are the same thing under several conditions.
 */
function pairs<T>(
  base: readonly T[],
  head: readonly T[],
  ownerOf: (item: T, side: Side) => string,
  keys: readonly ((item: T, side: Side) => string | undefined)[],
): readonly Pair<T>[] {
  const [before, after] = [new Set(base), new Set(head)]
  const found = new Map<T, T>()
  for (const keyOf of keys) {
    const [gone, come] = [single(before, (item) => keyOf(item, 'base')), single(after, (item) => keyOf(item, 'head'))]
    for (const [key, item] of come) {
      const from = gone.get(key)
      if (from === undefined) continue
      found.set(item, from)
      before.delete(from)
      after.delete(item)
    }
  }
  const left = grouped(before, (item) => ownerOf(item, 'base'))
  for (const [owner, items] of grouped(after, (item) => ownerOf(item, 'head'))) {
    for (const [at, from] of (left.get(owner) ?? []).slice(0, items.length).entries()) {
      found.set(items[at] as T, from)
      before.delete(from)
    }
  }
  const kept = head.map((item) => ({ base: found.get(item), head: item }))
  return [...kept, ...[...before].map((item) => ({ base: item, head: undefined }))]
}

function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const item of items) {
    const known = found.get(keyOf(item))
    if (known) known.push(item)
    else found.set(keyOf(item), [item])
  }
  return found
}

function single<T>(items: Iterable<T>, keyOf: (item: T) => string | undefined): Map<string, T> {
  const found = new Map<string, T | undefined>()
  for (const item of items) {
    const key = keyOf(item)
    if (key !== undefined) found.set(key, found.has(key) ? undefined : item)
  }
  return new Map([...found].filter((pair): pair is [string, T] => pair[1] !== undefined))
}
