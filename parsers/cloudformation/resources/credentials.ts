import type { Resource } from '../../../src/model/resource'
import { property } from '../../../src/model/resource'
import type { Collector } from './collect'
import { nameOf, textProperty } from './collect'

/**
 * What identities sign in with, and who is trusted to sign others in.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html
 */
export const credentialMappers = {
  'AWS::IAM::AccessKey'(resource: Resource, into: Collector) {
    const user = textProperty(resource, 'UserName')
    const status = textProperty(resource, 'Status')
    into.model.accessKeys.push({
      kind: 'access-key',
      resource,
      user: user && { text: user },
      status,
      pgpKey: undefined,
    })
  },

  'AWS::IAM::InstanceProfile'(resource: Resource, into: Collector) {
    const roles = into.texts(resource, property(resource, ['Roles'])).map((text) => ({ text }))
    const name = nameOf(resource, 'InstanceProfileName')
    into.model.instanceProfiles.push({ kind: 'instance-profile', resource, name, roles })
  },

  'AWS::IAM::OIDCProvider'(resource: Resource, into: Collector) {
    into.model.oidcProviders.push({
      kind: 'oidc-provider',
      resource,
      url: textProperty(resource, 'Url'),
      clientIds: property(resource, ['ClientIdList']),
      thumbprints: property(resource, ['ThumbprintList']),
    })
  },

  'AWS::IAM::SAMLProvider'(resource: Resource, into: Collector) {
    into.model.samlProviders.push({ kind: 'saml-provider', resource, name: nameOf(resource, 'Name') })
  },
}

/** Settings of the IAM API that only an account password policy has. */
const passwordSettings = ['MinimumPasswordLength', 'RequireUppercaseCharacters', 'RequireLowercaseCharacters']

/**
 * CloudFormation has no resource for the account's password policy: people write custom resources. One is taken for it
 * when it has settings of `UpdateAccountPasswordPolicy` under the API's own names.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
 */
export function mapCustomPasswordPolicy(resource: Resource, into: Collector): void {
  const set = passwordSettings.filter((name) => property(resource, [name]))
  if (set.length < 2) return
  const known = Object.create(resource, { canonicalType: { value: 'AWS::IAM::AccountPasswordPolicy' } }) as Resource
  into.model.passwordPolicies.push({ kind: 'password-policy', resource: known })
}
