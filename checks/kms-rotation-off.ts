import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn, literalOf } from './setting'

/** https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html: symmetric keys whose material KMS made. */
export default defineCheck({
  id: 'kms-rotation-off',
  title: 'Key that is never rotated',
  severity: 'low',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::KMS::Key'],
  tags: ['kms'],
  maps: {
    cis: ['3.6'],
    fsbp: ['KMS.4'],
    checkov: ['CKV_AWS_7'],
    trivy: ['AWS-0065'],
    cfnNag: ['F19'],
    cdkNag: ['AwsSolutions-KMS5'],
    regula: ['FG_R00036'],
  },
  since: '0.1.0',
  *run(resource) {
    const kind = property(resource, ['KeySpec'], ['customer_master_key_spec'])
    if (kind && literalOf(kind) !== 'SYMMETRIC_DEFAULT') return
    const usage = property(resource, ['KeyUsage'])
    if (usage && literalOf(usage) !== 'ENCRYPT_DECRYPT') return
    const origin = property(resource, ['Origin'])
    if ((origin && literalOf(origin) !== 'AWS_KMS') || property(resource, ['CustomKeyStoreId'])) return
    const setting = property(resource, ['EnableKeyRotation'])
    if (isOn(setting, false) !== 'no') return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `Key '${nameOfResource(resource)}' keeps its material for ever: whoever once gets hold of it reads what is encrypted with it from then on.`,
      key: 'rotation',
      fix: { description: 'Enable rotation: KMS keeps the old material for what was encrypted with it.' },
    }
  },
})
