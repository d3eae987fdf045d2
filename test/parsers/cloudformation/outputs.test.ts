import { property } from '../../../src/model/resource'
import { load, plain } from './evaluate'

const key = '  Key: {Type: "AWS::IAM::AccessKey", Properties: {UserName: robot}}'

async function outputs(template: string) {
  const { resources } = await load({ 'a.yaml': template })
  return resources
    .filter(({ type }) => type === 'output')
    .map((resource) => [resource.address, resource.scope, plain(property(resource, ['value']))])
}

test('outputs are resources where the template makes an access key', async () => {
  const template = `Resources:\n${key}\nOutputs:\n  Id: {Value: !Ref Key}\n  Secret: {Value: !GetAtt Key.SecretAccessKey}\n`
  expect(await outputs(template)).toEqual([
    ['Outputs.Id', 'a.yaml', '${Key}'],
    ['Outputs.Secret', 'a.yaml', '${Key.SecretAccessKey}'],
  ])
})

test('an output without a value is one without a value', async () => {
  expect(await outputs(`Resources:\n${key}\nOutputs:\n  Empty: {Description: nothing}\n`)).toEqual([
    ['Outputs.Empty', 'a.yaml', undefined],
  ])
})

test('outputs of other templates are left out', async () => {
  expect(await outputs('Resources: {User: {Type: "AWS::IAM::User"}}\nOutputs: {A: {Value: 1}}\n')).toEqual([])
})
