import type { Answer, TextPart } from '../../../../src/model/value'
import type { TerraformFunction } from '../function'
import { boolType, stringType } from '../type'
import type { StringValue, Value } from '../value'
import { boolValue, stringOf, unknownValue } from '../value'
import { codePointLower, codePointTitle, codePointUpper, isWordRune } from './case'
import type { Call, Definition } from './definition'
import { define } from './definition'
import { integerOf, stringParameter } from './numeric'
import { graphemes, knownLength, madeChunk, partsFor, sliceText, spanOfParts, textOf } from './text'
import { callHole } from './unknown'

/** https://developer.hashicorp.com/terraform/language/functions#string-functions, but for format and regex. */

const str = stringParameter('str')

/** A new text made of a known one, character by character: it points at the one it was made of. */
export function made(text: string, from: StringValue, call: Call): StringValue {
  if (textOf(from) === text) return from
  call.bound('stringLength', text.length)
  return stringOf([madeChunk(text, spanOfParts(from.parts, from.span))], from.span)
}

function mapped(name: string, change: (text: string) => string): Definition {
  return {
    name,
    parameters: [str],
    strict: stringType,
    run: ([value], call) => made(change(textOf(value) ?? ''), value as StringValue, call),
  }
}

/** Changes each character by itself, so that known parts beside a hole change too. */
function byCharacter(name: string, change: (character: string) => string): Definition {
  return {
    name,
    parameters: [str],
    ownMarks: true,
    run([value], call) {
      const given = value as Value
      if (given.kind === 'unknown') return call.unknown(stringType, given)
      const parts = (given as StringValue).parts.map((part): TextPart => {
        if (part.kind === 'hole') return callHole(name, [unknownValue(part, stringType)], part, part.span)
        const text = [...part.text].map(change).join('')
        return text === part.text ? part : madeChunk(text, part.span)
      })
      call.bound('stringLength', knownLength(parts))
      const { via, sensitive } = given
      return { ...stringOf(parts, given.span), ...(via && { via }), ...(sensitive && { sensitive }) }
    },
  }
}

/** What a text with holes surely starts with. */
export function literalStart(parts: readonly TextPart[]): string {
  const hole = parts.findIndex((part) => part.kind === 'hole')
  const known = hole < 0 ? parts : parts.slice(0, hole)
  return known.map((part) => (part.kind === 'chunk' ? part.text : '')).join('')
}

export function literalEnd(parts: readonly TextPart[]): string {
  const hole = parts.findLastIndex((part) => part.kind === 'hole')
  return parts
    .slice(hole + 1)
    .map((part) => (part.kind === 'chunk' ? part.text : ''))
    .join('')
}

/** A question about two texts that may be settled although one of them has holes. */
function asked(
  name: string,
  second: string,
  ask: (parts: readonly TextPart[], wanted: string, known: boolean) => Answer,
): Definition {
  return {
    name,
    parameters: [str, stringParameter(second)],
    run([value, other], call) {
      const wanted = textOf(other)
      const parts = partsFor(value as Value)
      const known = parts.every((part) => part.kind === 'chunk')
      const answer = wanted === undefined ? 'unknown' : ask(parts, wanted, known)
      if (answer === 'unknown')
        return call.unknown(boolType, wanted === undefined ? (other as Value) : (value as Value))
      return boolValue(answer === 'yes', call.at)
    },
  }
}

export function startAnswer(start: string, wanted: string, known: boolean): Answer {
  if (start.startsWith(wanted)) return 'yes'
  return known || !wanted.startsWith(start) ? 'no' : 'unknown'
}

export function endAnswer(end: string, wanted: string, known: boolean): Answer {
  if (end.endsWith(wanted)) return 'yes'
  return known || !wanted.endsWith(end) ? 'no' : 'unknown'
}

function containsAnswer(parts: readonly TextPart[], wanted: string, known: boolean): Answer {
  const found = parts
    .map((part) => (part.kind === 'chunk' ? part.text : '\u0000'))
    .join('')
    .includes(wanted)
  return found ? 'yes' : known ? 'no' : 'unknown'
}

const substr: Definition = {
  name: 'substr',
  parameters: [str, { name: 'offset', type: { kind: 'number' } }, { name: 'length', type: { kind: 'number' } }],
  run([value, offset, length], call) {
    const unsure = [offset, length].find((argument) => argument?.kind !== 'number')
    if (unsure || value?.kind !== 'string') return call.unknown(stringType, unsure ?? (value as Value))
    const wanted = integerOf(length, call)
    const from = integerOf(offset, call)
    const known = textOf(value)
    if (known === undefined) return substrBeforeHole(value, from, wanted, call)
    const characters = graphemes(known)
    if (from >= 0 && wanted === 0) return sliceText(value, 0, 0)
    const first = Math.max(from < 0 ? from + characters.length : from, 0)
    // A length of 0 after a negative offset means "all", as it does in Terraform.
    const last = wanted <= 0 ? characters.length : first + wanted
    const start = characters.slice(0, first).join('').length
    return sliceText(value, start, start + characters.slice(first, last).join('').length)
  },
}

/** What is cut from the known start of a text stays known; where the cut reaches a hole, another one begins. */
function substrBeforeHole(value: StringValue, from: number, wanted: number, call: Call): Value {
  const characters = graphemes(literalStart(value.parts))
  if (from < 0 || from >= characters.length) return call.unknown(stringType, value)
  const hole = value.parts.findIndex((part) => part.kind === 'hole')
  const head = stringOf(value.parts.slice(0, hole), value.span)
  const start = characters.slice(0, from).join('').length
  const last = wanted < 0 ? characters.length : from + wanted
  const cut = sliceText(head, start, start + characters.slice(from, last).join('').length)
  if (wanted >= 0 && last <= characters.length) return cut
  const rest = wanted < 0 ? value.parts.slice(hole) : [call.unknown(stringType, value).hole]
  const parts = [...cut.parts, ...rest]
  return { ...stringOf(parts, spanOfParts(parts, value.span)), ...(value.via && { via: value.via }) }
}

const indent: Definition = {
  name: 'indent',
  parameters: [{ name: 'spaces', type: { kind: 'number' } }, str],
  run([spaces, value], call) {
    if (spaces?.kind !== 'number') return call.unknown(stringType, spaces as Value)
    const count = integerOf(spaces, call)
    if (count < 0) call.fail('the number of spaces must not be negative')
    call.bound('stringLength', count)
    const parts: TextPart[] = []
    for (const part of partsFor(value as Value)) {
      if (part.kind === 'hole') parts.push(part)
      else parts.push(...indentChunk(part, ' '.repeat(count)))
    }
    call.bound('stringLength', knownLength(parts))
    return count === 0 ? (value as Value) : stringOf(parts, (value as Value).span)
  },
}

function indentChunk(part: Extract<TextPart, { kind: 'chunk' }>, pad: string): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const line of part.text.split(/(?<=\n)/)) {
    const start = part.span.start + at
    const span = part.exact ? { ...part.span, start, end: start + line.length } : part.span
    parts.push({ ...part, text: line, span })
    if (line.endsWith('\n')) parts.push(madeChunk(pad, span))
    at += line.length
  }
  return parts
}

/** Go's `strings.Title`: the first letter of each word, where `'` and `-` part words and `_` and digits do not. */
function title(text: string): string {
  let previous = ' '
  return [...text]
    .map((character) => {
      const changed = isWordRune(previous) ? character : codePointTitle(character)
      previous = character
      return changed
    })
    .join('')
}

export const stringFunctions: readonly TerraformFunction[] = [
  asked('endswith', 'suffix', (parts, wanted, known) => endAnswer(literalEnd(parts), wanted, known)),
  asked('startswith', 'prefix', (parts, wanted, known) => startAnswer(literalStart(parts), wanted, known)),
  asked('strcontains', 'substr', containsAnswer),
  indent,
  byCharacter('lower', codePointLower),
  byCharacter('upper', codePointUpper),
  mapped('title', title),
  mapped('strrev', (text) => graphemes(text).reverse().join('')),
  substr,
].map(define)
