import type { RE2JS } from 're2js'
import type { TerraformFunction } from '../function'
import type { Type } from '../type'
import { dynamicType, listType, objectType, stringType, tupleType } from '../type'
import type { StringValue, Value } from '../value'
import { listValue, nullValue, objectValue, stringValue, tupleValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import { sliceText, textOf } from './text'

/**
 * Regular expressions, on an engine that takes linear time whatever the pattern: they come from strangers. Syntax and
 * choice of match are RE2's, as in Terraform. https://developer.hashicorp.com/terraform/language/functions/regex
 */

const longestPattern = 20_000

/** A compiled pattern, or what is wrong with it in Go's words. The engine is loaded with the first one. */
export function compile(pattern: string, call: Call): RE2JS | string {
  call.bound('stringLength', pattern.length > longestPattern ? Number.POSITIVE_INFINITY : pattern.length)
  const engine = require('re2js') as typeof import('re2js')
  try {
    return engine.RE2JS.compile(pattern)
  } catch (error) {
    const { message } = error as Error
    return message.replace(/^error parsing regexp: /, '')
  }
}

/** Offsets of one match: of the whole, then of each group; undefined for a group that took no part. */
export type Match = readonly (readonly [number, number] | undefined)[]

/** All matches that do not overlap, as Go finds them: no empty match right after another one. */
export function* matches(compiled: RE2JS, text: string, call: Call): Generator<Match> {
  call.context.spend(1 + Math.ceil(text.length / 20))
  const matcher = compiled.matcher(text)
  let end = -1
  while (matcher.find()) {
    call.context.spend(1)
    const start = matcher.start()
    if (matcher.end() === start && start === end) continue
    end = matcher.end()
    yield Array.from({ length: matcher.groupCount() + 1 }, (_, group) => {
      const from = matcher.start(group)
      return from < 0 ? undefined : [from, matcher.end(group)]
    })
  }
}

/** The names of groups by their number, and how many groups there are. */
interface Groups {
  readonly count: number
  readonly names: ReadonlyMap<number, string>
}

export function groupsOf(compiled: RE2JS): Groups {
  const names = new Map(Object.entries(compiled.namedGroups()).map(([name, group]) => [Number(group), name]))
  return { count: compiled.groupCount(), names }
}

function readPattern(value: Value | undefined, call: Call): RE2JS {
  const compiled = compile(textOf(value) ?? '', call)
  if (typeof compiled === 'string') {
    const [, code, expression] = /^(.*?): `(.*)`$/s.exec(compiled) ?? []
    return call.failArgument(0, `invalid regexp pattern: ${code ?? compiled}${expression ? ` in ${expression}` : ''}`)
  }
  const { count, names } = groupsOf(compiled)
  if (names.size > 0 && names.size < count)
    call.failArgument(0, 'invalid regexp pattern: cannot mix both named and unnamed capture groups')
  return compiled
}

function resultType({ count, names }: Groups): Type {
  if (count === 0) return stringType
  if (names.size === 0) return tupleType(Array.from({ length: count }, () => stringType))
  return objectType(new Map([...names.values()].map((name) => [name, { type: stringType }])))
}

function result(match: Match, { names }: Groups, text: StringValue, call: Call): Value {
  const pieces = match.map((range) => (range ? sliceText(text, range[0], range[1]) : nullValue(text.span, stringType)))
  if (pieces.length === 1) return pieces[0] as Value
  if (names.size === 0) return tupleValue(pieces.slice(1), text.span)
  const entries = [...names].map(([group, name]) => ({
    key: stringValue(name, call.at),
    value: pieces[group] as Value,
  }))
  return objectValue(entries, text.span)
}

function unknownArgument(args: readonly Value[]): Value | undefined {
  return args.find((value) => textOf(value) === undefined)
}

const parameters = [stringParameter('pattern'), stringParameter('string')]

const regex: Definition = {
  name: 'regex',
  parameters,
  run(args, call) {
    const [pattern, text] = args
    if (textOf(pattern) === undefined) return call.unknown(dynamicType, pattern as Value)
    const compiled = readPattern(pattern, call)
    const groups = groupsOf(compiled)
    const unsure = unknownArgument(args)
    if (unsure) return call.unknown(resultType(groups), unsure)
    const [first] = matches(compiled, textOf(text) ?? '', call)
    if (!first) return call.fail('pattern did not match any part of the given string')
    return result(first, groups, text as StringValue, call)
  },
}

const regexall: Definition = {
  name: 'regexall',
  parameters,
  run(args, call) {
    const [pattern, text] = args
    if (textOf(pattern) === undefined) return call.unknown(listType(dynamicType), pattern as Value)
    const compiled = readPattern(pattern, call)
    const groups = groupsOf(compiled)
    const type = resultType(groups)
    const unsure = unknownArgument(args)
    if (unsure) return call.unknown(listType(type), unsure)
    const items: Value[] = []
    for (const match of matches(compiled, textOf(text) ?? '', call)) {
      items.push(result(match, groups, text as StringValue, call))
      call.bound('collectionSize', items.length)
    }
    return listValue(items, type, (text as Value).span)
  },
}

export const regexFunctions: readonly TerraformFunction[] = [regex, regexall].map(define)
