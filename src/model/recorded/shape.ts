import type { Hole } from '../value'
import type { RecordedFile } from './recorded-file'

/** How values of one type stand in JSON: the same description writes them and reads them back. */
export interface Shape<T> {
  /** Undefined for what is left out. */
  write(value: T, to: Writing): unknown
  /** Throws `BadRecord` for what is no such value. */
  read(json: unknown, from: Reading): T
}

/** JSON that is no record. `path` leads from the record to what is wrong. */
export class BadRecord extends Error {
  constructor(
    readonly path: readonly (string | number)[],
    message: string,
  ) {
    super(message)
  }
}

/** What is written once and mentioned by its number after that. */
export class Writing {
  readonly files: string[] = []
  /** Types (CloudFormation's) of resources whose names matter: an argument may be worked out only when it is asked for. */
  readonly namedTypes: ReadonlySet<string>
  readonly holes: unknown[] = []
  readonly #fileNumbers = new Map<string, number>()
  readonly #holeNumbers = new Map<Hole, number>()
  readonly #nodeNumbers = new Map<object, number>()

  constructor(namedTypes: ReadonlySet<string>) {
    this.namedTypes = namedTypes
  }

  file(path: string): number {
    let found = this.#fileNumbers.get(path)
    if (found === undefined) {
      found = this.files.push(path) - 1
      this.#fileNumbers.set(path, found)
    }
    return found
  }

  /** Two texts that share a hole share it again when they are read. */
  hole(hole: Hole, write: () => unknown): number {
    let found = this.#holeNumbers.get(hole)
    if (found === undefined) {
      found = this.holes.push(write()) - 1
      this.#holeNumbers.set(hole, found)
    }
    return found
  }

  /** Makes nodes known by their place in their list. */
  admit(nodes: readonly object[]): void {
    for (const [at, node] of nodes.entries()) this.#nodeNumbers.set(node, at)
  }

  /** Throws for a node of another model: a record without it would be another model, too. */
  node(node: object): number {
    const found = this.#nodeNumbers.get(node)
    if (found === undefined) throw new Error('a node of the model mentions one that the model does not have')
    return found
  }
}

/** What has been read, by the numbers that mention it. */
export class Reading {
  files: readonly RecordedFile[] = []
  holes: readonly Hole[] = []
  readonly nodes = new Map<string, readonly object[]>()
  readonly #path: (string | number)[] = []
  readonly #later: (() => void)[] = []

  within<T>(step: string | number, read: () => T): T {
    this.#path.push(step)
    const value = read()
    this.#path.pop()
    return value
  }

  fail(message: string): never {
    throw new BadRecord([...this.#path], message)
  }

  /** What `list` has at a number; when that is no number or there is none, the record is bad. */
  numbered<T>(list: readonly T[], json: unknown, what: string): T {
    const found = typeof json === 'number' ? list[json] : undefined
    return found ?? this.fail(`there is no ${what} ${String(json)}`)
  }

  /** Puts off what mentions nodes that are read after this one. */
  later(work: () => void): void {
    const path = [...this.#path]
    this.#later.push(() => {
      this.#path.splice(0, this.#path.length, ...path)
      work()
    })
  }

  finish(): void {
    for (const work of this.#later) work()
  }
}

function primitive<T>(type: 'string' | 'boolean'): Shape<T> {
  return {
    write: (value) => value,
    read: (json, from) => (typeof json === type ? (json as T) : from.fail(`is no ${type}`)),
  }
}

export const string = primitive<string>('string')
export const boolean = primitive<boolean>('boolean')

/** One of some words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Shape<Word> {
  return {
    write: (value) => value,
    read: (json, from) => words.find((word) => word === json) ?? from.fail(`is none of ${words.join(', ')}`),
  }
}

export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    write: (values, to) => values.map((value) => item.write(value, to)),
    read(json, from) {
      if (!Array.isArray(json)) return from.fail('is no list')
      return json.map((value, at) => from.within(at, () => item.read(value, from)))
    },
  }
}

/** A list that is left out when it is empty. */
export function some<T>(item: Shape<T>): Shape<readonly T[]> {
  const whole = list(item)
  return {
    write: (values, to) => (values.length > 0 ? whole.write(values, to) : undefined),
    read: (json, from) => (json === undefined ? [] : whole.read(json, from)),
  }
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    write: (value, to) => (value === undefined ? undefined : shape.write(value, to)),
    read: (json, from) => (json === undefined ? undefined : shape.read(json, from)),
  }
}

/** What a record does not keep; read as this. */
export function lost<T>(instead: T): Shape<T> {
  return { write: () => undefined, read: () => instead }
}

/** An object, member by member. */
export function struct<T extends object>(fields: { readonly [Key in keyof Required<T>]: Shape<T[Key]> }): Shape<T> {
  const members = Object.entries(fields) as [keyof T & string, Shape<unknown>][]
  return {
    write: (value, to) => Object.fromEntries(members.map(([name, shape]) => [name, shape.write(value[name], to)])),
    read(json, from) {
      if (typeof json !== 'object' || json === null || Array.isArray(json)) return from.fail('is no object')
      const given = new Map(Object.entries(json))
      const read = members.map(([name, shape]) => [name, from.within(name, () => shape.read(given.get(name), from))])
      return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as T
    },
  }
}
