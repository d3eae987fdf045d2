import type { Text } from '../../../src/model/value'
import { entry, text } from '../../../src/model/value'
import type { Evaluation } from '../evaluate/state'
import type { RawResource } from '../template'
import type { Plain } from './make'
import { make, makeObject } from './make'

/** The resources that the transform makes, in order. */
export class Expansion {
  readonly made = new Map<string, RawResource>()

  constructor(
    readonly originals: ReadonlyMap<string, RawResource>,
    readonly evaluation: Evaluation,
  ) {}

  /** Keeps a resource as it is, or with another body. */
  keep(resource: RawResource): void {
    this.made.set(resource.id, resource)
  }

  /** Gives a resource another type and other properties; its own attributes stay. */
  become(resource: RawResource, type: string, properties: Plain): void {
    const { body } = resource
    const own = body.entries.filter(
      (one) => !replaced.has(one.key.parts.map((p) => (p.kind === 'chunk' ? p.text : '')).join('')),
    )
    const typeSpan = entry(body, 'Type')?.span ?? body.span
    const entries = [
      { key: text('Type', typeSpan), value: text(type, typeSpan) },
      { key: text('Properties', body.span), value: make(properties, body.span) },
      ...own,
    ]
    this.keep({ ...resource, body: { ...body, entries } })
  }

  /**
   * Adds a resource that `cause` brings about; `at` is the text that says so. It shares the condition and the metadata
   * of its cause. A resource of that name that the template itself has wins.
   */
  add(id: string, type: string, properties: Plain, cause: RawResource, at: Text['span'] = cause.key.span): void {
    if (this.originals.has(id) || this.made.has(id)) return
    const members = makeObject({ Type: type, Properties: properties }, at)
    const shared = ['Condition', 'Metadata'].flatMap((name) => {
      const value = entry(cause.body, name)
      return value ? [{ key: text(name, value.span), value }] : []
    })
    const body = { ...members, entries: [...members.entries, ...shared], span: cause.body.span }
    this.keep({ id, key: text(id, at), body, madeFor: cause.id })
  }
}

const replaced = new Set(['Type', 'Properties', 'Connectors'])
