import { property } from '../../../../src/model/resource'
import { load } from '../evaluate/configured'

/** What strangers may write: all of it ends, and what was cut short is said. */

function chain(name: string, first: string, next: (previous: string) => string, length: number): string {
  const lines = [`${name}0 = ${first}`]
  for (let at = 1; at <= length; at++) lines.push(`${name}${at} = ${next(`local.${name}${at - 1}`)}`)
  return `locals {\n${lines.join('\n')}\n}\n`
}

const strings = chain('s', '"abcdefghij"', (previous) => `"\${${previous}}\${${previous}}"`, 60)
const lists = chain('l', '["a"]', (previous) => `[${previous}, ${previous}]`, 60)
const others = chain('o', '["a"]', (previous) => `[${previous}, ${previous}]`, 60)
const deep = chain('d', '"a"', (previous) => previous, 5_000)
const product = `setproduct(${Array.from({ length: 12 }, () => '[for i in range(100) : i]').join(', ')})`

describe('one attribute', () => {
  test.each<[string, string, string]>([
    ['a doubling string', strings, 'local.s60'],
    ['a doubling list', lists, 'local.l60'],
    ['as JSON', lists, 'jsonencode(local.l60)'],
    ['flattened', lists, 'flatten(local.l60)'],
    ['as a set', lists, 'toset(local.l60)'],
    ['as a list of lists', lists, 'tolist(local.l60)[0]'],
    ['compared', lists + others, 'local.l60 == local.o60 ? "a" : "b"'],
    ['in a conditional', lists + others, 'length([true ? local.l60 : local.o60])'],
    ['a product', '', `join(",", [for p in ${product} : p[0]])`],
    ['nested loops', '', '[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]'],
    ['a long way of references', deep, 'local.d5000'],
  ])('%s', async (_, locals, expression) => {
    const loaded = await load({ 'main.tf': `${locals}resource "aws_iam_role" "r" {\n name = ${expression}\n}\n` })
    expect(property(loaded.resources[0]!, ['name'])).toBeDefined()
    expect([...new Set(loaded.diagnostics.map((diagnostic) => diagnostic.kind))]).toEqual(['limit'])
  })

  test('try does not swallow a limit', async () => {
    const loaded = await load({
      'main.tf': `${strings}resource "aws_iam_role" "r" {\n name = try("x\${local.s59}\${local.s59}", "safe")\n}\n`,
    })
    expect(property(loaded.resources[0]!, ['name'])).not.toMatchObject({ parts: [{ text: 'safe' }] })
    expect(loaded.diagnostics.map((diagnostic) => diagnostic.kind)).toContain('limit')
  })
})

describe('instances', () => {
  test('a count of a hundred million is one representative', async () => {
    const loaded = await load({
      'main.tf': 'resource "aws_iam_role" "r" {\n count = 1e8\n name = "r${count.index}"\n}\n',
    })
    expect(loaded.resources.map((resource) => resource.address)).toEqual(['aws_iam_role.r[0]'])
    expect(loaded.diagnostics).toMatchObject([{ kind: 'limit' }])
  })

  test('instances that cannot be counted have a representative, and other resources are not lost', async () => {
    const loops = '[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]'
    const loaded = await load({
      'main.tf': `resource "aws_iam_role" "r" {\n for_each = toset(flatten(${loops}))\n name = each.key\n}\nresource "aws_iam_role" "s" {\n name = "s"\n}\n`,
    })
    expect(loaded.resources.map((resource) => resource.address)).toEqual(['aws_iam_role.r[*]', 'aws_iam_role.s'])
    expect(loaded.resources[1]!.name).toBe('s')
    expect(loaded.diagnostics).toMatchObject([{ kind: 'limit' }])
  })

  test('modules that call ten modules that call ten modules', async () => {
    const files: Record<string, string> = { 'm11/main.tf': 'resource "aws_iam_role" "r" {\n name = "r"\n}\n' }
    for (let level = 0; level < 11; level++) {
      const calls = Array.from({ length: 10 }, (_, at) => `module "c${at}" {\n source = "../m${level + 1}"\n}\n`)
      files[`m${level}/main.tf`] = calls.join('')
    }
    const loaded = await load(files)
    expect(loaded.diagnostics).toMatchObject([{ kind: 'limit' }])
  })

  test('a resource that makes itself', async () => {
    const loaded = await load({
      'main.tf': 'resource "aws_iam_role" "r" {\n for_each = aws_iam_role.r\n name = aws_iam_role.r.name\n}\n',
    })
    expect(property(loaded.resources[0]!, ['name'])).toBeDefined()
    expect(loaded.diagnostics[0]).toMatchObject({ message: expect.stringContaining('Cycle') })
  })

  test('what does not hang on the instance is evaluated once', async () => {
    const loaded = await load({
      'main.tf':
        'resource "aws_iam_role" "r" {\n count = 50\n name = "r${count.index}"\n assume_role_policy = jsonencode({ Statement = [] })\n inline_policy {\n name = "p"\n }\n}\n',
    })
    const [first, second] = loaded.resources
    for (const name of ['assume_role_policy', 'inline_policy']) {
      const shared = first!.properties.entries.find((entry) => property(first!, [name]) === entry.value)
      expect(shared).toBeDefined()
      expect(property(second!, [name])).toBe(property(first!, [name]))
    }
    expect(property(second!, ['name'])).not.toEqual(property(first!, ['name']))
  })
})
