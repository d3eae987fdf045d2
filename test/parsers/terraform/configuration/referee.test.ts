import { load } from '../evaluate/configured'

// Both parsers agree on all that is known, so that an acceptance has to be made up here.
jest.mock('@cdktf/hcl2json', () => ({
  parse: async () => ({ resource: { aws_iam_user: { a: [{ name: 'a' }] } } }),
}))

test("a file that Terraform's own parser accepts and ours rejects counts as parsed, and that is said", async () => {
  const loaded = await load({ 'main.tf': 'resource "aws_iam_user" "a" {\n  name = = "a"\n}\n' })
  expect(loaded.resources.map(({ address }) => address)).toEqual(['aws_iam_user.a'])
  expect([loaded.parsed, loaded.failed]).toEqual([['main.tf'], []])
  expect(loaded.diagnostics.map(({ level, kind, span }) => [level, kind, span?.start])).toEqual([
    ['note', 'hcl-referee', expect.any(Number)],
  ])
})
