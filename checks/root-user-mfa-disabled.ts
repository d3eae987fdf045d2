import { property, type Resource } from '../src/model/resource'
import { defineCheck } from './check'
import { activeCredentials } from './credential-age'
import { isOn, numberOf } from './setting'

/** https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-9 */
export default defineCheck({
  id: 'root-user-mfa-disabled',
  title: 'Root user without MFA',
  severity: 'critical',
  confidence: 'high',
  on: 'model',
  tags: ['root', 'mfa', 'evidence'],
  maps: { cis: ['1.4'], fsbp: ['IAM.9'], trivy: ['AWS-0142'] },
  since: '0.1.0',
  *run(model) {
    const told = new Set<string>()
    const roots = model.resources.filter(({ type }) => type === 'account.root')
    for (const resource of [...roots.filter(isAccount), ...roots.filter((root) => !isAccount(root))]) {
      const device = property(resource, ['MfaActive']) ?? property(resource, ['MfaEnabled'])
      if (isOn(device, true) !== 'no' || cannotSignIn(resource)) continue
      // The credential report and the account's summary say the same of one account; a summary does not say of which.
      if (told.has(resource.scope) || (told.size === 1 && !isAccount(resource))) continue
      told.add(resource.scope)
      yield {
        at: device?.span ?? resource.span,
        resource,
        message: `The root user${isAccount(resource) ? ` of account ${resource.scope}` : ''} has no MFA device: whoever learns its password, or reads its mail, owns the account.`,
        key: 'root-mfa',
        fix: {
          description:
            'Register a hardware key for the root user; in member accounts, delete its credentials with centralized root access.',
        },
      }
    }
  },
})

/** Member accounts whose root credentials were deleted have nothing that a device would protect. */
function cannotSignIn(resource: Resource): boolean {
  const password = property(resource, ['PasswordEnabled']) ?? property(resource, ['PasswordPresent'])
  if (isOn(password, true) !== 'no') return false
  return activeCredentials(resource).length === 0 && !numberOf(property(resource, ['AccessKeysPresent']))
}

/** Whether the export says which account it is of. */
const isAccount = ({ scope }: Resource): boolean => /^\d{12}$/.test(scope)
