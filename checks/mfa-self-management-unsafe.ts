import { grantsOf } from '../src/iam/access'
import { matchesAction } from '../src/iam/action'
import { worldsWithoutMfa } from '../src/iam/context'
import type { IdentityPolicies } from '../src/iam/identity'
import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import { display, literal } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, listOf } from './describe'
import { isIdentityPolicy } from './identity-statements'

/** What changes a user's MFA; the resource is the user. */
const ofMfa = ['iam:EnableMFADevice', 'iam:DeactivateMFADevice', 'iam:ResyncMFADevice'] as const
/** What changes his other credentials. */
const ofCredentials = [
  'iam:CreateAccessKey',
  'iam:UpdateAccessKey',
  'iam:CreateLoginProfile',
  'iam:UpdateLoginProfile',
  'iam:ChangePassword',
] as const

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html */
export default defineCheck({
  id: 'mfa-self-management-unsafe',
  title: 'Self-service of MFA that goes too far',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['mfa', 'least-privilege'],
  maps: {},
  since: '0.1.0',
  *run(policy, { model }) {
    if (!isIdentityPolicy(policy, model) || policy.carrier?.identityKind === 'role') return
    for (const statement of policy.document.statements) {
      if (statement.effect !== 'Allow' || !ofMfa.some((action) => names(statement, action))) continue
      const named = [...ofMfa, ...ofCredentials].filter((action) => names(statement, action))
      const without = named.filter((action) => isAllowedWithoutMfa(policy, statement, action))
      const own = isOwn(statement)
      const unsafe = own ? without.filter((action) => action === 'iam:DeactivateMFADevice') : without
      if (unsafe.length === 0) continue
      yield {
        ...inPolicy(policy),
        at: placeOf(statement, unsafe[0] as string),
        message: own
          ? 'iam:DeactivateMFADevice is allowed without MFA: whoever steals an access key takes the device off, and the MFA that is asked for elsewhere with it.'
          : `${listOf(unsafe)} without MFA on users other than oneself: whoever steals an access key takes over other people's sign-in.`,
        subjects: unsafe,
        key: `mfa-self-management ${own ? 'own' : 'others'}`,
        fix: {
          description: own
            ? 'Move it to a statement with Bool aws:MultiFactorAuthPresent true.'
            : 'Name arn:aws:iam::*:user/${aws:username} as the resource.',
        },
      }
    }
  },
})

/** Whether a statement spells an action out, by itself or by a part of IAM: `iam:*MFADevice`, not `iam:*`. */
function names({ actions }: Statement, action: string): boolean {
  if (!actions || actions.negated) return false
  return actions.items.some((item) => {
    const written = literal(item) ?? ''
    return /^iam:.*[a-z]/i.test(written) && matchesAction(written, action)
  })
}

/** Every resource is the caller's own: `user/${aws:username}`. */
function isOwn({ resources }: Statement): boolean {
  const items = resources && !resources.negated ? resources.items : []
  return (
    items.length > 0 &&
    items.every((item) => /\$\{aws:(?:username|userid)\}/i.test(display(item)) || !/user\/|^\*/.test(display(item)))
  )
}

/** Whether the policy alone, its Denies included, allows an action in a world without MFA, by this statement. */
function isAllowedWithoutMfa(policy: Policy, statement: Statement, action: string): boolean {
  const source = {
    document: policy.document,
    name: '',
    policy,
    managedByAws: false,
    attachment: undefined,
    group: undefined,
    guarded: false,
    span: policy.use,
  }
  const policies: IdentityPolicies = { sources: [source], boundary: 'none', unresolved: [] }
  return worldsWithoutMfa().some(({ request }) =>
    grantsOf(policies, action, request).some(
      (grant) => grant.statement === statement && grant.certainty === 'yes' && grant.mayBeDenied.length === 0,
    ),
  )
}

function placeOf(statement: Statement, action: string) {
  const item = statement.actions?.items.find((each) => matchesAction(literal(each) ?? '', action))
  return item?.span ?? statement.span
}
