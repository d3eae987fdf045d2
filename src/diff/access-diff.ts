import type { AccessDiff, AccessLine, AccessSubject, SubjectChange } from '../model/access-diff'
import type { IamModel, Identity, TrustZone } from '../model/iam'
import { resolutionOf } from '../model/resolution'
import type { Resource } from '../model/resource'
import { Alignment, type Side } from './alignment'
import { dangersOf } from './dangers'
import { type Pair, principalPairs } from './pairs'
import { type PolicySet, policySetLines, policySets } from './policy-lines'
import { pairName, principalLines, type Sides } from './principal-lines'
import { readingOf } from './reading'
import { nameOfPolicy } from './words'

/**
 * What a change does to who may do what. Both models are linked, and of the same code at two moments. Principals are
 * compared by all that they have, so that it does not count which policy says it.
 */
export function accessDiff(base: IamModel, head: IamModel, zone: TrustZone): AccessDiff {
  const alignment = new Alignment(base, head)
  const iamChanged = readingOf(base, 'base', alignment) !== readingOf(head, 'head', alignment)
  // What runs under a role opens ways as well, without a word of IAM.
  if (!iamChanged && resourcesOf(base, 'base', alignment) === resourcesOf(head, 'head', alignment)) {
    return { subjects: [], dangers: [], iamChanged, unresolved: unresolvedOf(head) }
  }
  const sides = { base, head, alignment }
  const principals = principalPairs(base, head, alignment)
  const sets = policySets(sides)
  const lines = new Map(iamChanged ? principals.map((pair) => [pair, principalLines(pair, sides)]) : [])
  const subjects = iamChanged ? subjectsOf(lines, sets, sides) : []
  const changed = new Set([...lines].filter(([{ base: was }, own]) => !was || own.length > 0).map(([pair]) => pair))
  const dangers = dangersOf({ principals, changed, sets, sides, zone })
  return { subjects: grouped(subjects), dangers, iamChanged, unresolved: unresolvedOf(head) }
}

function unresolvedOf(model: IamModel): number {
  return model.policies.filter(({ document }) => resolutionOf(document) === 'unresolved').length
}

function resourcesOf(model: IamModel, side: Side, alignment: Alignment): string {
  return model.resources
    .map((resource) => alignment.owner(side, resource))
    .sort()
    .join('\n')
}

function subjectsOf(
  principals: ReadonlyMap<Pair<Identity>, readonly AccessLine[]>,
  sets: readonly PolicySet[],
  sides: Sides,
): readonly AccessSubject[] {
  const subjects = [
    ...[...principals].map(([pair, lines]) => {
      const { resource } = (pair.head ?? pair.base) as NonNullable<typeof pair.head>
      return subjectOf('principal', pairName(pair), pair, lines, resource)
    }),
    ...sets.map((set) => {
      const policy = (set.head[0] ?? set.base[0]) as PolicySet['head'][number]
      const pair = { base: set.base[0], head: set.head[0] }
      return subjectOf('policy', nameOfPolicy(policy), pair, policySetLines(set, sides), policy.resource)
    }),
  ].filter((subject) => subject !== undefined)
  return toldApart(subjects)
}

/** A subject, and the directory, template or stack that its name is meant in. */
interface Scoped {
  readonly subject: AccessSubject
  readonly scope: string
}

/** Names that several scopes have, such as those of an example and of a test of one module, get their scope. */
function toldApart(subjects: readonly Scoped[]): readonly AccessSubject[] {
  const scopes = new Map<string, Set<string>>()
  for (const { subject, scope } of subjects) {
    for (const name of subject.names) scopes.set(name, (scopes.get(name) ?? new Set()).add(scope))
  }
  const named = (name: string, scope: string): string =>
    (scopes.get(name)?.size ?? 0) > 1 ? `${name} in ${scope}` : name
  return subjects.map(({ subject, scope }) => ({ ...subject, names: subject.names.map((name) => named(name, scope)) }))
}

function subjectOf(
  kind: AccessSubject['kind'],
  name: string,
  { base, head }: Pair<unknown>,
  lines: readonly AccessLine[],
  { scope, span: at }: Resource,
): Scoped | undefined {
  const came = base === undefined && head !== undefined
  const went = head === undefined
  // A policy that comes or goes without giving anything changes nothing.
  if (lines.length === 0 && !(kind === 'principal' && (came || went))) return undefined
  const change = came ? 'added' : went ? 'removed' : changeOf(lines)
  return { subject: { kind, names: [name], change, lines, at }, scope }
}

function changeOf(lines: readonly AccessLine[]): SubjectChange {
  const effects = new Set(lines.map((line) => line.effect))
  effects.delete('none')
  if (effects.size !== 1) return 'changed'
  return effects.has('broadens') ? 'widened' : effects.has('narrows') ? 'narrowed' : 'changed'
}

/** Subjects that changed alike, such as the members of a group, are told of once. */
function grouped(subjects: readonly AccessSubject[]): AccessSubject[] {
  const groups = new Map<string, AccessSubject>()
  for (const subject of subjects) {
    const { kind, change, lines } = subject
    const key = JSON.stringify([kind, change, lines.map(({ sign, text, effect }) => [sign, text, effect])])
    const first = groups.get(key)
    groups.set(key, first ? { ...first, names: [...first.names, ...subject.names] } : subject)
  }
  return [...groups.values()]
}
