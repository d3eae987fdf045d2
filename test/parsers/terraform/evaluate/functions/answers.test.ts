import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { functionLibrary } from '../../../../../parsers/terraform/evaluate/functions'
import { isLazy } from '../../../../../parsers/terraform/evaluate/lazy-calls'
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

const { answers, functions } = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as {
  answers: Answer[]
  functions: string[]
}

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
  // A plan has no types of nulls.
  if (answer.value === null) return { ours: value, theirs: null }
  return {
    ours: { value, type: typeJson(typeOf(outcome.value)) },
    theirs: { value: answer.value, type: answer.type },
  }
}

/** Where we differ, and why that is as it should be, or harmless. Each must still differ. */
const differences: Readonly<Record<string, string>> = {
  'log(0, 10)': 'infinity is refused at once, not when the plan is written',
  'yamldecode("a: .inf")': 'infinity is refused at once, not when the plan is written',
  'can(1 / 0)': 'infinity is refused at once, not when the plan is written',
  '0 / 0': 'the same fault by the name that 1 / 0 has',
  'tostring(1 / 3)': 'the last of 155 digits: cty computes in binary',
  'jsonencode(1 / 3)': 'the last of 155 digits: cty computes in binary',
  'tostring(-0)': 'no policy tells 0 from -0',
  'jsonencode(-0.0)': 'no policy tells 0 from -0',
  'true || null': 'what decides is enough',
  'strrev(local.cafe)': 'Terraform composes accents (NFC), which would cost the places of characters',
  'substr(local.cafe, 3, 1)': 'Terraform composes accents (NFC), which would cost the places of characters',
  'length("क्षि")': "Node's Unicode is newer than Terraform's",
  'format("%s", var.secret)': 'a secret stays hidden inside a longer text',
  'jsonencode(var.secret)': 'a secret stays hidden inside a longer text',
  'nonsensitive("a ${var.secret}")': 'a secret stays hidden inside a longer text',
  'element(["a", "b", "c"], -1)': 'counts from the end since Terraform 1.12',
  'element(["a", "b", "c"], -4)': 'counts from the end since Terraform 1.12',
  'base64gzip("x") != ""': 'compressed data is not looked into',
  'rsadecrypt("x", "y")': 'keys are not used',
  'plantimestamp() != ""': 'we do not say what a time surely is not',
  'abspath("/x/y") == "/x/y"': 'absolute paths lie outside of the scan',
  'templatefile("files/recursive.tftpl", { path = "files/two.txt" })': 'harmless, and bounded by depth',
  'templatestring("literal", {})': 'harmless',
  'cidrhost("::ffff:1.2.3.0/120", 1)': "a fault of Terraform's",
  'cidrsubnet("10.0.0.0/8", -1, 0)': "a fault of Terraform's",
  'cidrsubnet("10.0.0.0/8", 2, -1)': "a fault of Terraform's",
  'core::nope("a")': 'the same refusal in other words',
  'provider::aws::arn_parse("x")': 'the environment has no AWS provider',
  'terraform_data.later.id == null': 'we do not know that a computed id is never null',
  '[for x in terraform_data.chain.output : x]': 'we do not know the types of a built-in resource',
  'terraform_data.chain.output[0]': 'we do not know the types of a built-in resource',
  'var.null_list[*]': 'an empty list is what the code is read as',
  'try()': 'the same refusal in other words',
  '{ for x in [null] : x => 1 }': 'the same refusal in other words',
  '{ for x in [[]] : x => 1 }': 'the same refusal in other words',
  '[for x in [1] : x if "x"]': 'the same refusal in other words',
}

describe("Terraform's answers", () => {
  let run: (expression: string) => Outcome
  beforeAll(async () => {
    run = await evaluator()
  })

  test('every function of Terraform is known', () => {
    expect(functions.length).toBeGreaterThan(100)
    expect(functions.filter((name) => !functionLibrary.has(name) && !isLazy(name))).toEqual([])
  })

  test('every function occurs in an expression', () => {
    const text = answers.map((answer) => answer.expr).join('\n')
    expect(functions.filter((name) => !new RegExp(`\\b${name}\\(`).test(text))).toEqual([])
  })

  test('the differences are among the answers', () => {
    const expressions = new Set(answers.map((answer) => answer.expr))
    expect(Object.keys(differences).filter((expr) => !expressions.has(expr))).toEqual([])
  })

  test.each(answers.map((answer) => [answer.expr, answer] as const))('%s', (expr, answer) => {
    const { ours, theirs } = compare(answer, run(expr))
    if (differences[expr]) expect(ours).not.toEqual(theirs)
    else expect(ours).toEqual(theirs)
  })
})
