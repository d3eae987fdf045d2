import type { AnyCheck } from '../../../checks/check'
import type { Finding } from '../../model/finding'
import type { SourceFile, Span } from '../../model/source'
import type { Reach } from '../directive-reach'
import { type CommentIgnore, commentIgnores } from './comments'
import { type MetadataSkip, metadataSkips } from './metadata'
import { MigrationTable, type NeighbourTarget } from './migration-table'
import type { Neighbour } from './names'
import { coverageOf, type ReachContext } from './reach'

/** One ignore of a neighbour that was found, whether it counts here or not. */
export interface NeighbourIgnore {
  readonly neighbour: Neighbour
  /** As written, without its reason: `checkov:skip=CKV_AWS_1`, `cfn_nag W11`. */
  readonly written: string
  /** The check it names, in the neighbour's words. */
  readonly id: string
  /** What it says of its reason; '' for nothing. */
  readonly reason: string
  readonly expires: string | undefined
  readonly at: Span
  readonly line: number
  /** The checks of iamgate that say the same; empty for none. */
  readonly targets: readonly NeighbourTarget[]
  /** Whether the neighbour would not report what this finding says, whatever its check. Undefined for one that does not count. */
  readonly covers: ((finding: Finding) => boolean) | undefined
  /** Why it does not count, as a sentence without its subject. */
  readonly fault: string | undefined
  /** Where it stands. */
  readonly place:
    | { readonly kind: 'comment'; readonly comment: CommentIgnore; readonly reach: Reach | undefined }
    | { readonly kind: 'metadata'; readonly skip: MetadataSkip }
}

/** What neighbours' ignores are read from. */
export interface NeighbourContext extends ReachContext {
  readonly checks: readonly AnyCheck[]
  readonly neighbours: readonly Neighbour[]
}

/** Every ignore of the neighbours in comments of the sources and in metadata of the model's resources. */
export function neighbourIgnores(
  sources: readonly SourceFile[],
  context: NeighbourContext,
): readonly NeighbourIgnore[] {
  const neighbours = new Set(context.neighbours)
  if (neighbours.size === 0) return []
  const table = new MigrationTable(context.checks)
  const found = sources.flatMap((source) => inComments(source, neighbours, table, context))
  for (const skip of metadataSkips(context.model, neighbours)) {
    const { neighbour, written, id, reason, at, covers } = skip
    const { line } = at.source.positionAt(at.start)
    const targets = table.targetsOf(neighbour, id)
    const place = { kind: 'metadata', skip } as const
    found.push({
      neighbour,
      written,
      id,
      reason,
      expires: undefined,
      at,
      line,
      targets,
      covers,
      fault: undefined,
      place,
    })
  }
  return found
}

function inComments(
  source: SourceFile,
  neighbours: ReadonlySet<Neighbour>,
  table: MigrationTable,
  context: NeighbourContext,
): NeighbourIgnore[] {
  const all = commentIgnores(source, neighbours)
  return all.map((comment) => {
    const { neighbour, written, id, reason, expires, line, start, end } = comment
    const targets = table.targetsOf(neighbour, id)
    // Where a comment reaches takes reading the file: not for the many that mean nothing here.
    const coverage = targets.length > 0 ? coverageOf(comment, all, context) : undefined
    const known = coverage && 'reach' in coverage ? coverage : undefined
    const fault = coverage && 'fault' in coverage ? coverage.fault : undefined
    const place = { kind: 'comment', comment, reach: known?.reach } as const
    const at = { source, start, end }
    return { neighbour, written, id, reason, expires, at, line, targets, covers: known?.covers, fault, place }
  })
}
