import { property, type Resource } from '../src/model/resource'
import type { Data } from '../src/model/value'
import { isOn, literalOf } from './setting'

/** How old the credentials of a credential report are, and when they were last used. */

/** Whole days from a time (ISO 8601) to a day (YYYY-MM-DD); undefined for what is no time. Negative in the future. */
export function daysSince(time: string | undefined, today: string): number | undefined {
  const from = time === undefined ? Number.NaN : Date.parse(time)
  const to = Date.parse(today)
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : Math.floor((to - from) / 86_400_000)
}

/** One credential that works today: a console password or an access key. */
export interface ActiveCredential {
  /** `console password`, `access key 1`. */
  readonly name: string
  /** When it was made or changed last, and when it was used last; undefined where the report does not say. */
  readonly changed: Data | undefined
  readonly used: Data | undefined
}

/**
 * What a user or the root user can sign in with, by a line of the credential report.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function activeCredentials(resource: Resource): readonly ActiveCredential[] {
  const found: ActiveCredential[] = []
  if (isOn(property(resource, ['PasswordEnabled']), false) === 'yes') {
    const changed = property(resource, ['PasswordLastChanged'])
    found.push({ name: 'console password', changed, used: property(resource, ['PasswordLastUsed']) })
  }
  for (const number of [1, 2]) {
    if (isOn(property(resource, [`AccessKey${number}Active`]), false) !== 'yes') continue
    const changed = property(resource, [`AccessKey${number}LastRotated`])
    found.push({ name: `access key ${number}`, changed, used: property(resource, [`AccessKey${number}LastUsedDate`]) })
  }
  return found
}

/** The day of a time: `2026-06-01`; undefined where there is none. */
export function dayOf(data: Data | undefined): string | undefined {
  return literalOf(data)?.slice(0, 10)
}
