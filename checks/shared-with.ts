import type { Confidence } from '../src/model/finding'
import type { TrustZone } from '../src/model/iam'
import type { Span } from '../src/model/source'
import type { Data } from '../src/model/value'
import { itemsOf, literalOf } from './setting'

/** Somebody whom a resource is given to without a policy: everybody, or an account. */
export interface SharedWith {
  readonly everybody: boolean
  /** Twelve digits; `all` for everybody. */
  readonly who: string
  readonly at: Span
  /** Low where the configuration does not tell which accounts are one's own. */
  readonly confidence: Confidence
}

/** The strangers in a list of accounts, in which `all`, in any case, or `*` is everybody. Own and trusted accounts are left out. */
export function* strangersIn(data: Data | undefined, zone: TrustZone): Generator<SharedWith> {
  for (const item of itemsOf(data)) {
    const written = literalOf(item)
    // One text may hold several.
    for (const who of written?.split(',').map((part) => part.trim()) ?? []) {
      if (/^(?:all|\*)$/i.test(who)) yield { everybody: true, who: 'all', at: item.span, confidence: 'high' }
      if (!/^\d{12}$/.test(who) || zone.accounts.includes(who) || zone.trustedAccounts.includes(who)) continue
      yield { everybody: false, who, at: item.span, confidence: zone.accounts.length > 0 ? 'high' : 'low' }
    }
  }
}
