import type { Span } from '../../../src/model/source'
import type { Entry, StringValue, Value } from '../evaluate/value'
import { stringValue } from '../evaluate/value'

/**
 * Entries that are evaluated when they are read, each once. `names` are those that iteration shows; `read` may know
 * others beside, and gives undefined for what there is not.
 */
export class LazyEntries implements ReadonlyMap<string, Entry> {
  readonly #names: readonly string[]
  readonly #read: (name: string) => Value | undefined
  readonly #span: Span
  readonly #keyOf: ((name: string) => StringValue | undefined) | undefined
  readonly #known = new Map<string, Entry | undefined>()

  /** `keyOf` gives a key as a value, where it is more than its name. */
  constructor(
    names: readonly string[],
    span: Span,
    read: (name: string) => Value | undefined,
    keyOf?: (name: string) => StringValue | undefined,
  ) {
    this.#names = names
    this.#read = read
    this.#span = span
    this.#keyOf = keyOf
  }

  get size(): number {
    return this.#names.length
  }

  get(name: string): Entry | undefined {
    if (this.#known.has(name)) return this.#known.get(name)
    const value = this.#read(name)
    const entry = value && { key: this.#keyOf?.(name) ?? stringValue(name, this.#span), value }
    this.#known.set(name, entry)
    return entry
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  forEach(callback: (value: Entry, key: string, map: ReadonlyMap<string, Entry>) => void): void {
    for (const [name, entry] of this) callback(entry, name, this)
  }

  *entries(): MapIterator<[string, Entry]> {
    for (const name of this.#names) {
      const entry = this.get(name)
      if (entry) yield [name, entry]
    }
  }

  *keys(): MapIterator<string> {
    yield* this.#names
  }

  *values(): MapIterator<Entry> {
    for (const [, entry] of this.entries()) yield entry
  }

  [Symbol.iterator](): MapIterator<[string, Entry]> {
    return this.entries()
  }
}
