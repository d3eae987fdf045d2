import { property } from '../src/model/resource'
import { asText, literal } from '../src/model/value'
import { defineCheck } from './check'

/** A user name that means the root user; IAM refuses it as the name of a user made by `CreateUser`. */
const rootNames = new Set(['root', '<root_account>', '<root-account>'])

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_add-key.html: the root user's keys cannot be
 * restricted by any policy.
 */
export default defineCheck({
  id: 'root-access-key',
  title: 'Access key for the root user',
  severity: 'critical',
  confidence: 'high',
  on: 'model',
  tags: ['root', 'credentials'],
  maps: { cis: ['1.3'], fsbp: ['IAM.4'], checkov: ['CKV_AWS_348'], trivy: ['AWS-0141'] },
  since: '0.1.0',
  *run(model) {
    for (const key of model.accessKeys) {
      const name = key.user && literal(key.user.text)
      if (name === undefined || !rootNames.has(name.toLowerCase())) continue
      // An inactive key can be switched on again by anybody who may call UpdateAccessKey: still a root key in code.
      yield {
        at: key.user?.text.span ?? key.resource.span,
        resource: key.resource,
        message: `Creates an access key for the root user '${name}': whoever reads the key owns the account, and no policy can restrict it.`,
        subjects: [name],
        fix: { description: 'Remove the key and use a role with just the permissions that the job needs.' },
      }
    }
    for (const resource of model.resources) {
      if (resource.type !== 'account.root') continue
      const active = ['AccessKey1Active', 'AccessKey2Active', 'AccessKeysPresent'].find((name) => {
        const value = asText(property(resource, [name]))
        const written = value && literal(value)
        return written !== undefined && /^(true|[1-9][0-9]*)$/i.test(written)
      })
      if (!active) continue
      yield {
        at: property(resource, [active])?.span ?? resource.span,
        resource,
        message:
          'The root user has an active access key: whoever reads it owns the account, and no policy can restrict it.',
        key: 'account-root-key',
        fix: { description: 'Delete the root access keys in the IAM console, signed in as root.' },
      }
    }
  },
})
