import type { Span } from '../../../src/model/source'
import type { Hole } from '../../../src/model/value'
import { charge } from './meter'
import type { Type } from './type'
import type { SetValue, Value } from './value'
import { compareText, keyName, knownText, numberText, sortedEntries } from './value'

/**
 * A set of these items, duplicates dropped (the first one stays), in the order in which Terraform iterates: strings by
 * code point, numbers by size, others by the bytes that cty hashes. Unknown items come last.
 */
export function makeSet(items: Iterable<Value>, element: Type, at: Span): SetValue {
  const unique = new Map<string, Value>()
  for (const item of items) {
    const hash = setHash(item)
    if (!unique.has(hash)) unique.set(hash, item)
  }
  const sorted = [...unique].sort(compareItems).map(([, item]) => item)
  return { kind: 'set', element, items: sorted, span: at }
}

function compareItems([leftHash, left]: [string, Value], [rightHash, right]: [string, Value]): number {
  const rank = orderOf(left) - orderOf(right)
  if (rank !== 0) return rank
  if (left.kind === 'number' && right.kind === 'number') return left.value.cmp(right.value)
  if (left.kind === 'string' && right.kind === 'string') return compareText(keyName(left), keyName(right))
  return compareText(leftHash, rightHash)
}

function orderOf(value: Value): number {
  if (value.kind === 'unknown' || value.kind === 'choice') return 2
  if (value.kind === 'null') return 1
  return value.kind === 'string' && knownText(value) === undefined ? 2 : 0
}

/** cty's bytes for a value of a set: equal exactly for equal values; an unknown is equal to its own symbol alone. */
function setHash(value: Value): string {
  charge(1)
  switch (value.kind) {
    case 'null':
      return '~'
    case 'unknown':
      return `?${holeIdentity(value.hole)}${value.many ? '*' : ''}`
    case 'choice':
      return `?${value.condition}?${setHash(value.whenTrue)}:${setHash(value.whenFalse)}`
    case 'number':
      return numberText(value.value)
    case 'bool':
      return value.value ? 'T' : 'F'
    case 'string':
      return JSON.stringify(keyName(value))
    case 'map':
      return `{${sortedEntries(value)
        .map((entry) => `${setHash(entry.key)}:${setHash(entry.value)};`)
        .join('')}}`
    case 'object':
      return `<${sortedEntries(value)
        .map((entry) => `${setHash(entry.value)};`)
        .join('')}>`
    case 'tuple':
      return `<${value.items.map((item) => `${setHash(item)};`).join('')}>`
    default:
      return `[${value.items.map((item) => `${setHash(item)};`).join('')}]`
  }
}

/** What tells two holes apart: the symbol where there is one, else the expression and where it stands. */
export function holeIdentity(hole: Hole): string {
  return hole.symbol?.id ?? `${hole.expression}@${hole.span.source.path}:${hole.span.start}`
}
