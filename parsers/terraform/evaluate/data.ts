import type { Span } from '../../../src/model/source'
import type { ChoiceData, Data, Entry, Hole, ListData, Text } from '../../../src/model/value'
import { isSameData, itemsOfChoice } from '../../policy/choices'
import { rememberEncoded } from '../../policy/encoded'
import { isMapping, isSequence, numberText, sensitiveHole } from './value'
import type { ChoiceValue, MappingValue, StringValue, UnknownValue, Value, Via } from './value'

const mostNodes = 200_000
const deepest = 60

/**
 * A value as the model has it. What is sensitive becomes a hole. A trail that a container took is also that of the
 * texts in it. Beyond 200,000 nodes or 60 levels the rest is unknown (`limit`); `onLimit` is then called once.
 */
export function toData(value: Value, onLimit?: () => void): Data {
  const known = converted.get(value)
  if (known) return known
  const conversion = new Conversion(onLimit)
  const data = conversion.data(value, undefined)
  if (!conversion.isCut) converted.set(value, data)
  return data
}

/** Values are shared between instances, and so are the data made from them. */
const converted = new WeakMap<Value, Data>()

class Conversion {
  readonly #onLimit: (() => void) | undefined
  #left = mostNodes
  #depth = 0

  /** Something was left out: what was made is not for others. */
  get isCut(): boolean {
    return this.#left <= 0
  }

  constructor(onLimit: (() => void) | undefined) {
    this.#onLimit = onLimit
  }

  data(value: Value, outer: Via | undefined): Data {
    if (--this.#left <= 0 || this.#depth >= deepest) {
      if (this.#left >= 0) this.#onLimit?.()
      this.#left = Math.min(this.#left, 0)
      return unknown({ kind: 'hole', expression: '(too large)', why: 'limit', span: value.span }, value.span)
    }
    const isShared = outer === undefined && (isMapping(value) || isSequence(value))
    const known = isShared ? converted.get(value) : undefined
    if (known) return known
    this.#depth++
    const data = this.#convert(value, outer)
    this.#depth--
    if (isShared && !this.isCut) converted.set(value, data)
    return data
  }

  #convert(value: Value, outer: Via | undefined): Data {
    if (value.sensitive && value.kind !== 'unknown') return unknown(sensitiveHole(value), value.via?.span ?? value.span)
    const via = joined(outer, value.via)
    switch (value.kind) {
      case 'string':
        return this.#text(value, via)
      case 'number':
        return { kind: 'number', value: Number(value.value), raw: numberText(value.value), span: value.span }
      case 'bool':
        return { kind: 'boolean', value: value.value, span: value.span }
      case 'null':
        return { kind: 'null', span: value.span }
      case 'list':
      case 'set':
      case 'tuple':
        return { kind: 'list', items: value.items.flatMap((item) => this.#items(item, via)), span: value.span }
      case 'map':
      case 'object':
        return this.#object(value, via)
      case 'unknown':
        return value.many ? { ...unknown(value.hole, value.span), many: true } : this.#unknown(value, via)
      case 'choice':
        return this.#choice(value, via)
    }
  }

  #text(value: StringValue, via: Via | undefined): Text {
    const text: Text = { kind: 'text', parts: value.parts, span: value.span, ...(via && { via: spansOf(via) }) }
    const { json } = value
    if (json && (json.kind === 'object' || json.kind === 'map' || json.kind === 'tuple' || json.kind === 'list')) {
      rememberEncoded(text, { data: this.data(json, via) })
    }
    return text
  }

  /** What nobody knows stands where it is referred to: no characters of its own would be changed. */
  #unknown(value: UnknownValue, via: Via | undefined): Data {
    const { hole } = value
    const trail = via && spansOf(via)
    const span = trail?.at(-1) ?? value.span
    if (value.type.kind === 'string') return { kind: 'text', parts: [hole], span, ...(trail && { via: trail }) }
    return unknown(hole, span)
  }

  /**
   * An item that stands for any number of items: a text is what each of them looks like; anything more, such as a
   * statement, is there on condition that there are any; otherwise it is unknown.
   */
  #items(item: Value, via: Via | undefined): readonly Data[] {
    if (item.kind !== 'unknown' || !item.many) return [this.data(item, via)]
    const { representative } = item
    if (!representative || representative.kind === 'unknown') return [this.data(item, via)]
    const data = this.data(representative, via)
    if (data.kind === 'text' || data.kind === 'number' || data.kind === 'boolean') return [data]
    return [choiceOf(`length(${item.hole.expression}) > 0`, data, undefined, representative.span)]
  }

  /** A choice; one between two lists is a list of which some items hang on the condition. */
  #choice(value: ChoiceValue, via: Via | undefined): Data {
    const whenTrue = this.#branch(value.whenTrue, via)
    const whenFalse = this.#branch(value.whenFalse, via)
    if (whenTrue?.kind === 'list' && whenFalse?.kind === 'list') return mergedLists(value, whenTrue, whenFalse)
    return choiceOf(value.condition, whenTrue, whenFalse, value.span)
  }

  #object(value: MappingValue, via: Via | undefined): Data {
    const entries: Entry[] = []
    for (const entry of value.entries.values()) {
      const key: Text = { kind: 'text', parts: entry.key.parts, span: entry.key.span }
      entries.push({ key, value: this.data(entry.value, via) })
    }
    const base = { kind: 'object', entries, span: value.span } as const
    return value.open?.length ? { ...base, open: value.open } : base
  }

  #branch(value: Value, via: Via | undefined): Data | undefined {
    return value.kind === 'null' ? undefined : this.data(value, via)
  }
}

function unknown(hole: Hole, at: Span): Extract<Data, { kind: 'unknown' }> {
  return { kind: 'unknown', hole, span: at }
}

function choiceOf(condition: string, whenTrue: Data | undefined, whenFalse: Data | undefined, at: Span): ChoiceData {
  return { kind: 'choice', condition, whenTrue, whenFalse, span: at }
}

/** What both lists have is there in any case; of long lists, what both begin or end with. */
function mergedLists({ condition, span }: ChoiceValue, left: ListData, right: ListData): ListData {
  const items = itemsOfChoice(choiceOf(condition, left, right, span))
  if (items) return { kind: 'list', items, span }
  const [a, b] = [left.items, right.items]
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && isSameData(a[start]!, b[start]!)) start++
  let end = 0
  while (end < shorter - start && isSameData(a[a.length - 1 - end]!, b[b.length - 1 - end]!)) end++
  const between = [
    ...a.slice(start, a.length - end).map((item) => choiceOf(condition, item, undefined, item.span)),
    ...b.slice(start, b.length - end).map((item) => choiceOf(condition, undefined, item, item.span)),
  ]
  return { kind: 'list', items: [...a.slice(0, start), ...between, ...a.slice(a.length - end)], span }
}

/** The outer trail in front of the inner one. */
function joined(outer: Via | undefined, inner: Via | undefined): Via | undefined {
  if (!outer) return inner
  if (!inner || outer === inner) return outer
  return { span: outer.span, next: joined(outer.next, inner) }
}

function spansOf(via: Via): readonly Span[] {
  const spans: Span[] = []
  for (let at: Via | undefined = via; at; at = at.next) spans.push(at.span)
  return spans
}
