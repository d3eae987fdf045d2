import type {
  Condition,
  MatchElement,
  PolicyProblem,
  PrincipalElement,
  PrincipalEntry,
  Statement,
  TextList,
} from '../../src/model/policy'
import type { Span } from '../../src/model/source'
import { cover } from '../../src/model/source'
import type { Data, Entry, Guard, Hole, ObjectData, Text, UnknownData } from '../../src/model/value'
import { asText, holes, holeText, literal } from '../../src/model/value'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const
type Element = (typeof elements)[number]

const principalTypes = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser', '*'])

/**
 * Reads one statement without choices. Its problems are added to `problems`. An element in the wrong case is read as
 * what it is meant to be, and is a problem; of an element and its `Not` form given together the first is read.
 */
export function readStatement(data: ObjectData, guards: readonly Guard[], problems: PolicyProblem[]): Statement {
  return new StatementReader(data, problems).read(guards)
}

class StatementReader {
  readonly #data: ObjectData
  readonly #problems: PolicyProblem[]
  readonly #found: ReadonlyMap<Element, Entry>
  /** What may add elements that nobody can know. */
  readonly #open: readonly Hole[]

  constructor(data: ObjectData, problems: PolicyProblem[]) {
    this.#data = data
    this.#problems = problems
    const open = [...(data.open ?? [])]
    const found = new Map<Element, Entry>()
    for (const candidate of data.entries) {
      const name = literal(candidate.key)
      if (name === undefined) open.push(...holes(candidate.key))
      else if (candidate.value.kind !== 'null') this.#place(name, candidate, found)
    }
    this.#found = found
    this.#open = open
  }

  #place(name: string, candidate: Entry, found: Map<Element, Entry>): void {
    const exact = elements.find((element) => element === name)
    const element = exact ?? elements.find((other) => other.toLowerCase() === name.toLowerCase())
    if (!element) this.#problem(`"${name}" is no element of a statement`, candidate.key.span)
    else if (!exact) this.#problem(`"${name}" must be spelled "${element}"`, candidate.key.span)
    if (element && (exact || !found.has(element))) found.set(element, candidate)
  }

  read(guards: readonly Guard[]): Statement {
    const effect = this.#effect()
    const actions = this.#match('Action', 'NotAction')
    if (!actions) this.#problem('The statement has neither Action nor NotAction', this.#data.span)
    const sid = this.#scalar('Sid')
    const principals = this.#principals()
    const resources = this.#match('Resource', 'NotResource')
    const { conditions, unknownConditions } = this.#conditions()
    return {
      sid,
      effect: effect.value,
      effectSpan: effect.span,
      principals,
      actions,
      resources,
      conditions,
      unknownConditions,
      guards,
      span: this.#data.span,
      data: this.#data,
    }
  }

  #effect(): { value: Statement['effect']; span: Span } {
    const given = this.#found.get('Effect')
    if (!given) {
      if (this.#open.length === 0) this.#problem('The statement has no Effect', this.#data.span)
      return { value: 'unknown', span: this.#data.span }
    }
    const text = asText(given.value)
    const value = text && literal(text)
    if (value === 'Allow' || value === 'Deny') return { value, span: given.value.span }
    if (!text || value !== undefined) {
      this.#problem(
        `Effect must be "Allow" or "Deny"${value === undefined ? '' : `, not "${value}"`}`,
        given.value.span,
      )
    }
    return { value: 'unknown', span: given.value.span }
  }

  #scalar(element: Element): Text | undefined {
    const given = this.#found.get(element)
    const text = asText(given?.value)
    if (given && !text) this.#problem(`${element} must be a string`, given.value.span)
    return text
  }

  /** The one of an element and its `Not` form that was written first. */
  #either(plain: Element, negated: Element): Entry | undefined {
    const positive = this.#found.get(plain)
    const negative = this.#found.get(negated)
    if (!positive || !negative) return positive ?? negative
    const [first, second] = [positive, negative].sort((a, b) => a.key.span.start - b.key.span.start) as [Entry, Entry]
    this.#problem(`A statement has ${plain} or ${negated}, not both`, second.key.span)
    return first
  }

  #match(plain: 'Action' | 'Resource', negated: 'NotAction' | 'NotResource'): MatchElement | undefined {
    const given = this.#either(plain, negated)
    if (given) {
      const { items, unknown, span } = this.#list(given.value, literal(given.key) ?? plain)
      return { items, unknown, span, negated: given === this.#found.get(negated), keySpan: given.key.span }
    }
    if (this.#open.length === 0) return undefined
    const span = this.#data.span
    return { items: [], unknown: this.#open, span, negated: false, keySpan: span }
  }

  #list(data: Data, element: string): TextList {
    const items: Text[] = []
    const unknown: Hole[] = []
    for (const item of data.kind === 'list' ? data.items : [data]) {
      const text = itemText(item, data.kind === 'list')
      if (text) items.push(text)
      else if (item.kind === 'unknown') unknown.push(item.hole)
      else this.#problem(`${element} takes strings, not ${article(item)}`, item.span)
    }
    return { items, unknown, span: data.span }
  }

  #principals(): PrincipalElement | undefined {
    const given = this.#either('Principal', 'NotPrincipal')
    if (!given) return undefined
    const entries: PrincipalEntry[] = []
    const unknown: Hole[] = []
    const { value } = given
    if (value.kind === 'object') this.#principalEntries(value, entries, unknown)
    else if (value.kind === 'unknown') unknown.push(value.hole)
    else if (value.kind === 'text' && literal(value) === '*') entries.push({ type: '*', value })
    else if (value.kind === 'text' && holes(value).length > 0) unknown.push(...holes(value))
    else {
      this.#problem(`${literal(given.key)} must be "*" or an object such as {"AWS": "..."}`, value.span)
      const list = this.#list(value, 'Principal')
      for (const text of list.items) entries.push({ type: literal(text) === '*' ? '*' : 'AWS', value: text })
      unknown.push(...list.unknown)
    }
    const negated = given === this.#found.get('NotPrincipal')
    return { negated, entries, unknown, span: value.span, keySpan: given.key.span }
  }

  #principalEntries(value: ObjectData, entries: PrincipalEntry[], unknown: Hole[]): void {
    unknown.push(...(value.open ?? []))
    for (const { key, value: listed } of value.entries) {
      const type = literal(key)
      if (type === undefined) {
        unknown.push(...holes(key))
        continue
      }
      if (!principalTypes.has(type)) this.#problem(`"${type}" is no type of principal`, key.span)
      const list = this.#list(listed, type)
      for (const text of list.items) entries.push({ type, value: text })
      unknown.push(...list.unknown)
    }
  }

  #conditions(): { conditions: Condition[]; unknownConditions: Hole[] } {
    const conditions: Condition[] = []
    const unknownConditions: Hole[] = [...this.#open]
    const given = this.#found.get('Condition')
    if (given?.value.kind === 'unknown') unknownConditions.push(given.value.hole)
    else if (given?.value.kind === 'text' && holes(given.value).length > 0) {
      unknownConditions.push(...holes(given.value))
    } else if (given && given.value.kind !== 'object') {
      this.#problem('Condition must be an object of operators', given.value.span)
    } else if (given?.value.kind === 'object') {
      unknownConditions.push(...(given.value.open ?? []))
      for (const operator of lastOfEach(given.value)) this.#operator(operator, conditions, unknownConditions)
    }
    return { conditions, unknownConditions }
  }

  #operator({ key: operator, value }: Entry, conditions: Condition[], unknown: Hole[]): void {
    if (value.kind === 'unknown') unknown.push(value.hole)
    else if (value.kind === 'text' && holes(value).length > 0) unknown.push(...holes(value))
    else if (value.kind !== 'object') {
      this.#problem('A condition operator takes an object of keys and values', value.span)
    } else {
      unknown.push(...(value.open ?? []))
      for (const { key, value: given } of lastOfEach(value)) {
        const values = this.#list(given, 'A condition')
        conditions.push({ operator, key, values, span: spanOfPair(key.span, values.span) })
      }
    }
  }

  #problem(message: string, span: Span): void {
    this.#problems.push({ kind: 'grammar', message, span })
  }
}

/** The text of one value. Outside a list an unknown may turn out to be a list, unless it is known to be a string. */
function itemText(data: Data, inList: boolean): Text | undefined {
  if (data.kind !== 'unknown' || data.many) return asText(data)
  return inList || isString(data) ? holeText(data.hole) : undefined
}

/** What only a string has: a pattern, a pseudo parameter, an attribute in the singular (`arn`, `Ref`). */
function isString({ hole }: UnknownData): boolean {
  if (hole.pattern !== undefined || hole.why === 'pseudo-parameter') return true
  return hole.symbol !== undefined && !hole.symbol.attribute.endsWith('s')
}

/** The entries of an object, of equal keys the last alone, as JSON readers take them. */
function lastOfEach(data: ObjectData): readonly Entry[] {
  const byKey = new Map<string | Text, Entry>()
  for (const candidate of data.entries) byKey.set(literal(candidate.key) ?? candidate.key, candidate)
  return [...byKey.values()]
}

function spanOfPair(key: Span, value: Span): Span {
  const both = cover(key, value)
  // A value from elsewhere in the file (a local) would stretch the pair over unrelated lines.
  return both.start === key.start && value.start >= key.end ? both : key
}

function article(data: Data): string {
  return data.kind === 'object' ? 'an object' : data.kind === 'list' ? 'a list' : data.kind
}
