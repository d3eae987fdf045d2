import type { IamModel, Identity, Policy } from '../model/iam'
import { literal } from '../model/value'
import type { Alignment, Side } from './alignment'

/** Something of the base and what it is in the head; one of them is missing where it came or went. */
export interface Pair<T> {
  readonly base: T | undefined
  readonly head: T | undefined
}

/** Every principal of both models, in the order of the head, then those that are gone. */
export function principalPairs(base: IamModel, head: IamModel, alignment: Alignment): readonly Pair<Identity>[] {
  return pairs(identitiesOf(base), identitiesOf(head), [
    (identity, side) => `${identity.kind}|${alignment.owner(side, identity.resource)}`,
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
  return pairs(base, head, [
    (policy, side) => `${policy.kind}|${alignment.owner(side, policy.resource)}|${policy.document.definedIn ?? ''}`,
    (policy, side) => `${policy.kind}|${alignment.owner(side, policy.resource)}`,
    (policy, side) => {
      const name = named(policy)
      return name === undefined ? undefined : `${name}|${alignment.scope(side, policy.resource.scope)}`
    },
    named,
  ])
}

/** Pairs by the first key under which both sides have exactly one that is not paired yet. */
function pairs<T>(
  base: readonly T[],
  head: readonly T[],
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
  const kept = head.map((item) => ({ base: found.get(item), head: item }))
  return [...kept, ...[...before].map((item) => ({ base: item, head: undefined }))]
}

function single<T>(items: Iterable<T>, keyOf: (item: T) => string | undefined): Map<string, T> {
  const found = new Map<string, T | undefined>()
  for (const item of items) {
    const key = keyOf(item)
    if (key !== undefined) found.set(key, found.has(key) ? undefined : item)
  }
  return new Map([...found].filter((pair): pair is [string, T] => pair[1] !== undefined))
}
