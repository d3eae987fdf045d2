import { member, type Resource } from '../model/resource'
import type { Span } from '../model/source'
import { asText, type Data, literal } from '../model/value'
import { type IgnoreTarget, isDate } from './directive'

/** An ignore in a resource's `Metadata`: `iamgate: {ignore: [{check, reason, expires, on}]}`. */
export interface MetadataIgnore {
  readonly resource: Resource
  readonly target: IgnoreTarget
  readonly reason: string
  readonly expires: string | undefined
  readonly span: Span
  readonly problem?: { readonly kind: 'misspelt' | 'without-reason'; readonly message: string }
}

/** The ignores of a resource's metadata; CloudFormation's own, and what a CDK construct's `addMetadata` became. */
export function metadataIgnores(resource: Resource): readonly MetadataIgnore[] {
  const own = resource.metadata && (member(resource.metadata, ['iamgate']) ?? undefined)
  const list = own && member(own, ['ignore'])
  if (!list) return []
  const items = list.kind === 'list' ? list.items : [list]
  return items.map((item) => readItem(resource, item))
}

function readItem(resource: Resource, item: Data): MetadataIgnore {
  const check = words(item, 'check')[0] ?? ''
  const reason = words(item, 'reason')[0] ?? ''
  const expires = words(item, 'expires')[0]
  const ignore = { resource, target: { check, selectors: words(item, 'on') }, reason, expires, span: item.span }
  if (check === '') return { ...ignore, problem: { kind: 'misspelt', message: 'names no `check`' } }
  if (reason === '') return { ...ignore, problem: { kind: 'without-reason', message: 'gives no `reason`' } }
  if (expires !== undefined && !isDate(expires)) {
    return { ...ignore, problem: { kind: 'misspelt', message: `has an end that is no date: ${expires}` } }
  }
  return ignore
}

/** The strings of a member that is a string or a list of them. */
function words(item: Data, name: string): string[] {
  const value = member(item, [name])
  const items = value?.kind === 'list' ? value.items : value ? [value] : []
  return items.flatMap((entry) => {
    const text = asText(entry)
    const word = text && literal(text)?.trim()
    return word ? [word] : []
  })
}
