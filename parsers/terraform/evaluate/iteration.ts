import type { Span } from '../../../src/model/source'
import type { Hole } from '../../../src/model/value'
import { EvaluationError } from './function'
import { decimal } from './number'
import { describeType } from './type'
import type { MappingValue, UnknownValue, Value } from './value'
import { isMapping, isSequence, numberValue, sortedEntries, typeOf, unknownValue } from './value'

/** One item of a collection, in Terraform's order. `many` when it stands for any number of items, none included. */
export interface Item {
  readonly key: Value
  readonly value: Value
  readonly many?: Hole | undefined
}

/**
 * The items of a collection: of a set each item is its own key. An unknown collection is one item of `many` whose key
 * and value are holes. Throws `EvaluationError` for null and for what has no items.
 */
export function* eachItem(collection: Value, at: Span): Generator<Item> {
  if (collection.kind === 'null') {
    throw new EvaluationError(
      'Iteration over null value',
      "A null value cannot be used as the collection in a 'for' expression.",
      at,
    )
  }
  const marked = collection.sensitive ? { sensitive: true } : undefined
  if (collection.kind === 'unknown') {
    yield manyItem(collection, at)
  } else if (isSequence(collection)) {
    const isSet = collection.kind === 'set'
    let index = -1
    for (const given of collection.items) {
      index++
      const item = marked ? { ...given, ...marked } : given
      if (item.kind === 'unknown' && item.many) yield manyItem(item, at)
      else yield { key: isSet ? item : numberValue(decimal(index), item.span), value: item }
    }
  } else if (isMapping(collection)) {
    yield* mappingItems(collection, at)
  } else {
    const detail = `A ${describeType(typeOf(collection))} value cannot be used as the collection in a 'for' expression.`
    throw new EvaluationError('Iteration over non-iterable value', detail, at)
  }
}

function* mappingItems(collection: MappingValue, at: Span): Generator<Item> {
  for (const entry of sortedEntries(collection)) {
    const { key } = entry
    const value = collection.sensitive ? { ...entry.value, sensitive: true } : entry.value
    const hole = key.parts.find((part) => part.kind === 'hole')
    if (hole && collection.open?.length) yield { key, value, many: hole }
    else yield { key, value }
  }
  const open = collection.open?.[0]
  const hasRepresentative = [...collection.entries.values()].some((entry) =>
    entry.key.parts.some((part) => part.kind === 'hole'),
  )
  if (open && !hasRepresentative) yield manyItem(unknownValue(open), at)
}

function manyItem(value: UnknownValue, at: Span): Item {
  const { hole } = value
  const expression = value.many ? hole.expression : `${hole.expression}[*]`
  const item = value.representative ?? unknownValue({ kind: 'hole', expression, why: hole.why, span: at })
  const key = unknownValue({ kind: 'hole', expression: `keys(${hole.expression})[*]`, why: hole.why, span: at })
  return { key, value: item, many: hole }
}
