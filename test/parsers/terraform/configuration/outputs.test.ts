import type { Resource } from '../../../../src/model/resource'
import { property } from '../../../../src/model/resource'
import { asText, holes } from '../../../../src/model/value'
import { load } from '../evaluate/configured'

const key = 'resource "aws_iam_access_key" "k" {\n  user = "robot"\n}\n'

async function outputs(files: Record<string, string>): Promise<readonly Resource[]> {
  return (await load(files)).resources.filter((resource) => resource.type === 'output')
}

test('the outputs of a root module that makes an access key are resources, with what they mention', async () => {
  const child = `${key}output "secret" {\n  value = aws_iam_access_key.k.secret\n}\n`
  const root = `module "user" {\n  source = "./user"\n}\noutput "shown" {\n  value = module.user.secret\n}\n`
  const found = await outputs({ 'main.tf': root, 'user/main.tf': child })
  expect(found.map(({ address, name, scope }) => ({ address, name, scope }))).toEqual([
    { address: 'output.shown', name: 'shown', scope: '.' },
  ])
  const value = asText(property(found[0] as Resource, ['value']))
  expect(value && holes(value)[0]?.symbol).toMatchObject({ type: 'aws_iam_access_key', attribute: 'secret' })
})

test('a sensitive output says so', async () => {
  const output = 'output "secret" {\n  value     = aws_iam_access_key.k.secret\n  sensitive = true\n}\n'
  const [found] = await outputs({ 'main.tf': `${key}${output}` })
  expect(property(found as Resource, ['sensitive'])).toMatchObject({ kind: 'boolean', value: true })
})

test('an output without value, or that cannot be worked out, is no exception', async () => {
  const found = await outputs({ 'main.tf': `${key}output "a" {}\noutput "b" {\n  value = nonsense.at.all\n}\n` })
  expect(found.map((resource) => property(resource, ['value'])?.kind)).toEqual([undefined, 'unknown'])
})

test('outputs of modules without access keys are not there', async () => {
  expect(
    await outputs({ 'main.tf': 'resource "aws_iam_user" "u" {\n  name = "u"\n}\noutput "a" {\n  value = 1\n}\n' }),
  ).toEqual([])
})
