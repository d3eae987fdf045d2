import { member, property, type Resource } from '../src/model/resource'
import type { Data } from '../src/model/value'
import { defineCheck } from './check'
import { itemsOf } from './setting'
import { strangersIn } from './shared-with'

/** What is shared, by the property that lists the accounts and groups. */
const shares: Readonly<Record<string, readonly [what: string, ...properties: string[]]>> = {
  'AWS::EC2::ImageLaunchPermission': ['image', 'account_id', 'group'],
  'AWS::EC2::SnapshotCreateVolumePermission': ['volume snapshot', 'account_id'],
  'AWS::RDS::DBSnapshot': ['database snapshot', 'shared_accounts'],
  'AWS::RDS::DBSnapshotCopy': ['database snapshot', 'shared_accounts'],
  'AWS::RDS::DBClusterSnapshot': ['cluster snapshot', 'shared_accounts'],
  'AWS::RDS::DBClusterSnapshotCopy': ['cluster snapshot', 'shared_accounts'],
  'AWS::Neptune::DBClusterSnapshot': ['cluster snapshot', 'shared_accounts'],
}

/** https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-1 and #ec2-1 */
export default defineCheck({
  id: 'shared-snapshot-or-image',
  title: 'Snapshot or image given to others',
  severity: 'critical',
  confidence: 'high',
  on: 'resource',
  resourceTypes: [...Object.keys(shares), 'AWS::ImageBuilder::DistributionConfiguration'],
  tags: ['exposure', 'data'],
  maps: {
    fsbp: ['EC2.1', 'RDS.1', 'Neptune.3'],
    checkov: ['CKV_AWS_205', 'CKV_AWS_302'],
    kics: ['AMI Shared With Multiple Accounts'],
    terrascan: ['AC_AWS_0006'],
  },
  since: '0.1.0',
  *run(resource, { trust }) {
    const [what, ...properties] = shares[resource.canonicalType] ?? ['image']
    const lists =
      properties.length > 0 ? properties.map((name) => property(resource, [name])) : launchPermissions(resource)
    for (const { everybody, who, at, confidence } of lists.flatMap((data) => [...strangersIn(data, trust)])) {
      yield {
        at,
        resource,
        severity: everybody ? 'critical' : 'medium',
        confidence,
        message: `The ${what} of ${resource.address} is given to ${everybody ? 'everybody' : `account ${who}`}: whoever copies it has all that was on the disk, keys and passwords included, for ever.`,
        subjects: [who],
        key: `shared ${who}`,
        fix: {
          description: everybody
            ? 'Name the accounts that it is for.'
            : 'Add the account to trusted-accounts in the configuration if it is meant, or remove it here.',
        },
      }
    }
  },
})

/** The lists of accounts and groups of a pipeline's images, one for each region. */
function launchPermissions(resource: Resource): (Data | undefined)[] {
  return itemsOf(property(resource, ['Distributions'], ['distribution'])).flatMap((each) => {
    const image = member(each, ['AmiDistributionConfiguration'])
    const permission = member(image, ['LaunchPermissionConfiguration', 'launch_permission'])
    return [member(permission, ['UserIds']), member(permission, ['UserGroups'])]
  })
}
