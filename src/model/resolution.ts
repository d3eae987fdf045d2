import type { PolicyDocument, Resolution, Statement, TextList } from './policy'
import { member } from './resource'
import type { Hole, Text } from './value'
import { asText, holes } from './value'

/**
 * How much of a document is known.
 *
 * - `unresolved`: no statement is known, because something unknown stands in its place or the text is no JSON.
 * - `partial`: at least one statement can be judged, and something is unknown: a part of the text that is no JSON,
 *   statements that may be added, a list that may hold more, an effect, conditions that nobody can know, or a hole in
 *   an action, resource, principal, condition key or condition value.
 * - `resolved`: nothing is unknown but what leaves nothing to judge open: attributes of resources in the same code
 *   (symbols); the account, region, partition, stack (CloudFormation's pseudo parameters, Terraform's
 *   `aws_caller_identity`, `aws_region`, `aws_partition`); and whatever stands in `Sid`, `Id` or `Version`.
 */
export function resolutionOf(document: PolicyDocument): Resolution {
  const known = openHoles(document).length === 0 && !document.problems.some((problem) => problem.kind === 'json')
  if (known) return 'resolved'
  return document.statements.length === 0 ? 'unresolved' : 'partial'
}

/** The holes that keep a document from being resolved, each once, in the order of the statements. */
export function openHoles(document: PolicyDocument): readonly Hole[] {
  const found = new Set(document.unknown)
  for (const statement of document.statements) {
    const { actions, resources, principals, conditions } = statement
    addAll(found, effectHoles(statement))
    addAll(found, statement.unknownConditions)
    if (actions) addOpen(found, actions)
    if (resources) addOpen(found, resources)
    if (principals) {
      addAll(found, principals.unknown)
      for (const { value } of principals.entries) addOpenParts(found, value)
    }
    for (const { key, values } of conditions) {
      addOpenParts(found, key)
      addOpen(found, values)
    }
  }
  return [...found]
}

function addAll(found: Set<Hole>, more: readonly Hole[]): void {
  for (const hole of more) found.add(hole)
}

function addOpen(found: Set<Hole>, list: Pick<TextList, 'items' | 'unknown'>): void {
  addAll(found, list.unknown)
  for (const item of list.items) addOpenParts(found, item)
}

function addOpenParts(found: Set<Hole>, text: Text): void {
  for (const part of text.parts) if (part.kind === 'hole' && !isSettled(part)) found.add(part)
}

/** Whether a hole is one of those that leave nothing to judge open: see `resolutionOf`. */
function isSettled(hole: Hole): boolean {
  if (hole.why === 'pseudo-parameter') return true
  if (hole.symbol && hole.why !== 'data-source') return true
  return /^data\.aws_(?:caller_identity|region|partition)\./.test(hole.expression)
}

function effectHoles(statement: Statement): readonly Hole[] {
  if (statement.effect !== 'unknown') return []
  const effect = member(statement.data, ['Effect'])
  if (effect?.kind === 'unknown') return [effect.hole]
  const text = asText(effect)
  return text ? holes(text) : []
}
