import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn, literalOf } from './setting'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html */
export default defineCheck({
  id: 's3-mfa-delete-off',
  title: 'Versions can be deleted without MFA',
  severity: 'note',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['AWS::S3::BucketVersioning', 'AWS::S3::Bucket'],
  tags: ['mfa', 's3'],
  maps: { cis: ['2.1.2'], trivy: ['AWS-0170'] },
  since: '0.1.0',
  optional: true,
  *run(resource) {
    const versioning = property(resource, ['VersioningConfiguration']) ?? property(resource, ['Versioning'])
    if (!versioning) return
    const path = property(resource, ['VersioningConfiguration']) ? 'VersioningConfiguration' : 'Versioning'
    const status = property(resource, [path, 'Status'], ['enabled'])
    if (isOn(status, false) === 'no' || literalOf(status)?.toLowerCase() === 'suspended') return
    const setting = property(resource, [path, 'MfaDelete'])
    if (isOn(setting, false) !== 'no') return
    yield {
      at: setting?.span ?? resource.span,
      resource,
      message: `Old versions in '${nameOfResource(resource)}' can be deleted for good without MFA: stolen keys are enough to destroy the backups.`,
      key: 'mfa-delete',
      fix: { description: 'Enable MFA delete, which only the root user can do, or use Object Lock.' },
    }
  },
})
