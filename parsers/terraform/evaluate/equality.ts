import type { Answer, Hole, TextPart } from '../../../src/model/value'
import { holeIdentity } from './collection'
import { charge } from './meter'
import { sameType } from './type'
import type { MappingValue, SequenceValue, StringValue, Value } from './value'
import { isMapping, isOpen, isSequence, typeOf } from './value'

/**
 * Terraform's `==`: values of different types differ, null equals null of any type alone. `unknown` when it hangs on
 * something that nobody can know; what is known of a string in part often settles it.
 */
export function equal(left: Value, right: Value): Answer {
  charge(1)
  if (left === right && !hasUnknown(left)) return 'yes'
  if (left.kind === 'choice' || right.kind === 'choice') return equalChoice(left, right)
  if (left.kind === 'null' || right.kind === 'null') return equalNull(left, right)
  if (left.kind === 'unknown' || right.kind === 'unknown') return equalUnknown(left, right)
  if (left.kind !== right.kind) return 'no'
  if (left.kind === 'number' && right.kind === 'number') return left.value.eq(right.value) ? 'yes' : 'no'
  if (left.kind === 'bool' && right.kind === 'bool') return left.value === right.value ? 'yes' : 'no'
  if (left.kind === 'string' && right.kind === 'string') return equalText(left, right)
  if (isSequence(left) && isSequence(right)) return equalSequences(left, right)
  if (isMapping(left) && isMapping(right)) return equalMappings(left, right)
  return 'no'
}

function hasUnknown(value: Value): boolean {
  return value.kind === 'unknown' || value.kind === 'choice'
}

function equalChoice(left: Value, right: Value): Answer {
  const [choice, other] = left.kind === 'choice' ? [left, right] : [right, left]
  if (choice.kind !== 'choice') return 'unknown'
  const whenTrue = equal(choice.whenTrue, other)
  return whenTrue === equal(choice.whenFalse, other) ? whenTrue : 'unknown'
}

function equalNull(left: Value, right: Value): Answer {
  if (left.kind === 'null' && right.kind === 'null') return 'yes'
  const other = left.kind === 'null' ? right : left
  // An ARN or a name that AWS makes is never null, only not known yet.
  return other.kind === 'unknown' && other.hole.pattern === undefined ? 'unknown' : 'no'
}

function equalUnknown(left: Value, right: Value): Answer {
  if (left.kind === 'unknown' && right.kind === 'unknown') {
    if (left.many || right.many) return 'unknown'
    return holeIdentity(left.hole) === holeIdentity(right.hole) ? 'yes' : 'unknown'
  }
  const [unknown, known] =
    left.kind === 'unknown' ? [left, right] : [right as Extract<Value, { kind: 'unknown' }>, left]
  if (known.kind !== 'string') return 'unknown'
  return equalParts([unknown.hole], known.parts)
}

function equalText(left: StringValue, right: StringValue): Answer {
  return equalParts(left.parts, right.parts)
}

function equalParts(left: readonly TextPart[], right: readonly TextPart[]): Answer {
  const a = identity(left)
  const b = identity(right)
  if (a === b) return 'yes'
  if (!left.some(isHole) && !right.some(isHole)) return 'no'
  const [prefixA, prefixB] = [literalStart(left), literalStart(right)]
  if (!prefixA.startsWith(prefixB) && !prefixB.startsWith(prefixA)) return 'no'
  const [suffixA, suffixB] = [literalEnd(left), literalEnd(right)]
  if (!suffixA.endsWith(suffixB) && !suffixB.endsWith(suffixA)) return 'no'
  if (!left.some(isHole) && shortest(right) > prefixA.length) return 'no'
  if (!right.some(isHole) && shortest(left) > prefixB.length) return 'no'
  return 'unknown'
}

function isHole(part: TextPart): part is Hole {
  return part.kind === 'hole'
}

function identity(parts: readonly TextPart[]): string {
  return parts.map((part) => (isHole(part) ? `\u0000${holeIdentity(part)}\u0000` : part.text)).join('')
}

/** What a part surely begins with, and whether that is all of it. */
function literalStart(parts: readonly TextPart[]): string {
  let start = ''
  for (const part of parts) {
    if (isHole(part)) return start + (/^[^*?]*/.exec(part.pattern ?? '')?.[0] ?? '')
    start += part.text
  }
  return start
}

function literalEnd(parts: readonly TextPart[]): string {
  let end = ''
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at]!
    if (isHole(part)) return (/[^*?]*$/.exec(part.pattern ?? '')?.[0] ?? '') + end
    end = part.text + end
  }
  return end
}

function shortest(parts: readonly TextPart[]): number {
  return parts.reduce(
    (sum, part) => sum + (isHole(part) ? (part.pattern ?? '').replaceAll('*', '').length : part.text.length),
    0,
  )
}

function equalSequences(left: SequenceValue, right: SequenceValue): Answer {
  if (left.kind !== right.kind) return 'no'
  if (left.kind !== 'tuple' && right.kind !== 'tuple' && !sameType(left.element, right.element)) return 'no'
  if (isOpen(left) || isOpen(right)) return 'unknown'
  if (left.items.length !== right.items.length) return left.kind === 'set' && setsHang(left, right) ? 'unknown' : 'no'
  const answer = allEqual(left.items.map((item, at) => [item, right.items[at]!]))
  return left.kind === 'set' && answer === 'no' && setsHang(left, right) ? 'unknown' : answer
}

/** Whether all pairs are equal; the first that differs settles it. */
function allEqual(pairs: readonly (readonly [Value, Value])[]): Answer {
  let answer: Answer = 'yes'
  for (const [left, right] of pairs) {
    const each = equal(left, right)
    if (each === 'no') return 'no'
    if (each === 'unknown') answer = 'unknown'
  }
  return answer
}

function setsHang(left: SequenceValue, right: SequenceValue): boolean {
  return [...left.items, ...right.items].some(
    (item) => hasUnknown(item) || (item.kind === 'string' && item.parts.some(isHole)),
  )
}

function equalMappings(left: MappingValue, right: MappingValue): Answer {
  if (isOpen(left) || isOpen(right)) return 'unknown'
  if (left.kind !== right.kind) return 'no'
  if (left.kind === 'map' && right.kind === 'map' && !sameType(left.element, right.element)) return 'no'
  if (left.entries.size !== right.entries.size) return 'no'
  const pairs: [Value, Value][] = []
  for (const [name, entry] of left.entries) {
    const other = right.entries.get(name)
    if (!other) return 'no'
    if (left.kind === 'object' && typesDiffer(entry.value, other.value)) return 'no'
    pairs.push([entry.value, other.value])
  }
  return allEqual(pairs)
}

function typesDiffer(left: Value, right: Value): boolean {
  return left.kind === 'null' && right.kind === 'null' ? !sameType(typeOf(left), typeOf(right)) : false
}
