import type { Finding, Related } from '../model/finding'
import type { IamModel, Policy } from '../model/iam'
import type { Resource } from '../model/resource'
import { contains, type Span } from '../model/source'
import type { Data, Text } from '../model/value'

/** More places than this say nothing more to a person. */
const mostPlaces = 6
/** Beyond this many values the way of those that follow is not looked for. */
const mostValues = 50_000

/**
 * Adds to findings the way that the text at their place took to where it counts: the reference in the document, the
 * local, the module's argument; where the interpolated parts of a text come from; and, at the place of a reference, the
 * way to the value. A finding whose text stands there and nowhere else comes back as it is.
 */
export function provenanceOf(model: IamModel): (finding: Finding) => Finding {
  let policies: Map<Resource, Policy[]> | undefined
  return (finding) => {
    if (isSame(finding.at, finding.resource.span)) return finding
    policies ??= policiesByResource(model)
    const text = textAt(finding, policies.get(finding.resource) ?? [])
    const way = text ? wayOf(text, finding.at) : []
    const more = way.filter(({ span }) => !finding.related.some((known) => isSame(known.span, span)))
    return more.length > 0 ? { ...finding, related: [...finding.related, ...more] } : finding
  }
}

function policiesByResource(model: IamModel): Map<Resource, Policy[]> {
  const byResource = new Map<Resource, Policy[]>()
  for (const policy of model.policies) {
    const known = byResource.get(policy.resource)
    if (known) known.push(policy)
    else byResource.set(policy.resource, [policy])
  }
  return byResource
}

/** The text that stands at a finding's place, in the policies of its resource or among its arguments. */
function textAt(finding: Finding, policies: readonly Policy[]): Text | undefined {
  const key = keyOf(finding.at)
  for (const { document } of policies) {
    const found = textsOf(document.data).get(key)
    if (found) return found
  }
  return textsOf(finding.resource.properties).get(key)
}

function wayOf(text: Text, at = text.span): Related[] {
  const uses = (text.via ?? []).map((span, index) => ({
    span,
    message: index === 0 ? 'used here' : 'passed through here',
  }))
  const written = text.parts.some((part) => part.kind === 'chunk')
  const way = written ? [...uses, { span: text.span, message: 'its value is written here' }] : uses
  const parts = text.parts
    .filter(({ span }) => !contains(text.span, span))
    .map(({ span }) => ({ span, message: 'part of it comes from here' }))
  const places: Related[] = []
  for (const place of [...way, ...parts]) {
    if (!isSame(place.span, at) && !places.some((known) => isSame(known.span, place.span))) places.push(place)
  }
  return places.slice(0, mostPlaces)
}

const known = new WeakMap<Data, ReadonlyMap<string, Text>>()

/** Every text inside a value that came from elsewhere, by its place. Shared data are looked through once. */
function textsOf(data: Data): ReadonlyMap<string, Text> {
  const before = known.get(data)
  if (before) return before
  const texts = new Map<string, Text>()
  const uses = new Map<string, Text | undefined>()
  const waiting: Data[] = [data]
  let left = mostValues
  for (let next = waiting.pop(); next && left-- > 0; next = waiting.pop()) {
    if (next.kind === 'list') waiting.push(...next.items)
    else if (next.kind === 'object') for (const { key, value } of next.entries) waiting.push(key, value)
    else if (next.kind === 'choice')
      waiting.push(...[next.whenTrue, next.whenFalse].filter((branch) => branch !== undefined))
    else if (next.kind === 'text' && wayOf(next).length > 0) {
      texts.set(keyOf(next.span), next)
      // A text of several parts, such as a rendered document, is written in none of them alone.
      const use = next.parts.length === 1 ? next.via?.[0] : undefined
      if (use) uses.set(keyOf(use), uses.has(keyOf(use)) ? undefined : next)
    }
  }
  // A reference to a whole document is one for all the texts in it: none of them is what it means.
  for (const [use, text] of uses) if (text && !texts.has(use)) texts.set(use, text)
  known.set(data, texts)
  return texts
}

function keyOf({ source, start, end }: Span): string {
  return `${source.path}\n${start}\n${end}`
}

function isSame(one: Span, other: Span): boolean {
  return one.source === other.source && one.start === other.start && one.end === other.end
}
