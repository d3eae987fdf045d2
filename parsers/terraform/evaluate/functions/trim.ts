import type { Hole, TextPart } from '../../../../src/model/value'
import type { TerraformFunction } from '../function'
import { stringType } from '../type'
import type { StringValue, Value } from '../value'
import { stringOf, unknownValue } from '../value'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { stringParameter } from './numeric'
import { endAnswer, literalEnd, literalStart, startAnswer } from './string'
import { sliceChunk, sliceText, spanOfParts, textOf } from './text'
import { callHole } from './unknown'

/** The functions that take something off the ends of a text, also of one with holes. */

/** Unicode's White_Space, which Go's `TrimSpace` goes by. */
const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

type Drop = (character: string) => boolean

function leading(text: string, drop: Drop): number {
  let at = 0
  for (const character of text) {
    if (!drop(character)) break
    at += character.length
  }
  return at
}

function trailing(text: string, drop: Drop): number {
  let end = text.length
  while (end > 0) {
    const low = text.charCodeAt(end - 1)
    const width = low >= 0xdc00 && low <= 0xdfff && end > 1 ? 2 : 1
    if (!drop(text.slice(end - width, end))) break
    end -= width
  }
  return text.length - end
}

function trimCharacters(value: StringValue, start: Drop, end: Drop, call: Call, name: string): Value {
  const known = textOf(value)
  if (known !== undefined) {
    const from = leading(known, start)
    return sliceText(value, from, Math.max(from, known.length - trailing(known, end)))
  }
  const parts = [...value.parts]
  const first = parts[0] as TextPart
  if (first.kind === 'hole') parts[0] = trimmedHole(first, name)
  else {
    const from = leading(first.text, start)
    if (from === first.text.length) return call.unknown(stringType, value)
    parts[0] = sliceChunk(first, from, first.text.length)
  }
  const last = parts[parts.length - 1] as TextPart
  if (last.kind === 'hole') parts[parts.length - 1] = trimmedHole(last, name)
  else {
    const dropped = trailing(last.text, end)
    if (dropped === last.text.length) return call.unknown(stringType, value)
    parts[parts.length - 1] = sliceChunk(last, 0, last.text.length - dropped)
  }
  return { ...stringOf(parts, spanOfParts(parts, value.span)), ...(value.via && { via: value.via }) }
}

/** An attribute of a resource has no blanks around it; any other unknown text may be another one once it is trimmed. */
function trimmedHole(hole: Hole, name: string): Hole {
  const same = name === 'trimspace' && (hole.symbol ?? hole.pattern)
  return same ? hole : callHole(name, [unknownValue(hole, stringType)], hole, hole.span)
}

function characters(name: string, start: boolean, drop: Drop): Definition {
  return {
    name,
    parameters: [stringParameter('str')],
    run([value], call) {
      if (value?.kind !== 'string') return call.unknown(stringType, value as Value)
      return trimCharacters(value, start ? drop : () => false, drop, call, name)
    },
  }
}

const trim: Definition = {
  name: 'trim',
  parameters: [stringParameter('str'), stringParameter('cutset')],
  run([value, cutset], call) {
    const set = textOf(cutset)
    if (set === undefined || value?.kind !== 'string')
      return call.unknown(stringType, set === undefined ? (cutset as Value) : (value as Value))
    const characters = new Set(set)
    const drop: Drop = (character) => characters.has(character)
    return trimCharacters(value, drop, drop, call, 'trim')
  },
}

function affix(name: string, parameter: string, atStart: boolean): Definition {
  return {
    name,
    parameters: [stringParameter('str'), stringParameter(parameter)],
    run([value, other], call) {
      const wanted = textOf(other)
      if (wanted === undefined || value?.kind !== 'string')
        return call.unknown(stringType, wanted === undefined ? (other as Value) : (value as Value))
      const known = textOf(value) !== undefined
      const answer = atStart
        ? startAnswer(literalStart(value.parts), wanted, known)
        : endAnswer(literalEnd(value.parts), wanted, known)
      if (answer === 'unknown') return call.unknown(stringType, value)
      return answer === 'no' || wanted === '' ? value : without(value, wanted.length, atStart)
    },
  }
}

/** The value without so many known characters at one end. */
function without(value: StringValue, count: number, atStart: boolean): StringValue {
  const parts: TextPart[] = []
  let left = count
  for (const part of atStart ? value.parts : [...value.parts].reverse()) {
    if (part.kind === 'hole' || left === 0) parts.push(part)
    else {
      const drop = Math.min(left, part.text.length)
      left -= drop
      if (drop < part.text.length)
        parts.push(atStart ? sliceChunk(part, drop, part.text.length) : sliceChunk(part, 0, part.text.length - drop))
    }
  }
  if (!atStart) parts.reverse()
  return { ...stringOf(parts, spanOfParts(parts, value.span)), ...(value.via && { via: value.via }) }
}

export const trimFunctions: readonly TerraformFunction[] = [
  characters('chomp', false, (character) => character === '\n' || character === '\r'),
  characters('trimspace', true, (character) => space.test(character)),
  trim,
  affix('trimprefix', 'prefix', true),
  affix('trimsuffix', 'suffix', false),
].map(define)
