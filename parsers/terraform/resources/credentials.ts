import type { Role } from '../../../src/model/iam'
import type { Resource } from '../../../src/model/resource'
import { argument, nameOf, textArgument, textsOf } from './arguments'
import type { ModelBuilder } from './model-builder'

/**
 * What identities sign in with, and who is trusted to sign others in.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_access_key and its neighbours
 */
export const credentialMappers = {
  aws_iam_access_key(resource: Resource, into: ModelBuilder) {
    const user = textArgument(resource, 'user')
    into.model.accessKeys.push({
      kind: 'access-key',
      resource,
      user: user && { text: user },
      status: textArgument(resource, 'status'),
      pgpKey: argument(resource, 'pgp_key'),
    })
  },

  aws_iam_user_login_profile(resource: Resource, into: ModelBuilder) {
    const user = textArgument(resource, 'user')
    if (!user) return
    into.model.loginProfiles.push({
      kind: 'login-profile',
      resource,
      user: { text: user },
      // The provider makes up the password itself.
      password: undefined,
      resetRequired: argument(resource, 'password_reset_required'),
      pgpKey: argument(resource, 'pgp_key'),
      span: user.via?.[0] ?? user.span,
    })
  },

  aws_iam_instance_profile(resource: Resource, into: ModelBuilder) {
    // `roles` is of provider 2 and older.
    const named = [argument(resource, 'role'), argument(resource, 'roles')].flatMap((data) => textsOf(data).texts)
    const roles = named.map((text) => ({ text }) as { text: typeof text; to?: Role })
    into.model.instanceProfiles.push({ kind: 'instance-profile', resource, name: nameOf(resource), roles })
  },

  aws_iam_account_password_policy(resource: Resource, into: ModelBuilder) {
    into.model.passwordPolicies.push({ kind: 'password-policy', resource })
  },

  aws_iam_openid_connect_provider(resource: Resource, into: ModelBuilder) {
    into.model.oidcProviders.push({
      kind: 'oidc-provider',
      resource,
      url: textArgument(resource, 'url'),
      clientIds: argument(resource, 'client_id_list'),
      thumbprints: argument(resource, 'thumbprint_list'),
    })
  },

  aws_iam_saml_provider(resource: Resource, into: ModelBuilder) {
    into.model.samlProviders.push({ kind: 'saml-provider', resource, name: nameOf(resource) })
  },
}
