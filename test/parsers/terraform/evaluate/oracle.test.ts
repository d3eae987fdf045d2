import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadedTerraform } from '../../../../parsers/terraform'
import { EvaluationError } from '../../../../parsers/terraform/evaluate/function'
import type { Type } from '../../../../parsers/terraform/evaluate/type'
import { typeOf } from '../../../../parsers/terraform/evaluate/value'
import { evaluateIn, load, plain } from './configured'
import { filesBelow } from './memory-tree'

const folder = join(__dirname, '../../../../fixtures/terraform/oracle')

interface Answers {
  readonly values: readonly { readonly expr: string; readonly value: unknown; readonly type: unknown }[]
  readonly errors: readonly { readonly expr: string; readonly error: string }[]
}

const text = readFileSync(join(folder, 'terraform-expressions.json'), 'utf8')
const answers = JSON.parse(text) as Answers

/** A type as Terraform's JSON writes it. */
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
        Object.fromEntries([...type.attributes].map(([name, attribute]) => [name, typeJson(attribute.type)])),
      ]
    default:
      return type.kind
  }
}

describe("Terraform's own answers", () => {
  let loaded: LoadedTerraform
  beforeAll(async () => {
    loaded = await load(filesBelow(join(folder, 'environment')))
  })

  test.each(answers.values)('$expr', ({ expr, value, type }) => {
    const result = evaluateIn(loaded, expr)
    if (typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value)) {
      // JSON.parse rounds what Terraform keeps: compare with the digits in the file.
      expect(plain(result)).toEqual({ number: expr })
    } else if (type === 'number' && typeof value === 'number' && result.kind === 'string') {
      expect(Number(plain(result))).toBe(value)
    } else {
      expect(plain(result)).toEqual(value)
    }
    expect(typeJson(typeOf(result))).toEqual(type)
  })

  test.each(answers.errors)('$expr fails: $error', ({ expr, error }) => {
    let thrown: unknown
    try {
      evaluateIn(loaded, expr)
    } catch (caught) {
      thrown = caught
    }
    expect(thrown).toBeInstanceOf(EvaluationError)
    // 1 / 0 is an infinity that Terraform computes and cannot write down.
    expect((thrown as EvaluationError).summary).toBe(error === 'Failed to write plan file' ? 'Division by zero' : error)
  })
})

describe('random expressions', () => {
  const file = readFileSync(join(folder, 'generated.json'), 'utf8')
  const generated = JSON.parse(file) as { readonly answers: readonly (readonly [string, string])[] }
  let loaded: LoadedTerraform
  beforeAll(async () => {
    loaded = await load({ 'main.tf': 'locals {\n}\n' })
  })

  test.each(generated.answers)('%s', (expression, json) => {
    expect(plain(evaluateIn(loaded, `jsonencode(try([${expression}], "ERR"))`))).toBe(json)
  })
})
