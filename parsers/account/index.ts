import type { Diagnostic } from '../../src/model/diagnostic'
import { emptyModel } from '../../src/model/iam'
import { SourceFile, type Span } from '../../src/model/source'
import { asText, type Data, entry, literal, type ObjectData } from '../../src/model/value'
import { readJson } from '../located/json'
import { problemDiagnostic } from '../located/problem'
import type { Parsed, Parser } from '../parser'
import { readAuthorizationDetails } from './authorization'
import { accountOfReport, readCredentialReport } from './credential-report'
import { accountOf, type Evidence } from './evidence'
import { readAccounts, readOrganization, readOrganizationPolicy, readRoots } from './organization'
import { isCredentialCsv } from './recognise'
import { readAccountSummary, readLastAccessed, readPasswordPolicy } from './summaries'

export { type AccountExport, recogniseAccount } from './recognise'

/**
 * Reads an export of a live account: what the AWS CLI printed, or the credential report. One file may hold several
 * answers, as members of one object or as a list of pages. What is not known is a diagnostic.
 */
export const parseAccount: Parser<'account'> = async (input, files) => {
  const text = files.read(input.file)
  if (text === undefined) {
    const message = 'cannot be read'
    return failure(input.file, [{ level: 'error', kind: 'file-not-found', message, file: input.file }])
  }
  const source = new SourceFile(input.file, text)
  if (isCredentialCsv(text)) {
    const evidence = evidenceOf(source, accountOfReport(text))
    readCredentialReport(evidence, text.replace(/^\ufeff/, ' '), (start, end) => ({ source, start, end }))
    return success(evidence)
  }
  const reading = readJson(source)
  if (!reading.data) {
    const diagnostics = reading.problems.map((problem) => problemDiagnostic(problem, 'json'))
    return failure(input.file, diagnostics)
  }
  const evidence = evidenceOf(source, accountOf(/"(arn:[^"]*:\d{12}:[^"]*)"/.exec(text)?.[1] ?? ''))
  const pages = reading.data.kind === 'list' ? reading.data.items : [reading.data]
  const known = pages.filter((page) => readPage(evidence, page))
  if (known.length > 0) return success(evidence)
  const message = 'is no export of an account that iamgate knows'
  return failure(input.file, [{ level: 'error', kind: 'account-unknown', message, file: input.file }])
}

const readers: Readonly<Record<string, (evidence: Evidence, data: ObjectData) => void>> = {
  SummaryMap: readAccountSummary,
  PasswordPolicy: readPasswordPolicy,
  ServicesLastAccessed: readLastAccessed,
  Organization: readOrganization,
  Accounts: readAccounts,
  Roots: readRoots,
  Policy: readOrganizationPolicy,
  Content: readReportInJson,
}

/** False when the object has nothing that any reader knows. */
function readPage(evidence: Evidence, page: Data): boolean {
  if (page.kind !== 'object') return false
  const before = evidence.model.resources.length
  const details = ['UserDetailList', 'GroupDetailList', 'RoleDetailList'].some((key) => entry(page, key))
  if (details) readAuthorizationDetails(evidence, page)
  for (const [key, read] of Object.entries(readers)) if (entry(page, key)) read(evidence, page)
  return details || evidence.model.resources.length > before
}

/** `aws iam get-credential-report`: the CSV in base64, as the API gives it, or as it is. */
function readReportInJson(evidence: Evidence, data: ObjectData): void {
  const content = asText(entry(data, 'Content'))
  const written = content && literal(content)
  if (!content || written === undefined) return
  const csv = written.startsWith('user,') ? written : Buffer.from(written, 'base64').toString('utf8')
  if (!isCredentialCsv(csv)) return
  const account = accountOfReport(csv)
  const at: Span = content.span
  readCredentialReport(account ? { ...evidence, scope: account } : evidence, csv, () => at)
}

function evidenceOf(source: SourceFile, account: string | undefined): Evidence {
  return { source, model: emptyModel(), diagnostics: [], scope: account ?? source.path, policies: new Map() }
}

function success(evidence: Evidence): Parsed {
  const { model, diagnostics, source } = evidence
  return { model, diagnostics, unresolved: [], parsed: [source.path], failed: [] }
}

function failure(file: string, diagnostics: readonly Diagnostic[]): Parsed {
  return { model: emptyModel(), diagnostics, unresolved: [], parsed: [], failed: [file] }
}
