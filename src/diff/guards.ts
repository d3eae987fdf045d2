import type { PolicySource } from '../iam/identity'
import type { AccessLine } from '../model/access-diff'
import type { Identity, Policy } from '../model/iam'
import type { PolicyDocument } from '../model/policy'
import type { Guard } from '../model/value'
import type { Pair } from './pairs'
import { whenWords } from './words'

/** Conditions under which something is there at all: `count = var.enabled ? 1 : 0`, `Condition: IsProduction`. */

interface Guarded {
  readonly guards?: readonly Guard[] | undefined
}

const keyOf = ({ condition, is }: Guard): string => `${is} ${condition}`

/** What is asked of any of them and not of what they are given to, each once. */
function ownGuards(brought: readonly (Guarded | undefined)[], shared: Guarded | undefined): readonly Guard[] {
  const known = new Set(shared?.guards?.map(keyOf))
  const own = brought.flatMap((one) => one?.guards ?? []).filter((guard) => !known.has(keyOf(guard)))
  return [...new Map(own.map((guard) => [keyOf(guard), guard])).values()]
}

/** When a principal has a policy, beside when there is the principal. */
export function guardsOfSource({ policy, attachment }: PolicySource, identity: Identity): readonly Guard[] {
  return ownGuards([attachment?.resource, attachment, policy?.resource, policy], identity.resource)
}

/** When a resource has a policy, beside when there is the resource. */
export function guardsOfPolicy(policy: Policy): readonly Guard[] {
  return ownGuards([policy.resource, policy], policy.protects?.reference?.to)
}

/** A document whose statements are there only under these conditions as well. */
export function guardedBy(document: PolicyDocument, guards: readonly Guard[]): PolicyDocument {
  if (guards.length === 0) return document
  const statements = document.statements.map((statement) => ({
    ...statement,
    guards: [...statement.guards, ...ownGuards([{ guards }], statement)],
  }))
  return { ...document, statements }
}

/** What another condition does to an Allow: fewer are wider; of others, nobody can tell. */
export function guardEffect(
  base: readonly Guard[],
  head: readonly Guard[],
): 'broadens' | 'narrows' | 'unknown' | 'none' {
  const [had, has] = [new Set(base.map(keyOf)), new Set(head.map(keyOf))]
  const [fewer, more] = [base.some((guard) => !has.has(keyOf(guard))), head.some((guard) => !had.has(keyOf(guard)))]
  if (fewer && more) return 'unknown'
  return fewer ? 'broadens' : more ? 'narrows' : 'none'
}

/** `when var.x (was always)`. */
export function guardWords(base: readonly Guard[], head: readonly Guard[]): string {
  return `${whenWords(head).trimStart() || 'always'} (was ${whenWords(base).trimStart() || 'always'})`
}

/** Whether a principal is there under other conditions. */
export function existenceLines({ base, head }: Pair<Identity>): AccessLine[] {
  if (!base || !head) return []
  const [was, is] = [base.resource.guards, head.resource.guards]
  const effect = guardEffect(was, is)
  if (effect === 'none') return []
  return [{ sign: '~', text: `exists ${guardWords(was, is)}`, effect, levels: [], at: head.resource.span }]
}
