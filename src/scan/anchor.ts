import type { Finding } from '../model/finding'
import type { Resource } from '../model/resource'
import type { Span } from '../model/source'
import { literal } from '../model/value'

/**
 * A finding in a synthesised template, on the line that a person wrote: where the property was set, else where the
 * construct was made. The template's line follows as a related place. Others come back as they are.
 */
export function anchorAtSource(finding: Finding): Finding {
  const { resource, at } = finding
  const line = propertyLine(resource, at) ?? resource.trace[0]
  if (!line) return withGuess(finding)
  if (isTraced(resource, at)) return finding
  const template = { span: at, message: inTemplate(resource.constructPath ?? '') }
  return { ...finding, at: line, related: [...finding.related, template] }
}

/** What the template's line is, with the construct that a default policy belongs to: grants make it, and nobody writes it. */
function inTemplate(constructPath: string): string {
  const owner = /^(.+)\/DefaultPolicy\/Resource$/.exec(constructPath)?.[1]
  if (owner === undefined) return 'in the synthesised template'
  return `in the synthesised template: the default policy of ${owner}, which grants and addToPolicy fill`
}

/** CDKTF does not say which line made a construct: where its id was found is offered, and said to be a guess. */
function withGuess(finding: Finding): Finding {
  const { sourceGuess, constructPath } = finding.resource
  if (!sourceGuess) return finding
  const guess = {
    span: sourceGuess,
    message: `probably here, a guess by the id of the construct ${constructPath ?? ''}`,
  }
  return { ...finding, related: [...finding.related, guess] }
}

/** True when a place is the developer's own already. */
function isTraced(resource: Resource, at: Span): boolean {
  return resource.trace.some((frame) => frame.source.path === at.source.path)
}

/** Where the property that holds these characters was set, when the assembly says so. */
function propertyLine(resource: Resource, at: Span): Span | undefined {
  if (!resource.propertyTraces || resource.propertyTraces.size === 0) return undefined
  const holder = resource.properties.entries.find(
    ({ value }) =>
      value.span.source.path === at.source.path && value.span.start <= at.start && at.end <= value.span.end,
  )
  return holder && resource.propertyTraces.get(literal(holder.key) ?? '')?.[0]
}
