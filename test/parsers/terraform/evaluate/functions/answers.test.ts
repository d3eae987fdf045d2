import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Type } from '../../../../../parsers/terraform/evaluate/type'
import type { Value } from '../../../../../parsers/terraform/evaluate/value'
import {
  isMapping,
  isOpen,
  isSequence,
  keyName,
  numberText,
  typeOf,
} from '../../../../../parsers/terraform/evaluate/value'
import type { Outcome } from './environment'
import { evaluator, folder } from './environment'

/**
 * Terraform's own answers (`scripts/extend-oracle.ts` asks it), one expression each: our value and type are its value
 * and type, what it rejects we reject with its summary. Of what it does not know we may know more.
 */

interface Answer {
  readonly expr: string
  readonly value?: unknown
  readonly type?: unknown
  readonly unknown?: unknown
  readonly error?: { readonly summary: string; readonly detail: string }
}

const { answers } = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as { answers: Answer[] }

/** A value as Terraform's JSON has it; a Symbol where it is not known, which equals nothing that Terraform knows. */
const unknown = Symbol('unknown')

function toJson(value: Value): unknown {
  if (isSequence(value)) return isOpen(value) ? unknown : value.items.map(toJson)
  if (isMapping(value)) {
    if (isOpen(value)) return unknown
    return Object.fromEntries([...value.entries.values()].map(({ key, value: item }) => [keyName(key), toJson(item)]))
  }
  switch (value.kind) {
    case 'string':
      return value.parts.some((part) => part.kind === 'hole')
        ? unknown
        : value.parts.map((part) => (part.kind === 'chunk' ? part.text : '')).join('')
    case 'number':
      return Number(numberText(value.value))
    case 'bool':
      return value.value
    case 'null':
      return null
    default:
      return unknown
  }
}

function typeJson(type: Type): unknown {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return [type.kind, typeJson(type.element)]
    case 'tuple':
      return ['tuple', type.elements.map(typeJson)]
    case 'object':
      return [
        'object',
        Object.fromEntries([...type.attributes].map(([name, { type: inner }]) => [name, typeJson(inner)])),
      ]
    default:
      return type.kind
  }
}

/** What of Terraform's answer is known, with our value's part for the rest. */
function fill(expected: unknown, unsure: unknown, ours: unknown): unknown {
  if (unsure === true) return ours
  if (Array.isArray(unsure) && Array.isArray(ours))
    return unsure.map((each, at) => fill((expected as unknown[])[at], each, ours[at]))
  if (unsure && typeof unsure === 'object' && ours && typeof ours === 'object') {
    const merged = { ...(expected as object) } as Record<string, unknown>
    for (const [name, each] of Object.entries(unsure))
      merged[name] = fill(merged[name], each, (ours as Record<string, unknown>)[name])
    return merged
  }
  return expected
}

function compare(answer: Answer, outcome: Outcome): { ours: unknown; theirs: unknown } {
  if (answer.error) {
    const ours = 'error' in outcome ? outcome.error.summary : { value: toJson(outcome.value) }
    return { ours, theirs: answer.error.summary }
  }
  if ('error' in outcome) return { ours: outcome.error, theirs: { value: answer.value, unknown: answer.unknown } }
  const value = toJson(outcome.value)
  if (answer.unknown !== undefined) return { ours: value, theirs: fill(answer.value, answer.unknown, value) }
  return {
    ours: { value, type: typeJson(typeOf(outcome.value)) },
    theirs: { value: answer.value, type: answer.type },
  }
}

describe("Terraform's answers", () => {
  let run: (expression: string) => Outcome
  beforeAll(async () => {
    run = await evaluator()
  })

  test.each(answers.map((answer) => [answer.expr, answer] as const))('%s', (expr, answer) => {
    const { ours, theirs } = compare(answer, run(expr))
    expect(ours).toEqual(theirs)
  })
})
