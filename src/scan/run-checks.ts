import type { AnyCheck, CheckContext } from '../../checks/check'
import type { Diagnostic } from '../model/diagnostic'
import { type CheckSummary, confidences, type Finding, type Report, severities, type Severity } from '../model/finding'
import type { IamModel } from '../model/iam'
import { anchorAtSource } from './anchor'
import { causeOf, fingerprintOf, numberTwins, semanticKey } from './fingerprint'
import type { CheckSelection } from './options'
import { describe } from './parse-inputs'
import { provenanceOf } from './provenance'

export interface Checked {
  readonly findings: readonly Finding[]
  /** One `internal-error` for each check that threw. */
  readonly diagnostics: readonly Diagnostic[]
  /** Milliseconds by check. */
  readonly timings: Readonly<Record<string, number>>
}

/** Runs the checks over the model. One that throws loses its own findings; the others still run. */
export function runChecks(
  checks: readonly AnyCheck[],
  context: CheckContext,
  overrides: CheckSelection['severities'] = {},
): Checked {
  const findings: Finding[] = []
  const diagnostics: Diagnostic[] = []
  const timings: Record<string, number> = {}
  const withWay = provenanceOf(context.model)
  for (const check of checks) {
    const start = performance.now()
    try {
      const found = group(check, reportsOf(check, context), overrides[check.id])
      findings.push(...found.map(withWay).map(anchorAtSource))
    } catch (error) {
      const message = `check ${check.id} failed (${describe(error)}); please report it. The other checks ran.`
      diagnostics.push({ level: 'error', kind: 'internal-error', message, file: '' })
    }
    timings[check.id] = performance.now() - start
  }
  return { findings: numberTwins(findings.sort(byPlace)), diagnostics, timings }
}

function* reportsOf(check: AnyCheck, context: CheckContext): Generator<Report> {
  const run = check.run as (subject: unknown, context: CheckContext) => Iterable<Report>
  for (const subject of subjectsOf(check, context.model)) yield* run.call(check, subject, context)
}

/** What a check of each kind is handed, one after the other. */
function subjectsOf(check: AnyCheck, model: IamModel): readonly unknown[] {
  switch (check.on) {
    case 'model':
      return [model]
    case 'resource': {
      const wanted = check.resourceTypes
      return wanted ? model.resources.filter((resource) => wanted.includes(resource.canonicalType)) : model.resources
    }
    case 'user':
      return model.users
    case 'group':
      return model.groups
    case 'role':
      return model.roles
    case 'permission-set':
      return model.permissionSets
    case 'policy':
      return model.policies
    case 'attachment':
      return model.attachments
    case 'membership':
      return model.memberships
    case 'access-key':
      return model.accessKeys
    case 'login-profile':
      return model.loginProfiles
    case 'instance-profile':
      return model.instanceProfiles
    case 'password-policy':
      return model.passwordPolicies
    case 'oidc-provider':
      return model.oidcProviders
    case 'saml-provider':
      return model.samlProviders
    case 'account-assignment':
      return model.accountAssignments
  }
}

/**
 * One finding for each cause: reports that say the same of the same characters differ in their instances alone. The
 * smallest address speaks for all, so that a plan and its configuration, read in another order, name the same one.
 */
function group(check: AnyCheck, reports: Iterable<Report>, severity: Severity | undefined): Finding[] {
  const groups = new Map<string, { first: Report; instances: Set<string>; subjects: Set<string> }>()
  for (const report of reports) {
    const { source, start, end } = report.at
    const key = [source.path, start, end, report.severity, report.confidence, instanceless(report)].join('\n')
    const known = groups.get(key)
    const into = known ?? { first: report, instances: new Set<string>(), subjects: new Set<string>() }
    if (!known) groups.set(key, into)
    else if (compareText(report.resource.address, into.first.resource.address) < 0) into.first = report
    into.instances.add(report.resource.address)
    for (const subject of report.subjects ?? []) into.subjects.add(subject)
  }
  return [...groups].map(([key, { first, instances, subjects }]) => ({
    check: check.id,
    severity: severity ?? first.severity ?? check.severity,
    confidence: first.confidence ?? check.confidence,
    message: first.message,
    resource: first.resource,
    at: first.at,
    ...(first.definedIn === undefined ? {} : { definedIn: first.definedIn }),
    instances: [...instances].sort(),
    related: first.related ?? [],
    ...(first.fix === undefined ? {} : { fix: first.fix }),
    ...(first.secret ? { secret: true } : {}),
    subjects: [...subjects],
    fingerprint: fingerprintOf(check.id, first),
    cause: causeOf(check.id, key),
  }))
}

/** What a report says when the names of its instance do not count. */
function instanceless(report: Report): string {
  const said = semanticKey(report)
  const name = report.resource.name
  return name.length > 2 ? said.replaceAll(name, '<name>') : said
}

/** By file, line, column, then check: the same in every run. */
export function byPlace(first: Finding, second: Finding): number {
  return (
    compareText(first.at.source.path, second.at.source.path) ||
    first.at.start - second.at.start ||
    first.at.end - second.at.end ||
    compareText(first.check, second.check) ||
    compareText(first.resource.address, second.resource.address) ||
    compareText(first.message, second.message)
  )
}

function compareText(first: string, second: string): number {
  return first < second ? -1 : first > second ? 1 : 0
}

/** The findings that are grave and sure enough. */
export function filterFindings(findings: readonly Finding[], selection: CheckSelection): readonly Finding[] {
  const gravest = severities.indexOf(selection.minimumSeverity)
  const surest = confidences.indexOf(selection.minimumConfidence)
  return findings.filter(
    (finding) => severities.indexOf(finding.severity) <= gravest && confidences.indexOf(finding.confidence) <= surest,
  )
}

/** What reports may know of a check. */
export function summarize(check: AnyCheck): CheckSummary {
  const { id, title, severity, confidence, tags, maps, since } = check
  return { id, title, severity, confidence, tags, maps, optional: check.optional ?? false, since }
}
