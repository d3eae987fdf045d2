import type { Span } from '../../../src/model/source'
import type { Hole } from '../../../src/model/value'
import { display } from '../../../src/model/value'
import type { AttributeExpression, Expression, IndexExpression, SplatExpression } from '../hcl/ast'
import { choose, overChoices } from './choice'
import { ConversionError, convert } from './convert'
import { equal } from './equality'
import { evaluate, sourceText, splatItem } from './evaluate'
import { EvaluationError } from './function'
import { asInteger } from './number'
import type { Scope } from './scope'
import { bind, lookup } from './scope'
import type { PrimitiveType, Type } from './type'
import { describeType, dynamicType, numberType, stringType } from './type'
import type { MappingValue, SequenceValue, UnknownValue, Value } from './value'
import {
  isMapping,
  isOpen,
  isSequence,
  keyName,
  knownText,
  listValue,
  manyUnknown,
  markSensitive,
  sortedEntries,
  takenFrom,
  tupleValue,
  typeOf,
  unknownValue,
  usedAt,
} from './value'

/** `object.name`: a reference to something of the module, or an attribute of a value. */
export function evaluateAttribute(expression: AttributeExpression, scope: Scope): Value {
  const path = referencePath(expression, scope)
  if (path) return usedAt(scope.names.resolve(path, expression.span), expression.span)
  const object = evaluate(expression.object, scope)
  return attributeOf(object, expression.name, expression.span)
}

/** The path of a reference that ends with this very attribute: `var.x`, `data.t.n`, `aws_iam_role.r`. */
function referencePath(expression: AttributeExpression, scope: Scope): string[] | undefined {
  const path = [expression.name]
  let at: Expression = expression.object
  while (at.kind === 'attribute' && path.length < 3) {
    path.unshift(at.name)
    at = at.object
  }
  if (at.kind !== 'variable' || lookup(scope, at.name)) return undefined
  const length = at.name === 'data' || at.name === 'resource' || at.name === 'ephemeral' ? 2 : 1
  return path.length === length ? [at.name, ...path] : undefined
}

/** `value.name` */
export function attributeOf(given: Value, name: string, at: Span): Value {
  return overChoices([given], at, ([value]) => {
    const found = memberOf(value!, name, at)
    return value!.sensitive ? markSensitive(found) : found
  })
}

function memberOf(value: Value, name: string, at: Span): Value {
  if (value.kind === 'null') {
    const detail = 'This value is null, so it does not have any attributes.'
    throw new EvaluationError('Attempt to get attribute from null value', detail, at)
  }
  if (value.kind === 'unknown') return derived(value, `.${name}`, attributeType(value.type, name), at)
  if (isMapping(value)) {
    const found = entryOf(value, name)
    if (found) return takenFrom(found, value)
    if (value.open?.[0]) return unknownValue(extended(value.open[0], `.${name}`, at))
    if (value.kind === 'map') {
      const detail = `This map does not have an element with the key ${JSON.stringify(name)}.`
      throw new EvaluationError('Missing map element', detail, at)
    }
    throw new EvaluationError('Unsupported attribute', `This object does not have an attribute named "${name}".`, at)
  }
  const detail = isSequence(value)
    ? `Can't access attributes on a ${describeType(typeOf(value))}. Did you mean to access an attribute for a specific element, or across all elements?`
    : `Can't access attributes on a primitive-typed value (${describeType(typeOf(value))}).`
  throw new EvaluationError('Unsupported attribute', detail, at)
}

/** A member by key; in a map of which one representative is known, that one for any key. */
function entryOf(value: MappingValue, name: string): Value | undefined {
  const exact = value.entries.get(name)
  if (exact) return exact.value
  if (!value.open?.length || value.entries.size !== 1) return undefined
  const [only] = value.entries.values()
  return only && knownText(only.key) === undefined ? only.value : undefined
}

/** What is inside an unknown: the same hole, its expression one step longer. */
function derived(value: UnknownValue, step: string, type: Type, at: Span): Value {
  return { ...unknownValue(extended(value.hole, step, at), type), via: value.via }
}

function extended(hole: Hole, step: string, at: Span): Hole {
  const { kind, why, symbol } = hole
  const expression = `${hole.expression}${step}`
  if (!symbol) return { kind, why, expression, span: at }
  return {
    kind,
    why,
    expression,
    span: at,
    symbol: { ...symbol, id: `${symbol.id}${step}`, attribute: `${symbol.attribute}${step}` },
  }
}

function attributeType(type: Type, name: string): Type {
  if (type.kind === 'object') return type.attributes.get(name)?.type ?? dynamicType
  return type.kind === 'map' ? type.element : dynamicType
}

/** `object[key]` */
export function evaluateIndex(expression: IndexExpression, scope: Scope): Value {
  const object = evaluate(expression.object, scope)
  const key = evaluate(expression.key, scope)
  return overChoices([object, key], expression.span, ([collection, index]) => {
    const found = indexOf(collection!, index!, expression.span, scope.names.prefix)
    return collection!.sensitive || index!.sensitive ? markSensitive(found) : found
  })
}

function indexOf(collection: Value, key: Value, at: Span, prefix: string): Value {
  if (collection.kind === 'null') {
    throw new EvaluationError('Attempt to index null value', 'This value is null, so it does not have any indices.', at)
  }
  if (key.kind === 'null') {
    throw new EvaluationError('Invalid index', "Can't use a null value as an indexing key.", at)
  }
  if (collection.kind === 'unknown') return derived(collection, indexStep(key, at), elementType(collection.type), at)
  if (collection.kind === 'list' || collection.kind === 'tuple')
    return takenFrom(itemAt(collection, key, at, prefix), collection)
  if (isMapping(collection)) return takenFrom(elementAt(collection, key, at, prefix), collection)
  const detail =
    collection.kind === 'set'
      ? "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set."
      : 'This value does not have any indices.'
  throw new EvaluationError('Invalid index', detail, at)
}

function indexStep(key: Value, at: Span): string {
  if (key.kind === 'number') return `[${key.value.toFixed()}]`
  const text = key.kind === 'string' ? knownText(key) : undefined
  return text === undefined ? `[${/\[([^\]]*)\]$/.exec(sourceText(at))?.[1] ?? '?'}]` : `[${JSON.stringify(text)}]`
}

function elementType(type: Type): Type {
  return type.kind === 'list' || type.kind === 'map' ? type.element : dynamicType
}

function convertedKey(key: Value, type: PrimitiveType, at: Span): Value {
  try {
    return convert(key, type)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    throw new EvaluationError(
      'Invalid index',
      `The given key does not identify an element in this collection value: ${error.message}.`,
      at,
    )
  }
}

function itemAt(collection: SequenceValue, key: Value, at: Span, prefix: string): Value {
  const number = convertedKey(key, numberType, at)
  if (number.kind !== 'number') return unknownElement(collection, number, at, prefix)
  const index = asInteger(number.value)
  if (index === undefined || index < 0) {
    const why =
      index === undefined ? 'a whole number is required' : 'a negative number is not a valid index for a sequence'
    throw new EvaluationError(
      'Invalid index',
      `The given key does not identify an element in this collection value: ${why}.`,
      at,
    )
  }
  for (let position = 0; position <= index && position < collection.items.length; position++) {
    const item = collection.items[position]!
    if (item.kind === 'unknown' && item.many) {
      return item.representative ?? unknownValue(extended(item.hole, `[${index}]`, at))
    }
    if (position === index) return item
  }
  const detail = 'The given key does not identify an element in this collection value.'
  throw new EvaluationError('Invalid index', detail, at)
}

function elementAt(collection: MappingValue, key: Value, at: Span, prefix: string): Value {
  const text = convertedKey(key, stringType, at)
  if (text.kind === 'unknown' || (text.kind === 'string' && knownText(text) === undefined)) {
    const name = keyName(text.kind === 'string' ? text : { kind: 'string', parts: [text.hole], span: at })
    return entryOf(collection, name) ?? unknownElement(collection, text, at, prefix)
  }
  const name = keyName(text as Extract<Value, { kind: 'string' }>)
  const found = entryOf(collection, name)
  if (found) return found
  if (collection.open?.[0]) return unknownValue(extended(collection.open[0], `[${JSON.stringify(name)}]`, at))
  const detail = 'The given key does not identify an element in this collection value.'
  throw new EvaluationError('Invalid index', detail, at)
}

/** So many elements are worth a branch each where the key is not known. */
const mostBranches = 8

/**
 * An element by a key that is not known: a choice between all there are, when they are few, `key == "a" ? x : ...`. The
 * last one needs no condition, since any other key would fail. Of more elements, an unknown that is named by the code.
 */
function unknownElement(collection: SequenceValue | MappingValue, key: Value, at: Span, prefix: string): Value {
  const hole =
    key.kind === 'unknown'
      ? key.hole
      : key.kind === 'string'
        ? key.parts.find((part) => part.kind === 'hole')
        : undefined
  const type = collection.kind === 'list' || collection.kind === 'map' ? collection.element : dynamicType
  const whole: Hole = { kind: 'hole', expression: sourceText(at), why: hole?.why ?? 'unsupported', span: at }
  const elements = isMapping(collection) && !isOpen(collection) ? sortedEntries(collection) : []
  const isPlain = elements.every((entry) => knownText(entry.key) !== undefined)
  if (!hole || !isPlain || elements.length === 0 || elements.length > mostBranches) return unknownValue(whole, type)
  const possible = elements.filter((entry) => equal(key, entry.key) !== 'no')
  const last = possible.pop()
  if (!last) return unknownValue(whole, type)
  const keyExpression = key.kind === 'string' ? display({ kind: 'text', parts: key.parts, span: at }) : hole.expression
  let chosen = last.value
  for (const entry of possible.reverse()) {
    const condition = `${prefix}${keyExpression} == ${JSON.stringify(knownText(entry.key))}`
    const whenTrue = entry.value
    const whenFalse = chosen
    chosen = choose(
      condition,
      { ...hole, span: at },
      at,
      () => whenTrue,
      () => whenFalse,
    )
  }
  return chosen
}

/** `object[*].a` and `object.*.a`: of null nothing, of a single value a list of one. */
export function evaluateSplat(expression: SplatExpression, scope: Scope): Value {
  const object = evaluate(expression.object, scope)
  return overChoices([object], expression.span, ([value]) => splat(value!, expression, scope))
}

function splat(value: Value, expression: SplatExpression, scope: Scope): Value {
  const { span } = expression
  const apply = (item: Value) => evaluate(expression.each, bind(scope, splatItem, item))
  if (value.kind === 'null') return tupleValue([], span)
  if (value.kind === 'unknown') return unknownSplat(value, apply, span)
  if (!isSequence(value)) return tupleValue([apply(value)], span)
  const items = value.items.map((item) => {
    if (item.kind !== 'unknown' || !item.many) return apply(value.sensitive ? markSensitive(item) : item)
    return manyUnknown({ ...item.hole, span }, apply(item.representative ?? unknownValue(item.hole)))
  })
  if (value.kind === 'tuple' || items.length === 0)
    return value.kind === 'tuple' ? tupleValue(items, span) : listValue(items, dynamicType, span)
  return listValue(items, typeOf(items[0]!), span)
}

function unknownSplat(value: UnknownValue, apply: (item: Value) => Value, at: Span): Value {
  const { type } = value
  if (type.kind === 'string' || type.kind === 'number' || type.kind === 'bool') return tupleValue([apply(value)], at)
  const item = derived(value, '[*]', type.kind === 'list' || type.kind === 'set' ? type.element : dynamicType, at)
  return tupleValue([manyUnknown({ ...value.hole, span: at }, apply(item))], at)
}
