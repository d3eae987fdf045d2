import { ConversionError, convert } from '../convert'
import type { TerraformFunction } from '../function'
import type { Type } from '../type'
import {
  boolType,
  describeType,
  dynamicType,
  listType,
  mapType,
  numberType,
  sameType,
  setType,
  stringType,
} from '../type'
import { unify } from '../unify'
import type { Entry, Value } from '../value'
import { boolValue, isMapping, isSequence, nullValue, objectValue, stringOf, tupleValue, typeOf } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { isFilled } from './list-content'
import { textOf } from './text'
import { containsSensitive, holeFor, isWhollyKnown } from './unknown'

/** https://developer.hashicorp.com/terraform/language/functions#type-conversion-functions */

function conversion(name: string, type: Type): Definition {
  return {
    name,
    parameters: [{ name: 'v', nullable: true }],
    run: ([given], call) => {
      const value = given as Value
      // A null of no type stays one.
      if (value.kind === 'null') return value.type.kind === 'dynamic' ? value : nullValue(value.span, type)
      try {
        return convert(value, type)
      } catch (error) {
        if (!(error instanceof ConversionError)) throw error
        return call.failArgument(0, refusal(value, type))
      }
    },
  }
}

function refusal(value: Value, type: Type): string {
  const text = textOf(value)
  if (text !== undefined && type.kind === 'bool')
    return `cannot convert ${JSON.stringify(text)} to bool; only the strings "true" or "false" are allowed`
  if (text !== undefined && type.kind === 'number')
    return `cannot convert ${JSON.stringify(text)} to number; given string must be a decimal representation of a number`
  const wanted = 'element' in type ? `${type.kind} of any single type` : describeType(type)
  return `cannot convert ${describeType(typeOf(value))} to ${wanted}`
}

const coalesce: Definition = {
  name: 'coalesce',
  parameters: [],
  variadic: { name: 'vals', nullable: true },
  run(args, call) {
    const type = args.length === 0 ? undefined : unify(args.map(typeOf))
    if (!type) return call.fail('all arguments must have the same type')
    for (const value of args) {
      if (value.kind === 'null' || textOf(value) === '') continue
      const unsure = value.kind === 'unknown' || (value.kind === 'string' && !isWhollyKnown(value))
      if (unsure && !isFilled(value)) return call.unknown(type, value)
      return convertTo(value, type, call)
    }
    return call.fail('no non-null, non-empty-string arguments')
  },
}

function convertTo(value: Value, type: Type, call: Call): Value {
  try {
    return convert(value, type)
  } catch (error) {
    if (error instanceof ConversionError) return call.fail('all arguments must have the same type')
    throw error
  }
}

const coalescelist: Definition = {
  name: 'coalescelist',
  parameters: [],
  variadic: { name: 'vals', nullable: true },
  run(args, call) {
    if (args.length === 0) call.fail('at least one argument is required')
    // Types are checked as far as the first argument that is not known.
    for (const value of args) {
      if (value.kind === 'unknown') break
      const { kind } = typeOf(value)
      if (kind !== 'list' && kind !== 'tuple') call.fail('coalescelist arguments must be lists or tuples')
    }
    for (const value of args) {
      if (value.kind === 'unknown') return call.unknown(commonType(args), value)
      if (!isSequence(value) || value.items.length === 0) continue
      if (value.items.some((item) => item.kind !== 'unknown' || !item.many)) return value
      return call.unknown(commonType(args), value)
    }
    return call.fail('no non-null arguments')
  },
}

function commonType(args: readonly Value[]): Type {
  const [first, ...rest] = args.map(typeOf)
  return first && rest.every((type) => sameType(first, type)) ? first : dynamicType
}

const anyValue = [{ name: 'value', nullable: true }]

/** The same value without any mark, inside too; a text that hides a sensitive part keeps hiding it. */
function reveal(value: Value): Value {
  const { sensitive, ...rest } = value
  return (sensitive ? rest : value) as Value
}

const sensitive: Definition = {
  name: 'sensitive',
  parameters: anyValue,
  ownMarks: true,
  run: ([value]) => ({ ...(value as Value), sensitive: true }),
}

const nonsensitive: Definition = {
  name: 'nonsensitive',
  parameters: anyValue,
  ownMarks: true,
  run: ([value]) => reveal(value as Value),
}

const issensitive: Definition = {
  name: 'issensitive',
  parameters: anyValue,
  ownMarks: true,
  run([given], call) {
    const value = given as Value
    const marked = value.sensitive === true || (!isMapping(value) && !isSequence(value) && containsSensitive(value))
    if (!marked && value.kind === 'unknown') return call.unknown(boolType, value)
    return boolValue(marked, call.at)
  },
}

/** Nothing that iamgate evaluates is ephemeral. */
const ephemeralasnull: Definition = {
  name: 'ephemeralasnull',
  parameters: anyValue,
  run: ([value]) => value as Value,
}

/** `list` and `map` of Terraform before 0.15, for configurations that never moved on: `tolist([...])`, `tomap({...})`. */
const legacyList: Definition = {
  name: 'list',
  parameters: [],
  variadic: { name: 'items', nullable: true },
  run: (args, call) => convertTo(tupleValue(args, call.at), listType(dynamicType), call),
}

const legacyMap: Definition = {
  name: 'map',
  parameters: [],
  variadic: { name: 'entries', nullable: true },
  run(args, call) {
    if (args.length % 2 !== 0) call.fail('a map needs an even number of arguments, a key before each value')
    const entries = args.flatMap((key, at): Entry[] => {
      const value = args[at + 1]
      if (at % 2 !== 0 || !value) return []
      const text = convertTo(key, stringType, call)
      return [{ key: text.kind === 'string' ? text : stringOf([holeFor(text)], text.span), value }]
    })
    return convertTo(objectValue(entries, call.at), mapType(dynamicType), call)
  },
}

export const typeFunctions: readonly TerraformFunction[] = [
  conversion('tobool', boolType),
  conversion('tolist', listType(dynamicType)),
  conversion('tomap', mapType(dynamicType)),
  conversion('tonumber', numberType),
  conversion('toset', setType(dynamicType)),
  conversion('tostring', stringType),
  legacyList,
  legacyMap,
  coalesce,
  coalescelist,
  sensitive,
  nonsensitive,
  issensitive,
  ephemeralasnull,
].map(define)
