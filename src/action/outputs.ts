import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { severities } from '../model/finding'
import type { Environment } from './inputs'

/** What this file reads of the JSON report; see `src/report/json.ts`. */
interface Counted {
  readonly findings: readonly { readonly severity: string; readonly state?: string }[]
}

/** The counts of a JSON report as outputs; none where there is no report. */
export function outputsOf(json: string): Readonly<Record<string, string>> {
  if (json === '') return {}
  const findings = (JSON.parse(json) as Counted).findings.filter((finding) => finding.state !== 'absent')
  const fresh = findings.filter((finding) => finding.state === undefined || finding.state === 'new')
  const counts = severities.map(
    (severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const,
  )
  return {
    findings: String(findings.length),
    'new-findings': String(fresh.length),
    ...Object.fromEntries(counts.map(([severity, count]) => [severity, String(count)])),
    'highest-severity': counts.find(([, count]) => count > 0)?.[0] ?? '',
  }
}

/** What this file reads of the JSON of a diff; see `src/report/diff.ts`. */
interface Compared {
  readonly iamChanged: boolean
  readonly accessBroadened: boolean
  readonly subjects: readonly unknown[]
  readonly dangers: readonly unknown[]
}

/** What changed in access as outputs; none where nothing was compared. */
export function accessOutputsOf(json: string): Readonly<Record<string, string>> {
  if (json === '') return {}
  const { iamChanged, accessBroadened } = JSON.parse(json) as Compared
  return { 'iam-changed': String(iamChanged), 'access-broadened': String(accessBroadened) }
}

/** Whether access is another than in the base; false where nothing was compared. */
export function changesAccess(json: string): boolean {
  if (json === '') return false
  const { subjects, dangers } = JSON.parse(json) as Compared
  return subjects.length + dangers.length > 0
}

/** Writes outputs with a delimiter that no value can hold. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings */
export function writeOutputs(environment: Environment, outputs: Readonly<Record<string, string>>): void {
  if (!environment.GITHUB_OUTPUT) return
  const lines = Object.entries(outputs).map(([name, value]) => {
    const delimiter = `iamgate-${randomUUID()}`
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`
  })
  appendFileSync(environment.GITHUB_OUTPUT, lines.join(''))
}
