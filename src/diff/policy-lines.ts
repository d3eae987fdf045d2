import type { AccessLine } from '../model/access-diff'
import type { IamModel, Policy } from '../model/iam'
import { carriersOf } from '../model/queries'
import { display } from '../model/value'
import type { Alignment, Side } from './alignment'
import { documentLines, wholeLines } from './document-lines'
import { guardedBy, guardsOfPolicy } from './guards'
import { policyPairs } from './pairs'
import type { Sides } from './principal-lines'

/** Policies that stand for one thing: all those of one resource, or one policy alone. */
export interface PolicySet {
  readonly base: readonly Policy[]
  readonly head: readonly Policy[]
}

/** The policies that are no principal's, in the order of the head: of resources, organizations, endpoints, and loose ones. */
export function policySets({ base, head, alignment }: Sides): PolicySet[] {
  return [...resourceSets(base, head, alignment), ...looseSets(base, head, alignment)]
}

function resourceSets(base: IamModel, head: IamModel, alignment: Alignment): PolicySet[] {
  const sets = new Map<string, { base: Policy[]; head: Policy[] }>()
  const collect = (model: IamModel, side: Side): void => {
    for (const policy of model.policies) {
      if (policy.kind !== 'resource') continue
      const key = protectedKey(policy, side, alignment)
      const set = sets.get(key) ?? { base: [], head: [] }
      sets.set(key, set)
      set[side].push(policy)
    }
  }
  collect(head, 'head')
  collect(base, 'base')
  return [...sets.values()]
}

function protectedKey({ protects, resource }: Policy, side: Side, alignment: Alignment): string {
  const reference = protects?.reference
  if (reference?.to) return `${protects?.type} ${alignment.owner(side, reference.to)}`
  if (!reference || reference.text.parts.length === 0) return alignment.owner(side, resource)
  return `${protects?.type} ${alignment.scope(side, resource.scope)} ${alignment.key(side, reference.text)}`
}

/** Policies whose carriers are not in the code, at least on one side. What carriers have is told with them. */
function looseSets(base: IamModel, head: IamModel, alignment: Alignment): PolicySet[] {
  const others = (model: IamModel): Policy[] =>
    model.policies.filter(
      ({ kind, carrier }) =>
        kind !== 'resource' && kind !== 'aws-managed' && !(carrier?.to && (kind === 'trust' || kind === 'inline')),
    )
  const isLoose = (policy: Policy | undefined, model: IamModel): boolean =>
    policy !== undefined && carriersOf(model, policy).length === 0
  return policyPairs(others(base), others(head), alignment)
    .filter((pair) => isLoose(pair.base, base) || isLoose(pair.head, head))
    .map((pair) => ({ base: pair.base ? [pair.base] : [], head: pair.head ? [pair.head] : [] }))
}

/** What changed in such policies. */
export function policySetLines(set: PolicySet, sides: Sides): AccessLine[] {
  const { alignment } = sides
  const documents = (policies: readonly Policy[]) =>
    policies.map((policy) => guardedBy(policy.document, guardsOfPolicy(policy)))
  const lines = documentLines({ base: documents(set.base), head: documents(set.head), alignment })
  const whole = comesOrGoesWithItsResource(set, sides)
  return [...(whole ? wholeLines(lines, whole) : lines), ...targetLines(set, alignment)]
}

/** `+` for a policy of a resource that is new itself, `-` for one of a resource that is gone. */
function comesOrGoesWithItsResource({ base, head }: PolicySet, sides: Sides): '+' | '-' | undefined {
  if (base.length > 0 && head.length > 0) return undefined
  const [own, other] = head.length > 0 ? (['head', 'base'] as const) : (['base', 'head'] as const)
  const resource = (head[0] ?? base[0])?.protects?.reference?.to
  if (!resource) return undefined
  const owner = sides.alignment.owner(own, resource)
  const stays = sides[other].resources.some((candidate) => sides.alignment.owner(other, candidate) === owner)
  return stays ? undefined : own === 'head' ? '+' : '-'
}

/** What an organization's policy is attached to. It only ever takes access away, by its Deny or by what it leaves out. */
function targetLines({ base, head }: PolicySet, alignment: Alignment): AccessLine[] {
  if (base.length === 0 || head.length === 0) return []
  const targets = (policies: readonly Policy[], side: Side) =>
    new Map(policies.flatMap(({ targets = [] }) => targets.map((text) => [alignment.key(side, text), text] as const)))
  const [before, after] = [targets(base, 'base'), targets(head, 'head')]
  const only = (own: typeof before, other: typeof before, sign: '+' | '-'): AccessLine[] =>
    [...own]
      .filter(([key]) => !other.has(key))
      .map(([, text]) => ({
        sign,
        text: `attached to ${display(text)}`,
        effect: sign === '+' ? 'narrows' : 'broadens',
        levels: [],
        at: text.span,
      }))
  return [...only(after, before, '+'), ...only(before, after, '-')]
}
