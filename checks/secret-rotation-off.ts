import type { Resource } from '../src/model/resource'
import { property } from '../src/model/resource'
import { asText, type Text } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource } from './describe'

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html */
export default defineCheck({
  id: 'secret-rotation-off',
  title: 'Secret that is never rotated',
  severity: 'low',
  confidence: 'medium',
  on: 'model',
  tags: ['credentials', 'secrets'],
  maps: { fsbp: ['SecretsManager.1'], checkov: ['CKV2_AWS_57'], cfnNag: ['W77'], cdkNag: ['AwsSolutions-SMG4'] },
  since: '0.1.0',
  *run(model) {
    const rotations = model.resources.filter(
      (resource) => resource.canonicalType === 'AWS::SecretsManager::RotationSchedule',
    )
    const rotated = new Set<string>()
    for (const rotation of rotations) {
      const secret = asText(property(rotation, ['SecretId']))
      if (!secret) continue
      for (const key of keysOf(rotation, secret)) rotated.add(key)
    }
    for (const resource of model.resources) {
      if (resource.canonicalType !== 'AWS::SecretsManager::Secret') continue
      // Before version 3 of the provider the rotation was set on the secret itself.
      if (property(resource, ['RotationLambdaArn']) || property(resource, ['RotationRules'])) continue
      if (rotated.has(`${resource.scope}|${resource.address}`) || rotated.has(`${resource.scope}|${resource.name}`))
        continue
      yield {
        at: resource.span,
        resource,
        message: `Secret '${nameOfResource(resource)}' is never rotated by this code: once it leaks, it works until somebody changes it by hand.`,
        fix: { description: 'Add a rotation schedule of 90 days or less.' },
      }
    }
  },
})

/** The secret that a text means: by symbol, else by its literal name. */
function* keysOf(rotation: Resource, secret: Text): Generator<string> {
  for (const part of secret.parts) {
    if (part.kind === 'hole' && part.symbol) yield `${rotation.scope}|${part.symbol.address}`
    if (part.kind === 'chunk') yield `${rotation.scope}|${part.text}`
  }
}
