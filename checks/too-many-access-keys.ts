import type { AccessKey, User } from '../src/model/iam'
import { asText, literal } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfMention } from './describe'

export default defineCheck({
  id: 'too-many-access-keys',
  title: 'More than one active access key for a user',
  severity: 'medium',
  confidence: 'high',
  on: 'model',
  tags: ['credentials'],
  maps: { cis: ['1.12'], trivy: ['AWS-0167'], kics: ['IAM User Has Too Many Access Keys'] },
  since: '0.1.0',
  *run(model) {
    const byUser = new Map<User | string, AccessKey[]>()
    for (const key of model.accessKeys) {
      const status = asText(key.status)
      if (status && literal(status)?.toLowerCase() === 'inactive') continue
      const user = key.user && (key.user.to ?? literal(key.user.text))
      if (!user) continue
      const owner = typeof user === 'string' ? `${key.resource.scope}|${user}` : user
      byUser.set(owner, [...(byUser.get(owner) ?? []), key])
    }
    for (const keys of byUser.values()) {
      const [first, ...others] = keys
      for (const key of others) {
        yield {
          at: key.resource.span,
          resource: key.resource,
          message: `User '${key.user ? nameOfMention(key.user) : ''}' has ${keys.length} active access keys: twice as many secrets to leak, and no telling which one a machine uses.`,
          related: first ? [{ span: first.resource.span, message: 'The first key' }] : [],
          key: 'second-key',
          fix: {
            description: 'Keep one active key. Rotate by making the new one, moving over, and deleting the old one.',
          },
        }
      }
    }
  },
})
