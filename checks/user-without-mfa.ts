import { property } from '../src/model/resource'
import { defineCheck } from './check'
import { isOn } from './setting'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-5 */
export default defineCheck({
  id: 'user-without-mfa',
  title: 'Console user without MFA',
  severity: 'high',
  confidence: 'high',
  on: 'resource',
  resourceTypes: ['account.credential'],
  tags: ['mfa', 'credentials', 'evidence'],
  maps: { cis: ['1.9'], fsbp: ['IAM.5', 'IAM.19'], trivy: ['AWS-0145'] },
  since: '0.1.0',
  *run(resource) {
    if (isOn(property(resource, ['PasswordEnabled']), false) !== 'yes') return
    const device = property(resource, ['MfaActive'])
    // A report that does not say is no proof of a missing device.
    if (isOn(device, true) !== 'no') return
    yield {
      at: device?.span ?? resource.span,
      resource,
      message: `User '${resource.name}' has a console password and no MFA device: whoever learns the password signs in.`,
      key: 'mfa',
      subjects: [resource.name],
      fix: {
        description: 'Have the user register a device, and deny all else until then (aws:MultiFactorAuthPresent).',
      },
    }
  },
})
