import type { AnyCheck } from './check'
import inlineGroupPolicy from './inline-group-policy'
import inlineRolePolicy from './inline-role-policy'
import inlineUserPolicy from './inline-user-policy'
import rootAccessKey from './root-access-key'
import userAttachedPolicy from './user-attached-policy'

/** Every check, in alphabetical order. Kept by hand: a new check is a new line here. */
export const checks: readonly AnyCheck[] = [
  inlineGroupPolicy,
  inlineRolePolicy,
  inlineUserPolicy,
  rootAccessKey,
  userAttachedPolicy,
]
