import type { Span } from '../../src/model/source'
import { type Data, type Text, text } from '../../src/model/value'
import { accountOf, addResource, type Evidence, objectOf } from './evidence'

/** A field of a CSV file. */
interface Field {
  readonly value: string
  readonly span: Span
}

/**
 * The credential report: one line for each user and for the root user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 *
 * Each line is a resource: `account.root` for the root user, `account.credential` for others. Their properties are the
 * columns, with the names put together: `Arn`, `UserCreationTime`, `PasswordEnabled`, `PasswordLastUsed`,
 * `PasswordLastChanged`, `PasswordNextRotation`, `MfaActive`, `AccessKey1Active`, `AccessKey1LastRotated`,
 * `AccessKey1LastUsedDate`, `AccessKey1LastUsedRegion`, `AccessKey1LastUsedService`, the same of key 2, `Cert1Active`,
 * `Cert1LastRotated`, and of 2. `true` and `false` are booleans, times are as AWS writes them (ISO 8601); a field of
 * `N/A`, `no_information`, `not_supported` gives no property. Every active key of a user is an `AccessKey` too.
 */
export function readCredentialReport(
  evidence: Evidence,
  csv: string,
  spanOf: (start: number, end: number) => Span,
): void {
  const [header, ...rows] = csvRows(csv, spanOf)
  if (!header) return
  const columns = header.map((field) => propertyName(field.value))
  for (const row of rows) {
    if (row.length === columns.length) readRow(evidence, columns, row)
    else reportRow(evidence, row, columns.length)
  }
}

function reportRow(evidence: Evidence, row: readonly Field[], wanted: number): void {
  evidence.diagnostics.push({
    level: 'warning',
    kind: 'credential-report',
    message: `this line has ${row.length} fields where the first line names ${wanted}; it is left out`,
    file: evidence.source.path,
    ...(row[0] ? { span: row[0].span } : {}),
  })
}

function readRow(evidence: Evidence, columns: readonly string[], row: readonly Field[]): void {
  const fields = new Map(columns.map((column, index) => [column, row[index] as Field]))
  const user = fields.get('User')
  const arn = fields.get('Arn')?.value ?? ''
  if (!user) return
  const first = row[0] as Field
  const last = row[row.length - 1] as Field
  const whole = { source: first.span.source, start: first.span.start, end: last.span.end }
  const members = Object.fromEntries([...fields].map(([name, field]) => [name, dataOf(field)]))
  const root = user.value === '<root_account>'
  addResource(evidence, {
    address: `${arn || user.value}#credentials`,
    type: root ? 'account.root' : 'account.credential',
    canonicalType: root ? 'account.root' : 'account.credential',
    name: user.value,
    span: user.span,
    properties: objectOf(members, whole),
  })
  if (root) return
  for (const number of [1, 2]) {
    const active = fields.get(`AccessKey${number}Active`)
    if (active?.value !== 'true') continue
    const rotated = fields.get(`AccessKey${number}LastRotated`)
    const key = addResource(evidence, {
      address: `${arn || user.value}#access-key-${number}`,
      type: 'account.access-key',
      canonicalType: 'AWS::IAM::AccessKey',
      name: `${user.value}, key ${number}`,
      span: active.span,
      properties: objectOf({ UserName: textOf(user), Status: text('Active', active.span) }, whole),
    })
    const lastRotated = rotated && dataOf(rotated) ? { lastRotated: rotated.value } : {}
    const of = { resource: key, user: { text: textOf(user) }, status: text('Active', active.span), pgpKey: undefined }
    evidence.model.accessKeys.push({ kind: 'access-key', ...of, ...lastRotated })
  }
}

const nothing = new Set(['N/A', 'no_information', 'not_supported', ''])

function dataOf(field: Field): Data | undefined {
  if (nothing.has(field.value)) return undefined
  if (/^(?:true|false)$/i.test(field.value)) {
    return { kind: 'boolean', value: field.value.toLowerCase() === 'true', span: field.span }
  }
  return textOf(field)
}

function textOf(field: Field): Text {
  return text(field.value, field.span, field.value.length === field.span.end - field.span.start)
}

/** `access_key_1_last_used_date` is `AccessKey1LastUsedDate`. */
function propertyName(column: string): string {
  return column
    .trim()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

/** The account that a report is of, by its first ARN. */
export function accountOfReport(csv: string): string | undefined {
  return accountOf(/arn:[^,"\s]+/.exec(csv)?.[0] ?? '')
}

/** RFC 4180: user names may hold commas, and are in quotes then. */
function csvRows(csv: string, spanOf: (start: number, end: number) => Span): Field[][] {
  const rows: Field[][] = []
  let row: Field[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r|$)/y
  while (field.lastIndex < csv.length) {
    const start = field.lastIndex
    const match = field.exec(csv)
    if (!match) break
    const quoted = match[1] !== undefined
    const value = quoted ? (match[1] as string).replaceAll('""', '"') : (match[2] ?? '')
    const from = start + (quoted ? 1 : 0)
    row.push({ value, span: spanOf(from, from + (match[1] ?? match[2] ?? '').length) })
    if (match[3] === ',' && field.lastIndex < csv.length) continue
    if (row.length > 1 || row[0]?.value !== '') rows.push(row)
    row = []
  }
  return rows
}
