import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { numberOf } from './setting'

export default defineCheck({
  id: 'secret-rotation-too-slow',
  title: 'Secret rotated too seldom',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::SecretsManager::RotationSchedule', 'AWS::SecretsManager::Secret'],
  tags: ['credentials', 'secrets'],
  maps: { fsbp: ['SecretsManager.4'], checkov: ['CKV_AWS_304'] },
  since: '0.1.0',
  *run(resource) {
    const setting = property(resource, ['RotationRules', 'AutomaticallyAfterDays'])
    const days = numberOf(setting)
    if (!setting || days === undefined || days <= 90) return
    yield {
      at: setting.span,
      resource,
      message: `The secret is rotated every ${days} days: once it leaks, it works for months.`,
      key: 'rotation-days',
      fix: { description: 'Rotate at least every 90 days.' },
    }
  },
})
