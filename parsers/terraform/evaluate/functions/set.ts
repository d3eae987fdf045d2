import type { Answer } from '../../../../src/model/value'
import { any } from '../../../../src/model/value'
import { makeSet } from '../collection'
import { convert } from '../convert'
import { equal } from '../equality'
import type { TerraformFunction } from '../function'
import type { Type } from '../type'
import { dynamicType, listType, setType, tupleType } from '../type'
import { unify } from '../unify'
import type { SequenceValue, SetValue, Value } from '../value'
import { isSequence, listValue, manyUnknown, tupleValue, typeOf } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { maybeSequence, perhaps } from './sequence'
import { holeFor } from './unknown'

/** The set functions, and `setproduct`. An item that may or may not be in the result is an unknown number of items. */

const anySet = setType(dynamicType)

/** The arguments as sets of the one type that all agree on; an unknown argument is a set that nobody knows. */
function unifySets(args: readonly Value[], call: Call): readonly SetValue[] {
  const types = args.flatMap((value) =>
    value.kind === 'set' && !(value.items.length === 0 && value.element.kind === 'dynamic') ? [value.element] : [],
  )
  const element = types.length === 0 ? dynamicType : unify(types)
  if (!element) return call.fail('given sets must all have compatible element types')
  return args.map((value): SetValue => {
    if (value.kind !== 'set') return { kind: 'set', element, items: [manyUnknown(holeFor(value))], span: value.span }
    return makeSet(
      value.items.map((item) => convert(item, element)),
      element,
      value.span,
    )
  })
}

function isMember(item: Value, set: SetValue): Answer {
  const answer = any(set.items.map((other) => (isMany(other) ? 'unknown' : equal(item, other))))
  return answer
}

function isMany(item: Value): boolean {
  return item.kind === 'unknown' && item.many === true
}

function setFunction(
  name: string,
  first: string,
  others: { readonly second?: string; readonly variadic?: string },
  combine: (sets: readonly SetValue[], call: Call) => readonly Value[],
): Definition {
  return {
    name,
    parameters: [{ name: first, type: anySet }, ...(others.second ? [{ name: others.second, type: anySet }] : [])],
    ...(others.variadic && { variadic: { name: others.variadic, type: anySet } }),
    run(args, call) {
      const sets = unifySets(args, call)
      return makeSet(combine(sets, call), sets[0]!.element, call.at)
    },
  }
}

function union(sets: readonly SetValue[], call: Call): readonly Value[] {
  const items = sets.flatMap((set) => set.items)
  call.bound('collectionSize', items.length)
  return items
}

/** Keeps the items of the first set that the others let stay; an item that hangs on an unknown may be there. */
function keeping(stays: (member: Answer) => Answer) {
  return ([first, ...others]: readonly SetValue[], call: Call): readonly Value[] => {
    let kept: readonly Value[] = first!.items
    for (const other of others) {
      call.context.spend(kept.length * (1 + other.items.length))
      kept = kept.flatMap((item) => {
        const answer = isMany(item) ? 'unknown' : stays(isMember(item, other))
        return answer === 'no' ? [] : [answer === 'yes' ? item : perhaps(item)]
      })
    }
    return kept
  }
}

const opposite: Readonly<Record<Answer, Answer>> = { yes: 'no', no: 'yes', unknown: 'unknown' }

const setproduct: Definition = {
  name: 'setproduct',
  parameters: [],
  variadic: { name: 'sets' },
  run(args, call) {
    if (args.length < 2) call.fail('at least two arguments are required')
    const elements = args.map((value, at) => elementFor(value, at, call))
    const type = tupleType(elements)
    const ordered = args.every((value) => typeOf(value).kind !== 'set')
    const unsure = args.find((value) => !isSequence(value))
    if (unsure) return call.unknown(ordered ? listType(type) : setType(type), unsure)
    const sequences = args as readonly SequenceValue[]
    const total = sequences.reduce((product, value) => product * value.items.length, 1)
    call.bound('collectionSize', total * args.length)
    if (total === 0) return ordered ? listValue([], type, call.at) : makeSet([], type, call.at)
    const items = products(sequences, elements, call)
    return ordered ? listValue(items, type, call.at) : makeSet(items, type, call.at)
  },
}

function elementFor(value: Value, at: number, call: Call): Type {
  if (value.kind === 'list' || value.kind === 'set') return value.element
  if (maybeSequence(value)) {
    const type = typeOf(value)
    return type.kind === 'list' || type.kind === 'set' ? type.element : dynamicType
  }
  if (value.kind !== 'tuple') return call.failArgument(at, 'a set or a list is required')
  return unify(value.items.map(typeOf)) ?? call.failArgument(at, 'all elements must be of the same type')
}

/** The last argument's items change fastest. A combination with an item of unknown number is itself of unknown number. */
function products(sequences: readonly SequenceValue[], elements: readonly Type[], call: Call): Value[] {
  let rows: Value[][] = [[]]
  sequences.forEach((value, at) => {
    const items = value.items.map((item) => convert(item, elements[at]!))
    rows = rows.flatMap((row) => items.map((item) => [...row, item]))
  })
  return rows.map((row) => {
    const many = row.find(isMany)
    if (!many) return tupleValue(row, call.at)
    const each = row.map((item) =>
      item.kind === 'unknown' && item.many ? (item.representative ?? { ...item, many: false }) : item,
    )
    return manyUnknown(holeFor(many), tupleValue(each, call.at))
  })
}

export const setFunctions: readonly TerraformFunction[] = [
  setFunction('setunion', 'first_set', { variadic: 'other_sets' }, union),
  setFunction(
    'setintersection',
    'first_set',
    { variadic: 'other_sets' },
    keeping((member) => member),
  ),
  setFunction(
    'setsubtract',
    'a',
    { second: 'b' },
    keeping((member) => opposite[member]),
  ),
  setproduct,
].map(define)
