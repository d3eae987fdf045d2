import type { AnyCheck, CheckContext } from '../../checks/check'
import type { Diagnostic } from '../model/diagnostic'
import { type CheckSummary, confidences, type Finding, type Report, severities } from '../model/finding'
import type { IamModel, TrustZone } from '../model/iam'
import type { Resource } from '../model/resource'
import { anchorAtSource } from './anchor'
import { AskedZone } from './asked-zone'
import type { DirectoryRules } from './directory-rules'
import { causeOf, fingerprintOf, numberTwins, semanticKey, withoutInstanceKeys } from './fingerprint'
import { describe } from './parse-inputs'
import { provenanceOf } from './provenance'
import { isSelected } from './select-checks'

export interface Checked {
  readonly findings: readonly Finding[]
  /** One `internal-error` for each check that threw. */
  readonly diagnostics: readonly Diagnostic[]
  /** Milliseconds by check. */
  readonly timings: Readonly<Record<string, number>>
}

/**
 * Runs the checks over the model, and keeps of each what is found where it is on. One that throws loses its own
 * findings; the others still run.
 */
export function runChecks(
  checks: readonly AnyCheck[],
  context: Omit<CheckContext, 'trust'>,
  rules: DirectoryRules,
): Checked {
  const findings: Finding[] = []
  const diagnostics: Diagnostic[] = []
  const timings: Record<string, number> = {}
  const runs = new ZonedRuns(context, rules)
  for (const check of checks) {
    const start = performance.now()
    try {
      for (const finding of runs.findingsOf(check)) {
        const severity = rules.at(finding.at.source.path, check.id).selection.severities[check.id]
        findings.push(severity === undefined ? finding : { ...finding, severity })
      }
    } catch (error) {
      const message = `check ${check.id} failed (${describe(error)}); please report it. The other checks ran.`
      diagnostics.push({ level: 'error', kind: 'internal-error', message, file: '' })
    }
    timings[check.id] = performance.now() - start
  }
  // Twins are numbered before any is left out: switching a check off in one directory moves no fingerprint in another.
  const numbered = numberTwins(findings.sort(byPlace))
  return { findings: numbered.filter(isOn(checks, rules)), diagnostics, timings }
}

/** Whether a finding's check is on where the finding is. */
function isOn(checks: readonly AnyCheck[], rules: DirectoryRules): (finding: Finding) => boolean {
  const byId = new Map(checks.map((check) => [check.id, check]))
  return ({ check, at }) => isSelected(byId.get(check) as AnyCheck, rules.at(at.source.path, check).selection)
}

/**
 * Runs checks under the trust of each directory: a finding counts when the zone that it was found under is that of the
 * directory that it is in. Nothing runs again for a zone that answers as another did.
 */
class ZonedRuns {
  readonly #context: Omit<CheckContext, 'trust'>
  readonly #rules: DirectoryRules
  readonly #withWay: (finding: Finding) => Finding
  readonly #asked = new Map<TrustZone, AskedZone>()

  constructor(context: Omit<CheckContext, 'trust'>, rules: DirectoryRules) {
    this.#context = context
    this.#rules = rules
    this.#withWay = provenanceOf(context.model)
  }

  findingsOf(check: AnyCheck): readonly Finding[] {
    const zones = [...new Set(this.#rules.all(check.id).map(({ trust }) => trust))]
    const [only, ...others] = zones
    if (only && others.length === 0) return this.#run(check, only)
    const runs: { asked: AskedZone; found: readonly Finding[]; zones: Set<TrustZone> }[] = []
    for (const zone of zones) {
      const alike = runs.find(({ asked }) => asked.answersAs(zone))
      if (alike) {
        alike.zones.add(zone)
        continue
      }
      const asked = this.#asked.get(zone) ?? new AskedZone(zone)
      this.#asked.set(zone, asked)
      runs.push({ asked, found: this.#run(check, asked.zone), zones: new Set([zone]) })
    }
    return runs.flatMap((run) =>
      run.found.filter(({ at }) => run.zones.has(this.#rules.at(at.source.path, check.id).trust)),
    )
  }

  #run(check: AnyCheck, trust: TrustZone): Finding[] {
    const reports = reportsOf(check, { ...this.#context, trust })
    return group(check, reports).map(this.#withWay).map(anchorAtSource)
  }
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
    case 'resource':
      return check.resourceTypes ? resourcesOf(model, check.resourceTypes) : model.resources
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

const byType = new WeakMap<IamModel, Map<string, Resource[]>>()

/** The resources of some canonical types: most checks ask for one of hundreds. */
function resourcesOf(model: IamModel, types: readonly string[]): readonly Resource[] {
  let sorted = byType.get(model)
  if (!sorted) {
    sorted = new Map()
    for (const resource of model.resources) {
      const alike = sorted.get(resource.canonicalType)
      if (alike) alike.push(resource)
      else sorted.set(resource.canonicalType, [resource])
    }
    byType.set(model, sorted)
  }
  return types.flatMap((type) => sorted.get(type) ?? [])
}

/**
 * One finding for each cause: reports that say the same of the same characters differ in their instances alone. The
 * smallest address speaks for all, so that a plan and its configuration, read in another order, name the same one.
 */
function group(check: AnyCheck, reports: Iterable<Report>): Finding[] {
  const groups = new Map<string, Group>()
  for (const report of reports) {
    const { source, start, end } = report.at
    const key = [source.path, start, end, report.severity, report.confidence, instanceless(report)].join('\n')
    const known = groups.get(key)
    const into = known ?? { first: report, speakers: new Map(), instances: new Set(), subjects: new Set() }
    if (!known) groups.set(key, into)
    else if (compareText(report.resource.address, into.first.resource.address) < 0) into.first = report
    into.instances.add(report.resource.address)
    into.speakers.set(withoutInstanceKeys(report.resource.address), report)
    for (const subject of report.subjects ?? []) into.subjects.add(subject)
  }
  return [...groups].map(([key, { first, speakers, instances, subjects }]) => ({
    check: check.id,
    severity: first.severity ?? check.severity,
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
    ...(speakers.size > 1 ? { otherFingerprints: fingerprintsOf(check.id, speakers, first) } : {}),
    cause: causeOf(check.id, key),
  }))
}

interface Group {
  /** Whose address speaks for all. */
  first: Report
  /** One report for each address, instance keys aside. */
  readonly speakers: Map<string, Report>
  readonly instances: Set<string>
  readonly subjects: Set<string>
}

function fingerprintsOf(check: string, speakers: ReadonlyMap<string, Report>, first: Report): readonly string[] {
  const own = fingerprintOf(check, first)
  return [...new Set([...speakers.values()].map((report) => fingerprintOf(check, report)))].filter((one) => one !== own)
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

/** The findings that are grave and sure enough for the directories that they are in. */
export function filterFindings(findings: readonly Finding[], rules: DirectoryRules): readonly Finding[] {
  return findings.filter(({ check, severity, confidence, at }) => {
    const { minimumSeverity, minimumConfidence } = rules.at(at.source.path, check).selection
    const isGrave = severities.indexOf(severity) <= severities.indexOf(minimumSeverity)
    return isGrave && confidences.indexOf(confidence) <= confidences.indexOf(minimumConfidence)
  })
}

/** What reports may know of a check. */
export function summarize(check: AnyCheck): CheckSummary {
  const { id, title, severity, confidence, tags, maps, since } = check
  return { id, title, severity, confidence, tags, maps, optional: check.optional ?? false, since }
}
