import type { Finding } from '../../model/finding'
import type { Resource } from '../../model/resource'
import type { SourceFile } from '../../model/source'
import type { Data, ObjectData } from '../../model/value'
import type { IgnoreTarget } from '../directive'
import type { HonouredIgnore } from '../neighbours/honoured'
import { isOn, type MetadataSkip } from '../neighbours/metadata'
import type { Edit } from './edit'
import { metadataEdits } from './metadata-text'
import type { Rewriting } from './plan'
import { addReason, reasonOf, targetFor } from './target'

/** An entry of `Metadata: iamgate: ignore`. */
export interface MetadataEntry {
  readonly target: IgnoreTarget
  readonly reasons: string[]
}

interface Planned {
  readonly metadata: ObjectData
  readonly entries: readonly MetadataEntry[]
  readonly gone: readonly Data[]
}

/** Rewrites neighbours' entries in the metadata of resources of templates that people write. */
export class MetadataRewriter {
  readonly #open: readonly Finding[]
  readonly #keep: boolean
  readonly #planned = new Map<Resource, Planned>()
  readonly #byFinding = new Map<Finding, MetadataEntry>()

  constructor(open: readonly Finding[], keep: boolean) {
    this.#open = open
    this.#keep = keep
  }

  /** Plans one entry. What another one takes out already is left to that. */
  rewrite(ignore: HonouredIgnore, { resource, item }: MetadataSkip): Rewriting {
    const left = ignore.taken.filter((finding) => !this.#byFinding.has(finding))
    const checks = [...new Set(left.map((finding) => finding.check))].sort()
    const open = this.#open.filter((finding) => isOn(resource, finding))
    const targets = checks.map((check) =>
      targetFor(
        check,
        left.filter((finding) => finding.check === check),
        open,
      ),
    )
    if (!targets.every((target) => target !== undefined)) {
      return { why: 'covers findings that no ignore of iamgate tells from others of the resource' }
    }
    const { metadata } = resource
    if (resource.framework === 'cdk') return { why: inCode(resource, targets) }
    if (metadata?.kind !== 'object' || !holds(resource, metadata))
      return { why: 'stands in metadata that is written elsewhere' }
    const planned = this.#planned.get(resource) ?? { metadata, entries: [], gone: [] }
    const added = targets.map((target): MetadataEntry => ({ target, reasons: [] }))
    const entries = [...planned.entries, ...added]
    const gone = [...planned.gone, item]
    const edits = metadataEdits(metadata, entries, this.#keep ? [] : gone)
    if (typeof edits === 'string') return { why: edits }
    this.#planned.set(resource, { metadata, entries, gone })
    for (const finding of left) {
      const entry = added.find(({ target }) => target.check === finding.check)
      if (entry) this.#byFinding.set(finding, entry)
    }
    for (const finding of ignore.taken) addReason(this.#byFinding.get(finding)?.reasons, reasonOf(ignore))
    return { checks }
  }

  /** The edits of everything that was planned, by file. */
  edits(): readonly { readonly source: SourceFile; readonly edits: readonly Edit[] }[] {
    return [...this.#planned.values()].map(({ metadata, entries, gone }) => {
      const edits = metadataEdits(metadata, entries, this.#keep ? [] : gone)
      return { source: metadata.span.source, edits: typeof edits === 'string' ? [] : edits }
    })
  }
}

const holds = ({ body }: Resource, { span }: ObjectData): boolean =>
  body.source === span.source && body.start <= span.start && span.end <= body.end

/** Synthesised templates are written by code: what to write there. */
function inCode({ constructPath, address }: Resource, targets: readonly IgnoreTarget[]): string {
  const entries = targets.map(({ check, selectors }) => {
    const on = selectors.length === 0 ? '' : `, on: ${JSON.stringify(selectors)}`
    return `{ check: '${check}'${on}, reason: '...' }`
  })
  const metadata = `addMetadata('iamgate', { ignore: [${entries.join(', ')}] })`
  return `stands in a synthesised template; on the resource of ${constructPath ?? address}: ${metadata}`
}
