import type { Hole } from '../../../src/model/value'
import type { ForExpression } from '../hcl/ast'
import { conditionChoice, overChoices } from './choice'
import { ConversionError, convert } from './convert'
import { evaluate, evaluateItem, objectKey } from './evaluate'
import { EvaluationError, LimitReached } from './function'
import type { Item } from './iteration'
import { eachItem } from './iteration'
import type { Scope } from './scope'
import { bind } from './scope'
import { boolType } from './type'
import type { ChoiceValue, Entry, StringValue, Value } from './value'
import { keyName, knownText, manyUnknown, nullValue, objectValue, tupleValue } from './value'

/** `[for k, v in c : value if condition]` gives a tuple, `{for k, v in c : key => value}` an object. */
export function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const collection = evaluate(expression.collection, scope)
  return overChoices([collection], expression.span, ([decided]) =>
    expression.key ? forObject(expression, decided!, scope) : forTuple(expression, decided!, scope),
  )
}

interface Kept extends Item {
  readonly scope: Scope
  /** The `if` clause is a choice: the item is there in one branch alone. */
  readonly condition: ChoiceValue | undefined
}

/** The items that the `if` clause lets through, each with its names bound. One whose condition is unknown is `many`. */
function* keptItems(expression: ForExpression, collection: Value, scope: Scope): Generator<Kept> {
  let count = 0
  for (const item of eachItem(collection, expression.collection.span)) {
    if (++count > scope.session.limits.collectionSize) throw new LimitReached('collectionSize', expression.span)
    scope.session.spend(1)
    const named = expression.keyName ? bind(scope, expression.keyName, item.key) : scope
    const inner = bind(named, expression.valueName, item.value)
    if (!expression.condition) {
      yield { key: item.key, value: item.value, many: item.many, scope: inner, condition: undefined }
      continue
    }
    const verdict = clause(expression, inner)
    if (verdict === false) continue
    if (verdict === true) yield { ...item, scope: inner, condition: undefined }
    else if (verdict.kind === 'choice') yield { ...item, scope: inner, condition: verdict }
    else yield { ...item, many: item.many ?? verdict, scope: inner, condition: undefined }
  }
}

function clause(expression: ForExpression, scope: Scope): boolean | ChoiceValue | Hole {
  const condition = expression.condition!
  const given = conditionChoice(evaluate(condition, scope), scope.names.prefix, condition.span)
  if (given.kind === 'null') {
    throw new EvaluationError('Condition is null', "The value of the 'if' clause must not be null.", condition.span)
  }
  if (given.kind === 'choice') return given
  try {
    const converted = convert(given, boolType)
    if (converted.kind === 'bool') return converted.value
    if (converted.kind === 'unknown') return converted.hole
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
  }
  throw new EvaluationError('Invalid for condition', "The value of the 'if' clause must be a bool.", condition.span)
}

function forTuple(expression: ForExpression, collection: Value, scope: Scope): Value {
  const items: Value[] = []
  for (const item of keptItems(expression, collection, scope)) {
    const value = evaluateItem(expression.value, item.scope)
    if (item.many) items.push(manyUnknown({ ...item.many, span: expression.span }, value))
    else if (item.condition) items.push(manyUnknown({ ...item.condition.hole, span: expression.span }, value))
    else items.push(value)
  }
  return tupleValue(items, expression.span)
}

function forObject(expression: ForExpression, collection: Value, scope: Scope): Value {
  const entries = new Map<string, Entry>()
  const groups = new Map<string, Value[]>()
  const open: Hole[] = []
  for (const item of keptItems(expression, collection, scope)) {
    const key = objectKey(evaluate(expression.key!, item.scope), expression.key!.span)
    const value = evaluateItem(expression.value, item.scope)
    const name = keyName(key)
    if (item.many) open.push(item.many)
    if (expression.grouped) {
      group(groups, entries, key, value, expression)
    } else if (entries.has(name) && knownText(key) !== undefined && !item.many) {
      const detail = `Two different items produced the key ${JSON.stringify(name)} in this 'for' expression. If duplicates are expected, use the ellipsis (...) after the value expression to enable grouping by key.`
      throw new EvaluationError('Duplicate object key', detail, expression.key!.span)
    } else {
      entries.set(name, { key, value: item.condition ? conditional(item.condition, value) : value })
    }
  }
  return objectValue(entries.values(), expression.span, open)
}

/** The value where the condition holds; else null, which is as good as not there for an argument. */
function conditional(condition: ChoiceValue, value: Value): Value {
  return overChoices([condition], value.span, ([decided]) =>
    decided!.kind === 'bool' && !decided!.value ? nullValue(value.span) : value,
  )
}

function group(
  groups: Map<string, Value[]>,
  entries: Map<string, Entry>,
  key: StringValue,
  value: Value,
  expression: ForExpression,
): void {
  const name = keyName(key)
  const values = groups.get(name) ?? []
  values.push(value)
  groups.set(name, values)
  entries.set(name, { key: entries.get(name)?.key ?? key, value: tupleValue(values, expression.value.span) })
}
