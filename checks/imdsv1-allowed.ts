import { property, type Resource } from '../src/model/resource'
import type { Data } from '../src/model/value'
import { defineCheck } from './check'
import { nameOfResource } from './describe'
import { literalOf } from './setting'

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html */
export default defineCheck({
  id: 'imdsv1-allowed',
  title: 'Instance metadata without a session token',
  severity: 'medium',
  confidence: 'high',
  on: 'model',
  tags: ['credentials', 'compute'],
  maps: { fsbp: ['EC2.8'], checkov: ['CKV_AWS_79'], trivy: ['AWS-0028', 'AWS-0130'], cdkNag: ['EC2IMDSv2Enabled'] },
  since: '0.1.0',
  *run(model) {
    const scopesWithDefault = new Set(model.resources.filter(setsAccountDefault).map((resource) => resource.scope))
    for (const resource of model.resources) {
      if (!types.has(resource.canonicalType)) continue
      if (scopesWithDefault.has(resource.scope)) continue
      // What a launch template says holds for the instance made from it.
      if (resource.canonicalType === 'AWS::EC2::Instance' && property(resource, ['LaunchTemplate'])) continue
      const tokens = option(resource, 'HttpTokens')
      const endpoint = literalOf(option(resource, 'HttpEndpoint'))
      if (endpoint === 'disabled') continue
      const written = literalOf(tokens)
      if (written === 'required' || (tokens && written === undefined)) continue
      // A template's instances may be given a role when they are launched.
      const hasNoRole = resource.canonicalType === 'AWS::EC2::Instance' && !property(resource, ['IamInstanceProfile'])
      const gain = hasNoRole ? 'its user data, and the credentials of a role that it may get' : "the role's credentials"
      yield {
        at: tokens?.span ?? resource.span,
        resource,
        severity: hasNoRole ? 'low' : 'medium',
        // An image, or the account, may ask for tokens where nothing is set.
        confidence: tokens ? 'high' : 'medium',
        message: `'${nameOfResource(resource)}' answers metadata requests without a session token (IMDSv1)${tokens ? '' : ', unless its image or the account asks for one'}: one forged request through the application hands out ${gain}.`,
        key: 'imdsv1',
        fix: { description: 'Set HttpTokens to required (IMDSv2).' },
      }
    }
  },
})

const types = new Set(['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration'])

/** Terraform has the block on the template itself, CloudFormation inside `LaunchTemplateData`. */
function option(resource: Resource, name: string): Data | undefined {
  return (
    property(resource, ['MetadataOptions', name]) ?? property(resource, ['LaunchTemplateData', 'MetadataOptions', name])
  )
}

/** The region's default for new instances. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_instance_metadata_defaults */
function setsAccountDefault(resource: Resource): boolean {
  return (
    resource.type === 'aws_ec2_instance_metadata_defaults' &&
    literalOf(property(resource, ['HttpTokens'])) === 'required'
  )
}
