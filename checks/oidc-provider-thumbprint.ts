import { literal } from '../src/model/value'
import { defineCheck } from './check'
import { itemsOf, literalOf } from './setting'

/**
 * AWS checks these providers against its own list of authorities and ignores the thumbprint:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
 */
const trustedByAuthority =
  /^(https:\/\/)?(token\.actions\.githubusercontent\.com|gitlab\.com|accounts\.google\.com|cognito-identity\.amazonaws\.com|([a-z0-9-]+\.)*auth0\.com)/

export default defineCheck({
  id: 'oidc-provider-thumbprint',
  title: 'OIDC provider with a placeholder thumbprint',
  severity: 'note',
  confidence: 'medium',
  on: 'oidc-provider',
  tags: ['oidc', 'trust'],
  maps: {},
  since: '0.1.0',
  *run(provider) {
    const url = provider.url && literal(provider.url)
    if (url !== undefined && trustedByAuthority.test(url)) return
    for (const thumbprint of itemsOf(provider.thumbprints)) {
      const written = literalOf(thumbprint)
      if (written === undefined || !/^(.)\1{39}$/i.test(written)) continue
      yield {
        at: thumbprint.span,
        resource: provider.resource,
        message: `The thumbprint of OIDC provider '${url ?? provider.resource.name}' is a placeholder: for issuers that AWS does not check by authority, no token is verified against the real certificate.`,
        key: 'thumbprint',
        fix: {
          description:
            'Leave the list out, and AWS fetches the thumbprint itself, or give the SHA-1 of the top certificate.',
        },
      }
    }
  },
})
