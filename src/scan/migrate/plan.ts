import type { SourceFile } from '../../model/source'
import type { Finding } from '../../model/finding'
import type { HonouredIgnore } from '../neighbours/honoured'
import type { Edit } from './edit'
import { CommentRewriter } from './rewrite-comments'
import { MetadataRewriter } from './rewrite-metadata'

/** What becomes of the ignores of neighbours. */
export interface MigrationPlan {
  /** Files that change, by path. */
  readonly files: readonly { readonly source: SourceFile; readonly edits: readonly Edit[] }[]
  /** Those that are rewritten, each with the checks that the new ignore names; none for one that another stands for too. */
  readonly moved: readonly { readonly ignore: HonouredIgnore; readonly checks: readonly string[] }[]
  /** Those that take findings out and still cannot be rewritten, and why, as a sentence without its subject. */
  readonly stuck: readonly { readonly ignore: HonouredIgnore; readonly why: string }[]
}

/** What an ignore was rewritten to, or why it was not. */
export type Rewriting = { readonly checks: readonly string[] } | { readonly why: string }

/**
 * Rewrites every ignore of a neighbour that takes findings out to an ignore of iamgate for the same findings. `open` are the
 * findings that nothing ignores, which nothing may ignore afterwards. With `keep`, the neighbour's stays beside it.
 */
export function planMigration(
  ignores: readonly HonouredIgnore[],
  open: readonly Finding[],
  keep: boolean,
): MigrationPlan {
  const comments = new CommentRewriter(open, keep)
  const metadata = new MetadataRewriter(open, keep)
  const moved: { ignore: HonouredIgnore; checks: readonly string[] }[] = []
  const stuck: { ignore: HonouredIgnore; why: string }[] = []
  for (const ignore of ignores) {
    if (ignore.taken.length === 0) continue
    const { place } = ignore
    const rewriting =
      place.kind === 'comment'
        ? comments.rewrite(ignore, place.comment, place.reach)
        : metadata.rewrite(ignore, place.skip)
    if ('why' in rewriting) stuck.push({ ignore, why: rewriting.why })
    else moved.push({ ignore, checks: rewriting.checks })
  }
  const files = new Map<string, { source: SourceFile; edits: Edit[] }>()
  for (const { source, edits } of [...comments.edits(), ...metadata.edits()]) {
    const known = files.get(source.path)
    if (known) known.edits.push(...edits)
    else files.set(source.path, { source, edits: [...edits] })
  }
  const sorted = [...files.values()].sort((one, other) => (one.source.path < other.source.path ? -1 : 1))
  return { files: sorted, moved, stuck }
}
