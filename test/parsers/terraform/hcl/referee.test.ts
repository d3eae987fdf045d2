import type { ParsedFile } from '../../../../parsers/terraform/hcl/ast'
import { parseHcl } from '../../../../parsers/terraform/hcl/parse'
import { askReferee } from '../../../../parsers/terraform/hcl/referee'
import { SourceFile } from '../../../../src/model/source'

const text = '# why\nresource "aws_iam_user" "a" {\n  name = "x-${var.b}"\n}\nlocals {\n  c = [1, true, null]\n}\n'
const span = (source: SourceFile) => ({ source, start: 0, end: 1 })

/** Both parsers agree on all that is known, so that a rejection has to be made up here. */
function rejected(source: SourceFile, limit?: true): ParsedFile {
  const problem = { message: 'not understood', span: span(source) }
  return { ...parseHcl(source), problems: [limit ? { ...problem, limit } : problem] }
}

test('a file that HashiCorp accepts comes back with blocks at their own lines', async () => {
  const source = new SourceFile('main.tf', text)
  const file = await askReferee(source, rejected(source))
  expect(file?.problems).toEqual([])
  expect(file?.comments.map((comment) => comment.text)).toEqual(['# why'])
  const block = file?.body.blocks.find((candidate) => candidate.type === 'resource')
  expect(block?.labels.map((label) => label.value)).toEqual(['aws_iam_user', 'a'])
  expect(source.positionAt(block!.header.start + 1).line).toBe(2)
  expect(block?.body.attributes[0]?.expression).toMatchObject({
    kind: 'template',
    parts: [{ text: 'x-', exact: false }, { expression: { kind: 'attribute', name: 'b' } }],
  })
})

test('what HashiCorp rejects stays rejected', async () => {
  const source = new SourceFile('main.tf', 'a = = 1\n')
  expect(await askReferee(source, parseHcl(source))).toBeUndefined()
})

test('a bound of ours guards the other parser too', async () => {
  const source = new SourceFile('main.tf', text)
  expect(await askReferee(source, rejected(source, true))).toBeUndefined()
})
