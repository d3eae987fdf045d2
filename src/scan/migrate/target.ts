import type { Finding } from '../../model/finding'
import { type IgnoreTarget, selects } from '../directive'
import type { NeighbourIgnore } from '../neighbours/ignores'

/**
 * What an ignore of iamgate must name to take out findings of one check at a place, and none that is open there: the check
 * alone, or with what caused them. Undefined when no words do that.
 */
export function targetFor(
  check: string,
  findings: readonly Finding[],
  open: readonly Finding[],
): IgnoreTarget | undefined {
  const others = open.filter((finding) => finding.check === check)
  const causes = [...new Set(findings.flatMap((finding) => finding.subjects))]
  const writable = causes.length <= 8 && causes.every((cause) => /^[\w:*?./@+=-]+$/.test(cause))
  const choices = [{ check, selectors: [] }, ...(writable && causes.length > 0 ? [{ check, selectors: causes }] : [])]
  return choices.find(
    (target) =>
      findings.every((finding) => selects(target, finding.subjects)) &&
      !others.some((finding) => selects(target, finding.subjects)),
  )
}

const unexplained = 'no reason was given to'

/** The reason of an ignore, for one of ours. One that gives none is not quoted: what names it would be read as it again. */
export function reasonOf({ reason, neighbour, id }: NeighbourIgnore): string {
  if (reason !== '') return reason
  return id === '*' ? `${unexplained} ${neighbour}` : `${unexplained} ${neighbour} for ${id}`
}

/** Adds a reason to those of an ignore that stands for several. */
export function addReason(reasons: string[] | undefined, reason: string): void {
  if (reasons && !reasons.includes(reason)) reasons.push(reason)
}

/** The reasons of an ignore that stands for several; that one had none is said only where none has one. */
export function joinReasons(reasons: readonly string[]): string {
  const given = reasons.filter((reason) => !reason.startsWith(unexplained))
  return (given.length > 0 ? given : reasons).join('; ')
}

/** A target as it is written: `wildcard-resource(s3:ListAllMyBuckets)`. */
export function writeTarget({ check, selectors }: IgnoreTarget): string {
  return selectors.length === 0 ? check : `${check}(${selectors.join(', ')})`
}
