import type { User } from '../src/model/iam'
import { defineCheck } from './check'
import { nameOf } from './describe'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html */
export default defineCheck({
  id: 'user-without-group',
  title: 'User in no group',
  severity: 'medium',
  confidence: 'medium',
  on: 'model',
  tags: ['identities'],
  maps: { checkov: ['CKV2_AWS_21'], cfnNag: ['F2000'], cdkNag: ['IAMUserGroupMembership'], regula: ['FG_R00272'] },
  since: '0.1.0',
  whole: true,
  *run(model) {
    const members = new Set<User>()
    for (const membership of model.memberships) {
      // A membership of a user that nobody can name yet may be any user's.
      if (!membership.user.to && membership.user.text.parts.some((part) => part.kind === 'hole')) return
      if (membership.user.to) members.add(membership.user.to)
    }
    for (const user of model.users) {
      if (members.has(user)) continue
      yield {
        at: user.resource.span,
        resource: user.resource,
        message: `${capital(nameOf(user))} is in no group, so whatever it may do is given to it alone and is not taken away when its job changes.`,
        fix: { description: 'Make it a member of a group that carries the policies of its job.' },
      }
    }
  },
})

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
