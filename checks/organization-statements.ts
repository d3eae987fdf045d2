import { adminDocument } from '../src/iam/admin'
import type { Policy } from '../src/model/iam'
import type { Statement } from '../src/model/policy'
import type { Text } from '../src/model/value'
import { display } from '../src/model/value'

/** The Denies of an organization's policy. */
export function deniesOf(policy: Policy): readonly Statement[] {
  return policy.document.statements.filter((statement) => statement.effect !== 'Allow')
}

/** True for a policy that allows everything and denies nothing: the same as none, beside FullAWSAccess. */
export function allowsEverything(policy: Policy): boolean {
  return (
    policy.document.unknown.length === 0 &&
    deniesOf(policy).length === 0 &&
    adminDocument(policy.document) !== undefined
  )
}

/**
 * True where every target is the management account, which neither SCPs nor RCPs restrict; false without targets.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export function isForManagementAlone({ targets = [] }: Policy): boolean {
  return targets.length > 0 && targets.every(isManagementAccount)
}

const isManagementAccount = (target: Text): boolean =>
  /aws_organizations_organization\.[\w-]+(?:\[[^\]]*\])?\.(?:master|management)_account_id\}?$|\.ManagementAccountId\}?$/.test(
    display(target),
  )
