import type { Policy } from '../src/model/iam'
import { defineCheck } from './check'
import { allowsEverything, deniesOf, isForManagementAlone } from './organization-statements'

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp */
export default defineCheck({
  id: 'scp-ineffective',
  title: 'Service control policy without effect',
  severity: 'medium',
  confidence: 'medium',
  on: 'policy',
  tags: ['organizations'],
  maps: {},
  since: '0.1.0',
  *run(policy) {
    if (policy.kind !== 'scp') return
    const why = reason(policy)
    if (!why) return
    yield {
      at: policy.use,
      resource: policy.resource,
      confidence: why.confidence,
      message: `SCP '${policy.resource.name}' ${why.text}: it restricts nobody.`,
      key: `scp-ineffective ${why.key}`,
      fix: { description: why.fix },
    }
  },
})

interface Reason {
  readonly key: string
  readonly text: string
  readonly fix: string
  readonly confidence: 'high' | 'medium'
}

function reason(policy: Policy): Reason | undefined {
  if (isForManagementAlone(policy)) {
    return {
      key: 'management',
      text: 'is attached to the management account alone, which SCPs do not restrict',
      fix: 'Attach it to the root, an organizational unit or a member account.',
      confidence: 'high',
    }
  }
  const known = policy.document.unknown.length === 0 && policy.document.statements.length > 0
  if (!known || deniesOf(policy).length > 0 || allowsEverything(policy)) return undefined
  return {
    key: 'allow-list',
    text: 'allows a list and denies nothing, while AWS attaches FullAWSAccess beside it',
    fix: 'Deny what is not to be used, or detach FullAWSAccess wherever this one is attached.',
    confidence: 'medium',
  }
}
