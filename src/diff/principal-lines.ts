import { elementActions, intersection, isEmpty } from '../iam/action'
import { grantsMore } from '../iam/grants-more'
import { identityPolicies, type PolicySource } from '../iam/identity'
import { intersect } from '../iam/region'
import { hasVariables, statementRegion } from '../iam/statement'
import type { AccessLine } from '../model/access-diff'
import type { IamModel, Identity } from '../model/iam'
import type { PolicyDocument } from '../model/policy'
import { boundaryOf, membershipsOf } from '../model/queries'
import type { Span } from '../model/source'
import { display, literal } from '../model/value'
import type { Alignment, Side } from './alignment'
import { type Aligned, documentsOf } from './atoms'
import { documentLines, wholeLines } from './document-lines'
import { existenceLines, guardedBy, guardsOfSource } from './guards'
import { levelsOfDocument } from './levels'
import type { Pair } from './pairs'
import { nameOfIdentity } from './words'

/** Both models, linked, and what makes them comparable. */
export interface Sides {
  readonly base: IamModel
  readonly head: IamModel
  readonly alignment: Alignment
}

/** Everything that changed for one principal: what it may do, who may become it, its boundary, where it is assigned. */
export function principalLines(pair: Pair<Identity>, sides: Sides): AccessLine[] {
  const lines = [
    ...renaming(pair),
    ...existenceLines(pair),
    ...trustLines(pair, sides),
    ...accessLines(pair, sides),
    ...boundaryLines(pair, sides),
    ...assignmentLines(pair, sides),
  ]
  return pair.base && pair.head ? lines : wholeLines(lines, pair.head ? '+' : '-')
}

function renaming({ base, head }: Pair<Identity>): AccessLine[] {
  if (!base || !head) return []
  const [was, is] = [literal(base.name), literal(head.name)]
  if (was === undefined || is === undefined || was === is) return []
  return [{ sign: '~', text: `renamed, was '${was}'`, effect: 'none', levels: [], at: head.name.span }]
}

function trustLines({ base, head }: Pair<Identity>, { alignment }: Sides): AccessLine[] {
  const trust = (identity: Identity | undefined): PolicyDocument[] =>
    identity?.kind === 'role' && identity.trust ? [identity.trust.document] : []
  return documentLines({ base: trust(base), head: trust(head), alignment, prefix: 'trust: ' })
}

/** The policies of a principal on one side: those of the code, those of AWS, and those that nobody knows. */
interface Held {
  readonly own: readonly PolicyDocument[]
  readonly managed: readonly PolicySource[]
  readonly unresolved: ReadonlyMap<string, Span>
}

function heldBy(identity: Identity | undefined, model: IamModel): Held {
  if (!identity) return { own: [], managed: [], unresolved: new Map() }
  const { sources, unresolved } = identityPolicies(identity, model)
  const outside = identity.kind === 'user' ? membershipsOf(model, identity).filter(({ group }) => !group.to) : []
  return {
    own: sources
      .filter((source) => !source.managedByAws)
      .map((source) => guardedBy(source.document, guardsOfSource(source, identity))),
    managed: sources.filter((source) => source.managedByAws),
    unresolved: new Map([
      ...unresolved.map(({ name, span }) => [`policy ${name}`, span] as const),
      ...outside.map(({ group, span }) => [`member of group ${display(group.text)}`, span] as const),
    ]),
  }
}

function accessLines(pair: Pair<Identity>, { base, head, alignment }: Sides): AccessLine[] {
  const [before, after] = [heldBy(pair.base, base), heldBy(pair.head, head)]
  const documents = (held: Held): PolicyDocument[] => held.managed.map(({ document }) => document)
  const own = documentLines({
    base: before.own,
    head: after.own,
    beside: { base: documents(before), head: documents(after) },
    alignment,
    whyInert: (part) => pair.head && whyInert(part, pair.head, { base, head, alignment }),
  })
  return [
    ...managedLines(before, after, '+'),
    ...managedLines(after, before, '-'),
    ...own,
    ...opaqueLines(before, after),
  ]
}

/** AWS's own policies come and go as wholes; one whose access is had anyway makes no difference. */
function managedLines(other: Held, own: Held, sign: '+' | '-'): AccessLine[] {
  const known = new Set(other.managed.map(({ name }) => name))
  const given = [...other.own, ...other.managed.map(({ document }) => document)].map(allowsOf)
  const lines: AccessLine[] = []
  for (const { name, document, span } of own.managed) {
    if (known.has(name)) continue
    known.add(name)
    const denies = document.statements.some((statement) => statement.effect === 'Deny')
    const allows = grantsMore(given, [allowsOf(document)]) !== undefined
    if (!allows && !denies) continue
    const effect = allows === (sign === '+') ? 'broadens' : 'narrows'
    lines.push({ sign, text: `AWS managed policy ${name}`, effect, levels: levelsOfDocument(document), at: span })
  }
  return lines
}

const allowsOf = (document: PolicyDocument): PolicyDocument => ({
  ...document,
  statements: document.statements.filter((statement) => statement.effect === 'Allow'),
})

/** Policies and groups that are not in the code: what they give, nobody knows. */
function opaqueLines(before: Held, after: Held): AccessLine[] {
  const only = (own: Held, other: Held, sign: '+' | '-'): AccessLine[] =>
    [...own.unresolved]
      .filter(([name]) => !other.unresolved.has(name))
      .map(([name, at]) => {
        const effect = sign === '+' ? 'broadens' : 'narrows'
        return { sign, text: `${name} (what it gives is not in this code)`, effect, levels: [], at }
      })
  return [...only(after, before, '+'), ...only(before, after, '-')]
}

/** Why an Allow of the head gives nothing: a Deny takes it all away, or the boundary has none of it. */
function whyInert(part: Aligned, identity: Identity, { head, alignment }: Sides): string | undefined {
  const { sources, boundary } = identityPolicies(identity, head)
  const denies = sources
    .map(({ document }) => ({
      ...document,
      statements: document.statements
        .filter((statement) => statement.effect === 'Deny')
        .map((statement) => alignment.statement('head', statement)),
    }))
    .filter(({ statements }) => statements.length > 0)
  if (denies.length > 0 && grantsMore([], [...documentsOf([part]), ...denies]) === undefined) return 'denied'
  if (typeof boundary === 'string') return undefined
  return meets(part, alignment.document('head', boundary.document)) ? undefined : 'outside the permissions boundary'
}

/** Whether some statement of a boundary lets through anything of what a statement gives. */
function meets({ statement, document }: Aligned, boundary: PolicyDocument): boolean {
  const actions = elementActions(statement.actions)
  const region = statementRegion(statement, hasVariables(document))
  return boundary.statements.some((allowed) => {
    if (allowed.effect === 'Deny') return false
    if ((allowed.actions?.unknown.length ?? 0) > 0 || (allowed.resources?.unknown.length ?? 0) > 0) return true
    if (isEmpty(intersection(actions, elementActions(allowed.actions)))) return false
    return intersect(region, statementRegion(allowed, hasVariables(boundary))).length > 0
  })
}

function boundaryLines(pair: Pair<Identity>, { base, head, alignment }: Sides): AccessLine[] {
  const of = (identity: Identity | undefined, model: IamModel, side: Side) => {
    const mention = identity && boundaryOf(model, identity)
    const held = identity && identityPolicies(identity, model).boundary
    const document = held && typeof held !== 'string' ? held.document : undefined
    const name = mention && (mention.to?.name ? display(mention.to.name) : display(mention.text))
    return mention && { document, name, key: alignment.key(side, mention.text), at: mention.text.span }
  }
  const [was, is] = [of(pair.base, base, 'base'), of(pair.head, head, 'head')]
  if (!pair.base || !pair.head || (!was && !is)) return []
  if (was && is) {
    if (was.document && is.document) {
      return documentLines({ base: [was.document], head: [is.document], alignment, prefix: 'boundary: ' })
    }
    if (was.key === is.key) return []
    const text = `permissions boundary ${is.name} (was ${was.name})`
    return [{ sign: '~', text, effect: 'unknown', levels: [], at: is.at }]
  }
  const one = is ?? was
  const text = `permissions boundary ${one?.name}`
  return [
    { sign: is ? '+' : '-', text, effect: is ? 'narrows' : 'broadens', levels: [], at: one?.at } satisfies AccessLine,
  ]
}

/** Who gets a permission set where. */
function assignmentLines(pair: Pair<Identity>, { base, head, alignment }: Sides): AccessLine[] {
  const of = (identity: Identity | undefined, model: IamModel, side: Side): Map<string, { text: string; at: Span }> =>
    new Map(
      (identity?.kind === 'permission-set' ? model.accountAssignments : [])
        .filter((assignment) => assignment.permissionSet.to === identity)
        .map(({ principalType, principal, target, resource }) => {
          const [type, who, where] = [principalType, principal, target].map((text) =>
            text ? display(text) : 'unknown',
          )
          const keys = [principalType, principal, target].map((text) => text && alignment.key(side, text))
          const text = `assigned to ${type?.toLowerCase()} ${who} on account ${where}`
          return [keys.join('\n'), { text, at: resource.span }] as const
        }),
    )
  const [before, after] = [of(pair.base, base, 'base'), of(pair.head, head, 'head')]
  const only = (own: typeof before, other: typeof before, sign: '+' | '-'): AccessLine[] =>
    [...own]
      .filter(([key]) => !other.has(key))
      .map(([, { text, at }]) => ({ sign, text, effect: sign === '+' ? 'broadens' : 'narrows', levels: [], at }))
  return [...only(after, before, '+'), ...only(before, after, '-')]
}

/** How a principal is called in a diff: by what it is in the head, else by what it was. */
export function pairName({ base, head }: Pair<Identity>): string {
  return nameOfIdentity((head ?? base) as Identity)
}
