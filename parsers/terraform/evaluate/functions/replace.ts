import type { Hole, TextPart } from '../../../../src/model/value'
import type { TerraformFunction } from '../function'
import { stringType } from '../type'
import type { StringValue, Value } from '../value'
import { stringOf, stringValue, unknownValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import type { Match } from './regex'
import { compile, groupsOf, matches } from './regex'
import { FlatText } from './flat-text'
import { knownLength, rawParts, sliceText, spanOfParts, textOf } from './text'
import { callHole } from './unknown'

/** `replace`, plain and with a pattern between slashes; what is not replaced keeps its characters. */

const replace: Definition = {
  name: 'replace',
  parameters: [stringParameter('str'), stringParameter('substr'), stringParameter('replace')],
  run([value, search, substitute], call) {
    const wanted = textOf(search)
    if (wanted === undefined) return call.unknown(stringType, search as Value)
    if (value?.kind !== 'string') return call.unknown(stringType, value as Value)
    // Untouched, a text keeps what it was made of.
    if (wanted !== '' && textOf(value)?.includes(wanted) === false && !/^\/.*\/$/s.test(wanted)) return value
    const isPattern = wanted.length > 1 && wanted.startsWith('/') && wanted.endsWith('/')
    const parts = isPattern
      ? replacePattern(value, wanted.slice(1, -1), substitute as Value, call)
      : replaceText(value, wanted, substitute as Value, call)
    if (!parts) return call.unknown(stringType, textOf(value) === undefined ? value : (substitute as Value))
    call.bound('stringLength', knownLength(parts))
    const span = spanOfParts(parts, value.span)
    return { ...stringOf(parts, span), ...(value.via && { via: value.via }) }
  },
}

/** Undefined when the text may have the search where a hole begins or ends. */
function replaceText(value: StringValue, search: string, substitute: Value, call: Call): TextPart[] | undefined {
  const known = textOf(value)
  if (search === '') return known === undefined ? undefined : interleave(value, known, substitute)
  const parts: TextPart[] = []
  for (const part of joinChunks(value, known)) {
    if (part.kind === 'hole') parts.push(replacedHole(part, search, substitute))
    else parts.push(...replaceIn(part, search, substitute, call))
  }
  return known === undefined && straddles(value.parts, search) ? undefined : parts
}

/** A known text is searched as one, since what is looked for may span parts of different origin. */
function joinChunks(value: StringValue, known: string | undefined): readonly (TextPart | StringValue)[] {
  if (known !== undefined) return [value]
  const groups: (Hole | StringValue)[] = []
  let run: TextPart[] = []
  const flush = () => {
    if (run.length > 0) groups.push(stringOf(run, value.span))
    run = []
  }
  for (const part of value.parts) {
    if (part.kind === 'hole') {
      flush()
      groups.push(part)
    } else run.push(part)
  }
  flush()
  return groups
}

function replaceIn(part: TextPart | StringValue, search: string, substitute: Value, call: Call): TextPart[] {
  const whole = part.kind === 'string' ? part : stringOf([part], part.span)
  const text = textOf(whole) ?? ''
  const parts: TextPart[] = []
  let from = 0
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, from)) {
    if (at > from) parts.push(...sliceText(whole, from, at).parts)
    parts.push(...rawParts(substitute))
    from = at + search.length
    call.bound('stringLength', parts.length)
  }
  if (from < text.length) parts.push(...(from === 0 ? whole : sliceText(whole, from, text.length)).parts)
  return parts
}

function replacedHole(hole: Hole, search: string, substitute: Value): Hole {
  const args = [unknownValue(hole, stringType), stringValue(search, hole.span), substitute]
  return callHole('replace', args, hole, hole.span)
}

/** True when known text beside a hole is the start or the end of what is searched: the hole may hold the rest. */
function straddles(parts: readonly TextPart[], search: string): boolean {
  return parts.some((part, at) => {
    if (part.kind !== 'hole') return false
    const before = parts[at - 1]
    const after = parts[at + 1]
    for (let count = 1; count < search.length; count++) {
      if (before?.kind === 'chunk' && before.text.endsWith(search.slice(0, count))) return true
      if (after?.kind === 'chunk' && after.text.startsWith(search.slice(count))) return true
    }
    return false
  })
}

/** Go puts the substitute before every character and at the end when the search is empty. */
function interleave(value: StringValue, text: string, substitute: Value): TextPart[] {
  const parts: TextPart[] = [...rawParts(substitute)]
  let at = 0
  for (const character of text) {
    parts.push(...sliceText(value, at, at + character.length).parts, ...rawParts(substitute))
    at += character.length
  }
  return parts
}

function replacePattern(value: StringValue, pattern: string, substitute: Value, call: Call): TextPart[] | undefined {
  const compiled = compile(pattern, call)
  if (typeof compiled === 'string') return call.fail(`error parsing regexp: ${compiled}`)
  const text = textOf(value)
  if (text === undefined) return undefined
  const template = new FlatText(rawParts(substitute))
  const names = new Map([...groupsOf(compiled).names].map(([group, name]) => [name, group]))
  const parts: TextPart[] = []
  let from = 0
  for (const match of matches(compiled, text, call)) {
    const [start, end] = match[0] as readonly [number, number]
    if (start > from) parts.push(...sliceText(value, from, start).parts)
    parts.push(...expand(template, match, names, value))
    from = end
    call.bound('stringLength', parts.length)
  }
  if (from < text.length) parts.push(...(from === 0 ? value : sliceText(value, from, text.length)).parts)
  return parts
}

const reference = /\$(?:(\$)|(\w+)|\{(\w+)\})/g

/** Go's `Expand`: `$1`, `${name}` and `$$`; a group that is not there is empty, any other `$` is itself. */
function expand(
  template: FlatText,
  match: Match,
  names: ReadonlyMap<string, number>,
  value: StringValue,
): readonly TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const found of template.text.matchAll(reference)) {
    if (found.index > from) parts.push(...template.slice(from, found.index))
    const name = found[2] ?? found[3]
    if (name === undefined) parts.push(...template.slice(found.index, found.index + 1))
    else {
      const range = match[/^\d+$/.test(name) ? Number(name) : (names.get(name) ?? -1)]
      if (range && range[1] > range[0]) parts.push(...sliceText(value, range[0], range[1]).parts)
    }
    from = found.index + found[0].length
  }
  if (from < template.text.length) parts.push(...template.slice(from, template.text.length))
  return parts
}

export const replaceFunctions: readonly TerraformFunction[] = [define(replace)]
