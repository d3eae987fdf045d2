import type { IamModel, Policy } from '../src/model/iam'
import type { PrincipalEntry, Statement } from '../src/model/policy'
import { display, literal } from '../src/model/value'

/** A trust statement that lets users of an OIDC provider in. */
export interface FederatedStatement {
  readonly statement: Statement
  readonly entry: PrincipalEntry
  /** The provider's host and path, as in condition keys: `token.actions.githubusercontent.com`. */
  readonly host: string
}

/** The Allow statements of a trust policy for OIDC providers whose host the code tells. */
export function* federatedStatements(policy: Policy, model: IamModel): Generator<FederatedStatement> {
  const trusts = policy.kind === 'trust' || policy.kind === 'document'
  if (!trusts) return
  for (const statement of policy.document.statements) {
    if (statement.effect !== 'Allow' || statement.principals?.negated) continue
    for (const entry of statement.principals?.entries ?? []) {
      if (entry.type !== 'Federated') continue
      const host = hostOf(entry, statement, model)
      if (host !== undefined) yield { statement, entry, host }
    }
  }
}

/** The host of a provider: from its ARN or name, from the provider in the same code, or from the condition keys beside it. */
function hostOf(entry: PrincipalEntry, statement: Statement, model: IamModel): string | undefined {
  const written = display(entry.value)
  const arn = /:oidc-provider\/([^$]+)$/.exec(written)?.[1]
  if (arn) return arn
  if (/^[a-z0-9.-]+\.[a-z]{2,}$/.test(written)) return written
  const hole = entry.value.parts.find((part) => part.kind === 'hole')
  const symbol = hole?.kind === 'hole' ? hole.symbol : undefined
  const provider = symbol && model.oidcProviders.find((candidate) => candidate.resource.address === symbol.address)
  const url = provider?.url && literal(provider.url)
  if (url) return url.replace(/^https:\/\//, '').replace(/\/$/, '')
  for (const condition of statement.conditions) {
    const key = literal(condition.key)?.match(/^(.+\.[a-z]{2,}(?:\/.+)?):(sub|aud|amr|repository|actor)$/)
    if (key) return key[1]
  }
  return undefined
}
