import type { PrincipalEntry } from '../src/model/policy'
import { display } from '../src/model/value'
import { defineCheck } from './check'
import { inPolicy, nameOfPolicy } from './describe'
import { takesAnyAudience } from './federated-audience'
import { trustAllows } from './trust-statements'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html */
export default defineCheck({
  id: 'saml-audience',
  title: 'SAML assertions for any audience may assume the role',
  severity: 'medium',
  confidence: 'high',
  on: 'policy',
  tags: ['trust', 'saml'],
  maps: {},
  since: '0.1.0',
  *run(policy) {
    for (const statement of trustAllows(policy)) {
      if (statement.principals?.negated) continue
      const provider = statement.principals?.entries.find(isSaml)
      if (!provider || !takesAnyAudience(statement, 'SAML:aud', policy.document)) continue
      yield {
        ...inPolicy(policy),
        at: provider.value.span,
        message: `The ${nameOfPolicy(policy)} takes assertions of the SAML provider for any audience: one that was made for another application can be replayed to AWS.`,
        subjects: [display(provider.value)],
        key: 'saml-audience',
        fix: { description: "Require SAML:aud to be 'https://signin.aws.amazon.com/saml'." },
      }
    }
  },
})

function isSaml({ type, value }: PrincipalEntry): boolean {
  if (type !== 'Federated') return false
  const symbols = value.parts.flatMap((part) => (part.kind === 'hole' && part.symbol ? [part.symbol.type] : []))
  return /:saml-provider\//.test(display(value)) || symbols.some((name) => /saml_?provider$/i.test(name))
}
