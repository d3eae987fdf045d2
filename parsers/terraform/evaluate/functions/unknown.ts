import type { Span } from '../../../../src/model/source'
import type { Hole, UnknownReason } from '../../../../src/model/value'
import { charge } from '../meter'
import type { Value } from '../value'
import { isMapping, isSequence, numberText, sensitiveHole } from '../value'

/** What of a value nobody can know, and how a person reads a value that a function could not work on. */

/** The first hole inside a value, at any depth; undefined when all of it is known. A lazy map is read as far as needed. */
export function firstHole(value: Value): Hole | undefined {
  charge(1)
  switch (value.kind) {
    case 'unknown':
      return value.hole
    case 'choice':
      return choiceHole(value)
    case 'string':
      return value.parts.find((part) => part.kind === 'hole') as Hole | undefined
    case 'map':
    case 'object':
      if (value.open?.length) return value.open[0]
      for (const entry of value.entries.values()) {
        const hole = firstHole(entry.key) ?? firstHole(entry.value)
        if (hole) return hole
      }
      return undefined
    case 'list':
    case 'set':
    case 'tuple':
      for (const item of value.items) {
        const hole = firstHole(item)
        if (hole) return hole
      }
      return undefined
    default:
      return undefined
  }
}

/** True when nothing of a value is unknown, at any depth. */
export function isWhollyKnown(value: Value): boolean {
  return firstHole(value) === undefined
}

/** True when the value, or something in it, is sensitive. */
export function containsSensitive(value: Value): boolean {
  charge(1)
  if (value.sensitive) return true
  if (value.kind === 'string') return value.parts.some((part) => part.kind === 'hole' && part.why === 'sensitive')
  if (isSequence(value)) return value.items.some(containsSensitive)
  if (isMapping(value)) return [...value.entries.values()].some((entry) => containsSensitive(entry.value))
  return false
}

function choiceHole(value: Extract<Value, { kind: 'choice' }>): Hole {
  const inner = firstHole(value.whenTrue) ?? firstHole(value.whenFalse)
  const expression = `${value.condition} ? ${describe(value.whenTrue)} : ${describe(value.whenFalse)}`
  return { kind: 'hole', expression, why: inner?.why ?? 'unsupported', span: value.span }
}

/** A value as one hole of a text: its own hole where it has one, or one that hides what is sensitive. */
export function holeFor(value: Value, why: UnknownReason = 'unsupported'): Hole {
  if (value.sensitive && value.kind !== 'unknown') return sensitiveHole(value)
  if (value.kind === 'unknown') return value.hole
  if (value.kind === 'choice') return choiceHole(value)
  return { kind: 'hole', expression: describe(value), why, span: value.span }
}

/** The hole for what a call gives, when its result hangs on `cause`. It names the arguments, so that two calls differ. */
export function callHole(name: string, args: readonly Value[], cause: Hole, at: Span): Hole {
  const expression = `${name}(${args.map((argument) => describe(argument)).join(', ')})`
  return { kind: 'hole', expression: shortened(expression), why: cause.why, span: at }
}

const longestDescription = 400

function shortened(text: string): string {
  return text.length > longestDescription ? `${text.slice(0, longestDescription)}…` : text
}

/** A value as an expression that a person can read; what is sensitive is hidden. */
export function describe(value: Value, room = longestDescription): string {
  if (value.sensitive) return '(sensitive value)'
  switch (value.kind) {
    case 'string':
      return describeText(value.parts)
    case 'number':
      return numberText(value.value)
    case 'bool':
      return String(value.value)
    case 'null':
      return 'null'
    case 'unknown':
      return value.hole.expression
    case 'choice':
      return value.condition
    case 'map':
    case 'object': {
      const entries = [...value.entries.values()]
      return `{${describeItems(entries, (entry) => `${describe(entry.key, room)} = ${describe(entry.value, room / 2)}`, room)}}`
    }
    default:
      return `[${describeItems(value.items, (item) => describe(item, room / 2), room)}]`
  }
}

function describeItems<Item>(items: readonly Item[], one: (item: Item) => string, room: number): string {
  const shown: string[] = []
  let left = room
  for (const item of items) {
    if (left <= 0) {
      shown.push('…')
      break
    }
    const text = one(item)
    shown.push(text)
    left -= text.length + 2
  }
  return shown.join(', ')
}

function describeText(parts: Extract<Value, { kind: 'string' }>['parts']): string {
  if (parts.length === 1 && parts[0]?.kind === 'hole') return parts[0].expression
  const inner = parts.map((part) =>
    part.kind === 'hole' ? `\${${part.expression}}` : JSON.stringify(shortened(part.text)).slice(1, -1),
  )
  return `"${inner.join('')}"`
}
