import type { Resource } from '../../../src/model/resource'
import { member } from '../../../src/model/resource'
import type { Span } from '../../../src/model/source'
import { contains } from '../../../src/model/source'
import type { Data, Hole, Text } from '../../../src/model/value'
import { asText, entry, given, holeText, literal } from '../../../src/model/value'

/** Reading the arguments of a Terraform resource: what is null or an empty string was not given. */

/** An argument by name or by path through blocks that occur once; undefined when it was not given. */
export function argument(resource: Resource, path: string | readonly string[]): Data | undefined {
  const steps = typeof path === 'string' ? [path] : path
  let at: Data | undefined = resource.properties
  for (const step of steps) at = at === resource.properties ? entry(at, step) : member(at, [step])
  return given(at)
}

/**
 * An argument as text, whatever is known of it: a list is one hole, and so is a choice, but for one between a text and
 * nothing. Undefined when it was not given.
 */
export function textArgument(resource: Resource, path: string | readonly string[]): Text | undefined {
  const data = argument(resource, path)
  if (!data) return undefined
  const { texts, unknown } = textsOf(data)
  if (data.kind === 'choice' && texts.length === 1 && unknown.length === 0) return texts[0]
  return asText(data) ?? holeText(holeFor(data))
}

/** The blocks of one type, in order; unknown ones are left out. */
export function blocks(resource: Resource, name: string): readonly Data[] {
  const data = argument(resource, name)
  if (!data) return []
  const items = data.kind === 'list' ? data.items : [data]
  return items.flatMap(bothBranches).filter((item) => item.kind === 'object')
}

/**
 * Every text that a value may hold: the items of a list, both branches of a choice. An item that nobody knows is a
 * text with a hole; any number of unknown items give none, and are in `unknown`.
 */
export function textsOf(data: Data | undefined): {
  readonly texts: readonly Text[]
  readonly unknown: readonly Hole[]
} {
  const texts: Text[] = []
  const unknown: Hole[] = []
  const visit = (value: Data, inList: boolean) => {
    if (value.kind === 'choice') for (const branch of bothBranches(value)) visit(branch, inList)
    else if (value.kind === 'list') for (const item of value.items) visit(item, true)
    else if (value.kind === 'unknown' && value.many) unknown.push(value.hole)
    else {
      const text = asText(given(value))
      if (text) texts.push(text)
    }
  }
  if (data) visit(data, false)
  return { texts, unknown }
}

function bothBranches(data: Data): readonly Data[] {
  if (data.kind !== 'choice') return [data]
  return [data.whenTrue, data.whenFalse].flatMap((branch) => (branch ? bothBranches(branch) : []))
}

function holeFor(data: Data): Hole {
  const expression = data.kind === 'choice' ? data.condition : '...'
  return { kind: 'hole', expression, why: 'unsupported', span: data.span }
}

/** An attribute that AWS or the provider generates: a hole that equals every other mention of it. */
function generated(resource: Resource, attribute: string): Hole {
  return {
    kind: 'hole',
    expression: `${resource.address}.${attribute}`,
    why: 'resource-attribute',
    span: resource.span,
    symbol: {
      id: `${resource.scope}|${resource.address}.${attribute}`,
      address: resource.address,
      attribute,
      type: resource.type,
    },
  }
}

/** The name: as given, a given prefix and what the provider appends, or all generated. */
export function nameOf(resource: Resource, attribute = 'name'): Text {
  const given = textArgument(resource, attribute)
  if (given) return given
  const prefix = textArgument(resource, `${attribute}_prefix`)
  const suffix = generated(resource, attribute)
  return prefix ? { ...prefix, parts: [...prefix.parts, suffix] } : holeText(suffix)
}

/** Where an argument is mentioned in its own resource: its value where that stands inside, else its name. */
export function useOf(resource: Resource, path: string | readonly string[], data: Data): Span {
  const first = typeof path === 'string' ? path : (path[0] as string)
  const used = data.kind === 'text' ? (data.via?.[0] ?? data.span) : data.span
  if (contains(resource.body, used)) return used
  return argumentSpan(resource, first)
}

/** The name of an argument where it is given, else the resource. */
export function argumentSpan(resource: Resource, name: string): Span {
  const { entries } = resource.properties
  return entries.findLast((candidate) => literal(candidate.key) === name)?.key.span ?? resource.span
}
