import type { Finding, Related } from '../model/finding'

/**
 * One stack in several stages of a CDK app gives the same finding once for each, on one line of source. They become
 * one: its instances name the other constructs, its related places the lines in all templates. Only findings that say
 * the same of the same logical id are merged; what was ignored for one stage alone is gone already.
 */
export function mergeStages(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = keyOf(finding)
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return [...groups.values()].map(merged)
}

/** Findings of other languages stay alone: their fingerprint is their key. */
function keyOf(finding: Finding): string {
  const { check, severity, confidence, message, resource, at, fingerprint } = finding
  if (resource.constructPath === undefined || resource.trace.length === 0) return fingerprint
  return [check, severity, confidence, message, resource.address, at.source.path, at.start, at.end].join('\n')
}

function merged(group: readonly Finding[]): Finding {
  const [first, ...others] = group as [Finding, ...Finding[]]
  if (others.length === 0) return first
  const related: Related[] = [...first.related]
  for (const other of others) {
    for (const place of other.related) if (!related.some((known) => isSame(known, place))) related.push(place)
  }
  const paths = others.map((finding) => finding.resource.constructPath ?? finding.resource.address)
  const instances = [...first.instances, ...paths]
  const subjects = [...new Set(group.flatMap((finding) => finding.subjects))]
  return { ...first, instances: [...new Set(instances)].sort(), related, subjects }
}

function isSame(one: Related, other: Related): boolean {
  const { span } = one
  return span.source.path === other.span.source.path && span.start === other.span.start && span.end === other.span.end
}
