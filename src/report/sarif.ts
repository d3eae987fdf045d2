import type {
  ArtifactLocation,
  Fix as SarifFix,
  Location,
  Log,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
} from 'sarif'
import type { CheckSummary, Finding, Fix, ScanResult, Severity } from '../model/finding'
import type { Span } from '../model/source'
import { uri } from './escape'
import { homepage, pageUrl, type ReportOptions } from './options'
import { fittedSarif, sarifLimits } from './sarif-size'
import { anchorOf, gravestFirst, present, rangeOf, repositoryPath } from './place'

/** Of one rule and one result: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support */
const limits = { tags: 10, locations: 1_000 }

/** Code scanning shows above 9.0 as critical, from 7.0 high, from 4.0 medium, above 0 low. A note has no score. */
const scores: Readonly<Record<Severity, string | undefined>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  note: undefined,
}

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', note: 'note' } as const
const precisions = { high: 'very-high', medium: 'high', low: 'medium' } as const

/**
 * SARIF 2.1.0, one run, compact. What is more than code scanning takes is cut from the end of gravity, and the run says so.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(result: ScanResult, options: ReportOptions): string {
  const wanted = [...present(result.findings), ...(options.includeSuppressed ? result.suppressed : [])]
  return fittedSarif(wanted, gravestFirst, (kept, cut) => `${JSON.stringify(logOf(result, kept, cut, options))}\n`)
}

function logOf(result: ScanResult, kept: readonly Finding[], cut: number, options: ReportOptions): Log {
  const ruleIndex = new Map(result.checks.map((check, index) => [check.id, index]))
  const failed = result.diagnostics.some((diagnostic) => diagnostic.level === 'error')
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'iamgate',
            version: options.version,
            semanticVersion: options.version,
            informationUri: homepage,
            rules: result.checks.map((check) => ruleOf(check, options)),
          },
        },
        automationDetails: { id: `iamgate/${options.category ? `${options.category}/` : ''}` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        invocations: [
          {
            executionSuccessful: !failed,
            toolExecutionNotifications: notifications(result, options, cut),
          },
        ],
        ...(result.shard === undefined ? {} : { properties: { shard: shardOf(result.shard, options) } }),
        results: kept.map((finding) => resultOf(finding, ruleIndex.get(finding.check) ?? -1, options)),
      },
    ],
  }
}

/** For merging: which part this is, with the ignores that it has use for, by the URI of their file. */
function shardOf(shard: NonNullable<ScanResult['shard']>, options: ReportOptions): NonNullable<ScanResult['shard']> {
  const usedIgnores = shard.usedIgnores.map((ignore) => ({ ...ignore, file: artifact(ignore.file, options).uri ?? '' }))
  return { ...shard, usedIgnores }
}

function ruleOf(check: CheckSummary, options: ReportOptions): ReportingDescriptor {
  const page = options.pages?.[check.id]
  const score = scores[check.severity]
  const maps = Object.entries(check.maps).flatMap(([source, names]) => names.map((name) => `${source}:${name}`))
  return {
    id: check.id,
    name: check.id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: check.title },
    fullDescription: { text: (page && firstParagraph(page)) || `${check.title}.` },
    helpUri: pageUrl(check.id),
    help: {
      text: `${check.title}. See ${pageUrl(check.id)}`,
      markdown: page ?? `${check.title}. See ${pageUrl(check.id)}`,
    },
    defaultConfiguration: { level: levels[check.severity] },
    properties: {
      tags: ['security', ...check.tags, ...maps].slice(0, limits.tags),
      precision: precisions[check.confidence],
      'problem.severity': { error: 'error', warning: 'warning', note: 'recommendation' }[levels[check.severity]],
      ...(score === undefined ? {} : { 'security-severity': score }),
    },
  }
}

/** The first paragraph under the first heading, in one line, as text. */
function firstParagraph(page: string): string {
  const paragraph = page.replace(/^(?:#[^\n]*\n|\s)+/, '').split(/\n\s*\n/)[0] ?? ''
  return paragraph
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .slice(0, 1000)
}

function resultOf(finding: Finding, ruleIndex: number, options: ReportOptions): Result {
  const anchor = anchorOf(finding)
  const related = relatedOf(finding, anchor.inside, options)
  const fixes = finding.fix?.edits?.length ? [fixOf(finding.fix, options)] : []
  return {
    ruleId: finding.check,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: levels[finding.severity],
    message: { text: messageOf(finding) },
    locations: [
      {
        physicalLocation: physical(anchor.at, options),
        logicalLocations: [
          {
            name: finding.resource.name,
            fullyQualifiedName: finding.resource.constructPath ?? finding.resource.address,
            kind: 'resource',
          },
        ],
      },
    ],
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    partialFingerprints: { 'iamgate/v1': finding.fingerprint },
    ...(fixes.length > 0 ? { fixes } : {}),
    ...(finding.state === undefined ? {} : { baselineState: finding.state }),
    ...suppressionsOf(finding),
    properties: {
      confidence: finding.confidence,
      severity: finding.severity,
      address: finding.resource.address,
      framework: finding.resource.framework,
      ...(finding.instances.length > 1 ? { instances: finding.instances.slice(0, limits.locations) } : {}),
    },
  }
}

/** The message, and what to do: code scanning shows nothing else at the line. Brackets would be read as links. */
function messageOf(finding: Finding): string {
  const todo = finding.fix ? `\n${finding.fix.description}` : ''
  return `${finding.message}${todo}`.replace(/[\\[\]]/g, '\\$&')
}

function relatedOf(finding: Finding, inside: Span | undefined, options: ReportOptions): Location[] {
  const calls = finding.resource.moduleCalls.map((span) => ({ span, message: 'called by this module block' }))
  const places = [...(inside ? [{ span: inside, message: 'inside the module' }] : []), ...finding.related, ...calls]
  return places.slice(0, limits.locations - 1).map(({ span, message }, index) => ({
    id: index + 1,
    message: { text: message.replace(/[\\[\]]/g, '\\$&') },
    physicalLocation: physical(span, options),
  }))
}

/** SARIF's `state` words differ from none of ours; `suppressions` marks what a person accepted. */
function suppressionsOf(finding: Finding): Pick<Result, 'suppressions'> {
  if (!finding.suppression) return {}
  const { file, reason } = finding.suppression
  const kind = /(?:^|\/)\.iamgate\.ya?ml$/.test(file) ? 'external' : 'inSource'
  return { suppressions: [{ kind, status: 'accepted', justification: reason }] }
}

function fixOf(fix: Fix, options: ReportOptions): SarifFix {
  const files = new Map<
    string,
    { artifactLocation: ArtifactLocation; replacements: SarifFix['artifactChanges'][0]['replacements'] }
  >()
  for (const { span, replacement } of fix.edits ?? []) {
    const { artifactLocation, region } = physical(span, options)
    const change = files.get(span.source.path) ?? {
      artifactLocation: artifactLocation as ArtifactLocation,
      replacements: [],
    }
    files.set(span.source.path, change)
    change.replacements.push({ deletedRegion: region as Region, insertedContent: { text: replacement } })
  }
  return { description: { text: fix.description }, artifactChanges: [...files.values()] }
}

function physical(span: Span, options: ReportOptions): PhysicalLocation {
  const { start, end } = rangeOf(span)
  return {
    artifactLocation: artifact(span.source.path, options),
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  }
}

function artifact(path: string, options: ReportOptions): ArtifactLocation {
  return { uri: uri(repositoryPath(path, options.prefix)) || '.', uriBaseId: '%SRCROOT%' }
}

function notifications(result: ScanResult, options: ReportOptions, cut: number): Notification[] {
  const rank = { error: 0, warning: 1, note: 2 }
  const gravest = [...result.diagnostics].sort((one, other) => rank[one.level] - rank[other.level])
  const told = gravest.slice(0, sarifLimits.notifications).map(({ level, kind, message, file, span }) => ({
    level,
    descriptor: { id: kind },
    message: { text: span || file === '' ? message : `${file} ${message}` },
    ...(span ? { locations: [{ physicalLocation: physical(span, options) }] } : {}),
  }))
  const untold = gravest.length - told.length
  return [...told, ...(untold > 0 ? [cutNotice(`${untold} more remarks about the scan`)] : []), ...cutResults(cut)]
}

/** What a log says of results that it has no room for. */
export function cutResults(cut: number): Notification[] {
  return cut > 0 ? [cutNotice(`${cut} of the least grave findings`)] : []
}

function cutNotice(what: string): Notification {
  const { results, gzippedBytes } = sarifLimits
  const text = `${what} were left out: code scanning takes ${results} results and ${gzippedBytes / 1_000_000} MB.`
  return { level: 'warning', descriptor: { id: 'results-cut' }, message: { text } }
}
