import type { Span } from '../../model/source'
import { asText, type Data, literal, type ObjectData } from '../../model/value'
import { closest, didYouMean } from '../suggest'
import type { Member, Shape } from './description'

export interface ConfigProblem {
  readonly message: string
  readonly span: Span
}

/** The configuration as plain values: texts, booleans, arrays and objects, in the shape that was asked for. */
export type Plain = string | boolean | readonly Plain[] | { readonly [key: string]: Plain }

/** What a configuration may call checks by. */
export interface KnownChecks {
  /** Of today and of former days. */
  readonly ids: readonly string[]
  readonly tags: readonly string[]
}

/** Checks data against a shape and gives its plain value. Each thing that is wrong becomes a problem with its place. */
export class Validator {
  readonly problems: ConfigProblem[] = []
  /** Where each key stands that was taken, by its path: `fail-on`, `checks.user-access-key`. */
  readonly places = new Map<string, Span>()
  readonly #known: KnownChecks

  constructor(known: KnownChecks) {
    this.#known = known
  }

  members(data: Data, members: Readonly<Record<string, Member>>, where: string): Record<string, Plain> {
    if (data.kind !== 'object') return this.#wrong(data, `${where || 'the configuration'} must be a map of keys`) ?? {}
    const result: Record<string, Plain> = {}
    for (const { key, value } of data.entries) {
      const name = literal(key) ?? ''
      const member = Object.hasOwn(members, name) ? members[name] : undefined
      if (!member) this.#unknown(name, Object.keys(members), key.span, where)
      else if (value.kind !== 'null') {
        this.places.set(at(where, name), key.span)
        this.#keep(result, name, this.value(value, member.shape, at(where, name)))
      }
    }
    for (const [name, member] of Object.entries(members)) {
      if (member.required && !(name in result)) this.#wrong(data, `${where} needs ${name}`)
    }
    return result
  }

  value(data: Data, shape: Shape, where: string): Plain | undefined {
    switch (shape.kind) {
      case 'text':
        return this.#text(data, shape, where)
      case 'flag':
        return data.kind === 'boolean' ? data.value : this.#wrong(data, `${where} must be true or false`)
      case 'list': {
        // One value is a list of one, as in most of these files elsewhere.
        const items = data.kind === 'list' ? data.items : [data]
        return items.flatMap((item) => this.value(item, shape.of, where) ?? [])
      }
      case 'map':
        return this.#map(data, shape, where)
      case 'object':
        return this.members(data, shape.members, where)
      case 'either': {
        const fitting = shape.of.find((one) => fits(data, one)) ?? (shape.of[0] as Shape)
        return this.value(data, fitting, where)
      }
    }
  }

  #text(data: Data, shape: Extract<Shape, { kind: 'text' }>, where: string): string | undefined {
    const text = asText(data)
    const value = text && literal(text)
    if (value === undefined) return this.#wrong(data, `${where} must be a text`)
    if (shape.choices && !shape.choices.includes(value)) {
      const meant = closest(value, shape.choices)
      const choices = meant ? `Did you mean ${meant}?` : `It must be one of ${shape.choices.join(', ')}.`
      return this.#wrong(data, `${where} cannot be ${value}. ${choices}`)
    }
    if (shape.pattern && !shape.pattern.test(value)) {
      return this.#wrong(data, `${where} cannot be ${value}: it is written as ${shape.form}`)
    }
    const { ids, tags } = this.#known
    if (shape.names && !ids.includes(value) && !tags.includes(value)) {
      return this.#wrong(data, `there is no check or tag ${value} in ${where}.${didYouMean(value, [...ids, ...tags])}`)
    }
    return value
  }

  #map(data: Data, shape: Extract<Shape, { kind: 'map' }>, where: string): Record<string, Plain> | undefined {
    if (data.kind !== 'object') return this.#wrong(data, `${where} must be a map of keys`)
    const result: Record<string, Plain> = {}
    for (const { key, value } of (data as ObjectData).entries) {
      const name = literal(key) ?? ''
      if (shape.keys && !this.#known.ids.includes(name)) this.#unknown(name, this.#known.ids, key.span, where)
      else {
        this.places.set(at(where, name), key.span)
        this.#keep(result, name, this.value(value, shape.of, at(where, name)))
      }
    }
    return result
  }

  #keep(result: Record<string, Plain>, name: string, value: Plain | undefined): void {
    if (value !== undefined) {
      Object.defineProperty(result, name, { value, enumerable: true, configurable: true, writable: true })
    }
  }

  #unknown(name: string, known: readonly string[], span: Span, where: string): void {
    const meant = closest(name, known)
    const inside = where === '' ? '' : ` in ${where}`
    const hint = meant ? ` Did you mean ${meant}?` : known.length <= 15 ? ` Known are ${known.join(', ')}.` : ''
    this.problems.push({ message: `there is no ${name}${inside}.${hint}`, span })
  }

  #wrong(data: Data, message: string): undefined {
    this.problems.push({ message, span: data.span })
    return undefined
  }
}

const at = (where: string, name: string): string => (where === '' ? name : `${where}.${name}`)

/** Whether data looks like a shape, to choose among several; a choice of words says itself what is wrong. */
function fits(data: Data, shape: Shape): boolean {
  if (shape.kind === 'flag') return data.kind === 'boolean'
  if (shape.kind === 'object') return data.kind === 'object'
  return shape.kind === 'text' && data.kind === 'text'
}
