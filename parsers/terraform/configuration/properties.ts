import type { Data, Entry, ObjectData } from '../../../src/model/value'
import { toData } from '../evaluate/data'
import { LimitReached } from '../evaluate/function'
import type { Scope } from '../evaluate/scope'
import { nullValue } from '../evaluate/value'
import { bodyKey, bodyNames } from './body-value'
import type { ResourceInstance } from './resource-value'

/**
 * The arguments of a resource instance, nested blocks as lists of objects. Each is evaluated when its value is first
 * read. One that turns out to be null is there as null, which is as good as not set.
 */
export function propertiesOf(instance: ResourceInstance, scope: Pick<Scope, 'session'>): ObjectData {
  const { body, header } = instance.declaration
  let entries: readonly Entry[] | undefined
  return {
    kind: 'object',
    span: header,
    get entries() {
      entries ??= bodyNames(body).map((name) => new LazyEntry(name, instance, scope))
      return entries
    },
  }
}

class LazyEntry implements Entry {
  readonly key: Entry['key']
  readonly #name: string
  readonly #instance: ResourceInstance
  readonly #scope: Pick<Scope, 'session'>
  #value: Data | undefined

  constructor(name: string, instance: ResourceInstance, scope: Pick<Scope, 'session'>) {
    const { body, header } = instance.declaration
    this.key = bodyKey(body, name, header)
    this.#name = name
    this.#instance = instance
    this.#scope = scope
  }

  get value(): Data {
    if (!this.#value) {
      const { header } = this.#instance.declaration
      const value = this.#instance.configured(this.#name) ?? nullValue(header)
      this.#value = toData(value, () => {
        this.#scope.session.sayFailure(new LimitReached('collectionSize', value.span), header)
      })
    }
    return this.#value
  }
}
