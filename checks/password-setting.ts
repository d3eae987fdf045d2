import type { PasswordPolicy } from '../src/model/iam'
import type { Report } from '../src/model/finding'
import { property } from '../src/model/resource'
import { asText, type Data, literal } from '../src/model/value'

/** What a setting of the account's password policy must be. `absent` is what AWS takes when it is not set. */
export interface PasswordSetting {
  /** The IAM API's name: `MinimumPasswordLength`. */
  readonly name: string
  /** `at-least` and `at-most` compare whole numbers; `at-most` refuses 0, which means "never". */
  readonly want: { readonly is: boolean } | { readonly atLeast: number } | { readonly atMost: number }
  readonly absent: boolean | number
  /** What follows from a wrong setting, as the second half of a sentence. */
  readonly risk: string
}

/**
 * One report when a setting is not what it should be; none when nobody can know.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html tells names and defaults.
 */
export function* passwordSettingReports(policy: PasswordPolicy, setting: PasswordSetting): Generator<Report> {
  const written = property(policy.resource, [setting.name])
  const value = written ? known(written) : setting.absent
  if (value === undefined || holds(value, setting)) return
  yield {
    at: written?.span ?? policy.resource.span,
    resource: policy.resource,
    message: `The password policy ${written ? `sets ${setting.name} to ${value}` : `leaves ${setting.name} unset`} (${wanted(setting)}): ${setting.risk}.`,
    key: setting.name,
    fix: { description: `Set ${setting.name} to ${target(setting)}.` },
  }
}

function known(data: Data): boolean | number | undefined {
  const text = asText(data)
  const raw = text && literal(text)
  if (raw === undefined) return undefined
  if (/^(true|false)$/i.test(raw)) return raw.toLowerCase() === 'true'
  return /^\d+$/.test(raw) ? Number(raw) : undefined
}

function holds(value: boolean | number, { want }: PasswordSetting): boolean {
  if ('is' in want) return value === want.is
  const number = Number(value)
  return 'atLeast' in want ? number >= want.atLeast : number > 0 && number <= want.atMost
}

function wanted({ want }: PasswordSetting): string {
  if ('is' in want) return `should be ${want.is}`
  return 'atLeast' in want ? `at least ${want.atLeast} is wanted` : `1 to ${want.atMost} is wanted`
}

const target = ({ want }: PasswordSetting): string =>
  'is' in want ? String(want.is) : String('atLeast' in want ? want.atLeast : want.atMost)
