import type { TrustZone } from '../model/iam'

type ListName = keyof TrustZone

const names: readonly ListName[] = ['accounts', 'organizations', 'trustedAccounts', 'oidcSubjects']

/**
 * A zone of trust that remembers what it was asked. Whatever came out of the asking comes out of any other zone that
 * answers alike: where hundreds of directories trust accounts of their own, of which the code names three, few questions
 * have more than one answer.
 */
export class AskedZone {
  readonly zone: TrustZone
  readonly #lists: ReadonlyMap<ListName, AskedList>

  constructor(zone: TrustZone) {
    const lists = names.map((name) => [name, new AskedList(zone[name])] as const)
    this.#lists = new Map(lists)
    this.zone = Object.fromEntries(lists.map(([name, list]) => [name, list.values])) as unknown as TrustZone
  }

  /** Whether another zone gives the same answer to everything that was asked so far. */
  answersAs(other: TrustZone): boolean {
    return [...this.#lists].every(([name, list]) => list.answersAs(other[name]))
  }
}

/** A list that remembers which values were looked for, and whether more than that was asked of it. */
class AskedList {
  readonly values: readonly string[]
  readonly #own: readonly string[]
  readonly #soughtFor = new Set<string>()
  #isLengthAsked = false
  #isAllAsked = false

  constructor(own: readonly string[]) {
    this.#own = own
    const includes = (value: string): boolean => {
      this.#soughtFor.add(value)
      return own.includes(value)
    }
    this.values = new Proxy(own, {
      get: (target, key) => {
        if (key === 'includes') return includes
        if (key === 'length') this.#isLengthAsked = true
        else this.#isAllAsked = true
        return Reflect.get(target, key)
      },
    })
  }

  answersAs(other: readonly string[]): boolean {
    const own = this.#own
    if (this.#isAllAsked) return own.length === other.length && own.every((value, index) => value === other[index])
    if (this.#isLengthAsked && own.length !== other.length) return false
    return [...this.#soughtFor].every((value) => own.includes(value) === other.includes(value))
  }
}
