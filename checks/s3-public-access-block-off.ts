import { member, property, type Resource } from '../src/model/resource'
import type { Data } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { isOn } from './setting'

const settings = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const

const blockTypes = new Set(['AWS::S3::BucketPublicAccessBlock', 'AWS::S3::AccountPublicAccessBlock'])

/**
 * A block that leaves a setting out switches it off; a bucket without any block has all four since April 2023:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export default defineCheck({
  id: 's3-public-access-block-off',
  title: 'Bucket lets public access through',
  severity: 'medium',
  confidence: 'high',
  on: 'model',
  tags: ['exposure', 's3'],
  maps: {
    fsbp: ['S3.1', 'S3.8'],
    checkov: ['CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56'],
    trivy: ['AWS-0086', 'AWS-0087', 'AWS-0091', 'AWS-0093'],
    cdkNag: ['AwsSolutions-S2'],
  },
  since: '0.1.0',
  *run(model) {
    for (const resource of model.resources) {
      const read = reader(resource)
      if (!read) continue
      const off = settings.filter((name) => isOn(read(name), false) === 'no')
      const [first] = off
      if (!first) continue
      yield {
        at: read(first)?.span ?? property(resource, ['PublicAccessBlockConfiguration'])?.span ?? resource.span,
        resource,
        message: `'${nameOfResource(resource)}' has ${off.join(', ')} off: one ACL or policy with a wildcard principal makes its objects public.`,
        subjects: off,
        key: 'public-access-block',
        fix: {
          description:
            'Switch on all four: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets.',
        },
      }
    }
  },
})

/** How to read the four settings of a resource, or undefined when it has no such block. */
function reader(resource: Resource): ((name: string) => Data | undefined) | undefined {
  if (blockTypes.has(resource.canonicalType)) return (name) => property(resource, [name])
  if (resource.canonicalType !== 'AWS::S3::Bucket' && resource.canonicalType !== 'AWS::S3::AccessPoint')
    return undefined
  const block = whereSet(property(resource, ['PublicAccessBlockConfiguration']))
  if (!block) return undefined
  return (name) => member(block, [name])
}

/** The branch of a choice that sets something, where the other leaves AWS's default: all four on. */
function whereSet(data: Data | undefined): Data | undefined {
  if (data?.kind !== 'choice') return data
  const isSet = (branch: Data | undefined): boolean => branch !== undefined && branch.kind !== 'null'
  if (!isSet(data.whenTrue)) return whereSet(data.whenFalse)
  return isSet(data.whenFalse) ? data : whereSet(data.whenTrue)
}
