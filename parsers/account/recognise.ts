/** What an export of a live account holds. */
export type AccountExport =
  | 'authorization-details'
  | 'credential-report'
  | 'account-summary'
  | 'password-policy'
  | 'last-accessed'
  | 'organization'
  | 'organization-accounts'
  | 'organization-roots'
  | 'organization-policy'

const members: readonly (readonly [RegExp, AccountExport])[] = [
  [/"(?:UserDetailList|GroupDetailList|RoleDetailList)"\s*:\s*\[/, 'authorization-details'],
  [/"SummaryMap"\s*:\s*\{/, 'account-summary'],
  [/"PasswordPolicy"\s*:\s*\{/, 'password-policy'],
  [/"ServicesLastAccessed"\s*:\s*\[/, 'last-accessed'],
  [/"PolicySummary"\s*:\s*\{[^{}]*"arn:[^"]*:organizations:/, 'organization-policy'],
  [/"Organization"\s*:\s*\{[^{}]*"arn:[^"]*:organizations:/, 'organization'],
  [/"Accounts"\s*:\s*\[\s*\{[^{}]*"arn:[^"]*:organizations:/, 'organization-accounts'],
  [/"Roots"\s*:\s*\[\s*\{[^{}]*"arn:[^"]*:organizations:/, 'organization-roots'],
]

/**
 * Which export a text is, by its content: the answers of the AWS CLI in JSON, and the credential report as CSV or in
 * the JSON of `get-credential-report`. Undefined for anything else. The start of a text (some 64 kB) is enough, save
 * for authorization details that begin with a long list of policies.
 */
export function recogniseAccount(text: string): AccountExport | undefined {
  if (isCredentialCsv(text)) return 'credential-report'
  if (!/^\ufeff?\s*[{[]/.test(text)) return undefined
  if (/"Content"\s*:\s*"/.test(text) && /"ReportFormat"\s*:\s*"text\/csv"|"Content"\s*:\s*"user,arn,/.test(text)) {
    return 'credential-report'
  }
  return members.find(([pattern]) => pattern.test(text))?.[1]
}

/** The first columns of a credential report, which AWS documents in this order. */
export function isCredentialCsv(text: string): boolean {
  return /^\ufeff?\s*"?user"?,"?arn"?,"?user_creation_time"?,/.test(text)
}
