import type { Span } from '../../../src/model/source'
import type { Guard, Hole } from '../../../src/model/value'
import { ConversionError, convert } from '../evaluate/convert'
import { evaluate, failedValue } from '../evaluate/evaluate'
import { EvaluationError, LimitReached } from '../evaluate/function'
import { eachItem } from '../evaluate/iteration'
import { asInteger, decimal } from '../evaluate/number'
import type { Binding, Scope } from '../evaluate/scope'
import { numberType, stringType } from '../evaluate/type'
import type { ObjectValue, StringValue, Value } from '../evaluate/value'
import {
  isMapping,
  keyName,
  knownText,
  manyUnknown,
  numberValue,
  objectValue,
  stringOf,
  stringValue,
  tupleValue,
  unknownValue,
} from '../evaluate/value'
import type { Repeatable } from './declarations'
import { LazyEntries } from './lazy-entries'

/** One instance of a resource or module call. */
export interface Instance {
  /** What the address ends with: '', `[0]`, `["x"]`; `[*]` stands for instances whose keys nobody can know. */
  readonly suffix: string
  /** `each` or `count`. */
  readonly bindings: Binding | undefined
  readonly guards: readonly Guard[]
}

/** The instances that `count` or `for_each` make, in Terraform's order. */
export type Expansion =
  | { readonly kind: 'single'; readonly instance: Instance }
  | { readonly kind: 'count'; readonly instances: readonly Instance[]; readonly open?: Hole }
  | {
      readonly kind: 'each'
      readonly instances: readonly Instance[]
      readonly keys: readonly StringValue[]
      readonly open?: Hole
    }
  | {
      readonly kind: 'choice'
      readonly condition: string
      readonly hole: Hole
      readonly whenTrue: Expansion
      readonly whenFalse: Expansion
    }

/**
 * Expands `count` and `for_each`. What hangs on a condition that nobody can know is expanded for both branches; an
 * unknown collection gives one representative whose `each.key` and `each.value` are holes.
 */
export function expand(declaration: Repeatable, at: Span, scope: Scope): Expansion {
  const expression = declaration.forEach ?? declaration.count
  if (!expression) return { kind: 'single', instance: { suffix: '', bindings: undefined, guards: [] } }
  const expandValue = declaration.forEach ? expandEach : expandCount
  const { session, names } = scope
  try {
    return session.demand(
      () => expandChoices(evaluate(expression, scope), [], expression.span, scope, expandValue),
      names.budget,
    )
  } catch (error) {
    // On a new budget: what cannot be counted may still make any instance.
    const failed = failedValue(error, expression.span, scope)
    return session.demand(() => expandValue(failed, [], at, scope), names.budget)
  }
}

type ExpandValue = (value: Value, guards: readonly Guard[], at: Span, scope: Scope) => Expansion

function expandChoices(
  value: Value,
  guards: readonly Guard[],
  at: Span,
  scope: Scope,
  expandValue: ExpandValue,
): Expansion {
  if (value.kind !== 'choice') return expandValue(value, guards, at, scope)
  const { condition, hole } = value
  const branch = (is: boolean) =>
    expandChoices(is ? value.whenTrue : value.whenFalse, [...guards, { condition, is }], at, scope, expandValue)
  return { kind: 'choice', condition, hole, whenTrue: branch(true), whenFalse: branch(false) }
}

function expandCount(value: Value, guards: readonly Guard[], at: Span, scope: Scope): Expansion {
  if (value.kind === 'null')
    throw new EvaluationError('Invalid count argument', 'The given "count" argument value is null.', at)
  const number = converted(value, 'count', at)
  if (number.kind !== 'number') {
    const hole = holeOf(number)
    return { kind: 'count', instances: [countInstance(0, guards, at)], ...(hole && { open: hole }) }
  }
  const count = asInteger(number.value)
  if (count === undefined || count < 0) {
    throw new EvaluationError(
      'Invalid count argument',
      'The given "count" argument must be a whole number, zero or more.',
      at,
    )
  }
  if (count > scope.session.limits.instances) {
    scope.session.sayFailure(new LimitReached('instances', at), at)
    return { kind: 'count', instances: [countInstance(0, guards, at)], open: limitHole('count', at) }
  }
  scope.session.spend(count / 10)
  return { kind: 'count', instances: Array.from({ length: count }, (_, index) => countInstance(index, guards, at)) }
}

function converted(value: Value, name: string, at: Span): Value {
  try {
    return convert(value, numberType)
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error
    throw new EvaluationError(
      `Invalid ${name} argument`,
      `The given "${name}" argument value is unsuitable: ${error.message}.`,
      at,
    )
  }
}

function holeOf(value: Value): Hole | undefined {
  return value.kind === 'unknown' ? value.hole : undefined
}

function limitHole(expression: string, at: Span): Hole {
  return { kind: 'hole', expression, why: 'limit', span: at }
}

function countInstance(index: number, guards: readonly Guard[], at: Span): Instance {
  let bindings: Binding | undefined
  return {
    suffix: `[${index}]`,
    guards,
    get bindings() {
      bindings ??= {
        name: 'count',
        value: object({ index: numberValue(decimal(index), at) }, at),
        next: undefined,
        ofInstance: true,
      }
      return bindings
    },
  }
}

function object(members: Readonly<Record<string, Value>>, at: Span): ObjectValue {
  return objectValue(
    Object.entries(members).map(([name, value]) => ({ key: stringValue(name, at), value })),
    at,
  )
}

function expandEach(value: Value, guards: readonly Guard[], at: Span, scope: Scope): Expansion {
  const isSuitable = value.kind === 'unknown' || value.kind === 'set' || isMapping(value)
  if (!isSuitable) {
    const what = value.kind === 'null' ? 'null' : `a ${value.kind}`
    const detail = `The given "for_each" argument value is unsuitable: it must be a map, or set of strings, and is ${what}.`
    throw new EvaluationError('Invalid for_each argument', detail, at)
  }
  const instances: Instance[] = []
  const keys: StringValue[] = []
  let open: Hole | undefined
  for (const item of eachItem(value, at)) {
    if (instances.length >= scope.session.limits.instances) {
      scope.session.sayFailure(new LimitReached('instances', at), at)
      open ??= limitHole('for_each', at)
      break
    }
    scope.session.spend(1)
    const key = eachKey(item.key, item.many, at)
    const known = item.many ? undefined : knownText(key)
    if (item.many) open ??= item.many
    instances.push(
      eachInstance(known, key, item.many ? renamed(item.value, 'each.value', item.many) : item.value, guards, at),
    )
    keys.push(key)
  }
  return { kind: 'each', instances, keys, ...(open && { open }) }
}

function eachKey(key: Value, many: Hole | undefined, at: Span): StringValue {
  const text = key.kind === 'string' ? key : asKeyText(key)
  if (text?.kind === 'string' && text.parts.length > 0 && !text.sensitive) return text
  if (text?.kind === 'string' && !many) return text
  const why = many?.why ?? (text?.kind === 'unknown' ? text.hole.why : 'unsupported')
  return stringOf([{ kind: 'hole', expression: 'each.key', why, span: at }], at)
}

function asKeyText(key: Value): Value | undefined {
  try {
    return convert(key, stringType)
  } catch (error) {
    if (error instanceof ConversionError) return undefined
    throw error
  }
}

/** A wholly unknown item under the name that the code has for it. */
function renamed(value: Value, name: string, many: Hole): Value {
  if (value.kind !== 'unknown') return value
  return unknownValue({ ...many, expression: name }, value.type)
}

function eachInstance(
  known: string | undefined,
  key: StringValue,
  value: Value,
  guards: readonly Guard[],
  at: Span,
): Instance {
  let bindings: Binding | undefined
  return {
    suffix: known === undefined ? '[*]' : `[${quoted(known)}]`,
    guards,
    get bindings() {
      bindings ??= { name: 'each', value: object({ key, value }, at), next: undefined, ofInstance: true }
      return bindings
    },
  }
}

/** A key as Terraform writes it in an address. */
function quoted(key: string): string {
  return JSON.stringify(key).replace(/([$%])\{/g, '$1$1{')
}

/** All instances of an expansion; a counted one that both branches of a condition make hangs on it no longer. */
export function instancesOf(expansion: Expansion): readonly Instance[] {
  if (expansion.kind === 'single') return [expansion.instance]
  if (expansion.kind !== 'choice') return expansion.instances
  const whenTrue = instancesOf(expansion.whenTrue)
  const whenFalse = instancesOf(expansion.whenFalse)
  if (expansion.whenTrue.kind !== 'count' || expansion.whenFalse.kind !== 'count') return [...whenTrue, ...whenFalse]
  const [longer, shorter] = whenTrue.length >= whenFalse.length ? [whenTrue, whenFalse] : [whenFalse, whenTrue]
  const common = shorter.map((instance) =>
    countInstance(
      Number(instance.suffix.slice(1, -1)),
      outerGuards(instance, expansion.condition),
      expansion.hole.span,
    ),
  )
  return [...common, ...longer.slice(shorter.length)]
}

function outerGuards(instance: Instance, condition: string): readonly Guard[] {
  return instance.guards.filter((guard) => guard.condition !== condition)
}

/** What a reference to the whole resource or module stands for: one value, a tuple by index, an object by key. */
export function expansionValue(expansion: Expansion, at: Span, instanceValue: (instance: Instance) => Value): Value {
  switch (expansion.kind) {
    case 'single':
      return instanceValue(expansion.instance)
    case 'count': {
      const items = expansion.instances.map(instanceValue)
      if (!expansion.open) return tupleValue(items, at)
      return tupleValue([manyUnknown(expansion.open, items[0])], at)
    }
    case 'each': {
      const byName = new Map(
        expansion.keys.map((key, index) => [keyName(key), { key, instance: expansion.instances[index]! }]),
      )
      const entries = new LazyEntries([...byName.keys()], at, (name) => {
        const found = byName.get(name)
        return found && instanceValue(found.instance)
      }, (name) => byName.get(name)?.key) // biome-ignore format: callbacks
      const base = { kind: 'object', entries, span: at } as const
      return expansion.open ? { ...base, open: [expansion.open] } : base
    }
    case 'choice': {
      const { condition, hole } = expansion
      const whenTrue = expansionValue(expansion.whenTrue, at, instanceValue)
      const whenFalse = expansionValue(expansion.whenFalse, at, instanceValue)
      return { kind: 'choice', condition, hole, whenTrue, whenFalse, span: at }
    }
  }
}
