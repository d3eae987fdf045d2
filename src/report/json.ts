import type { Finding, Related, ScanResult } from '../model/finding'
import type { ReportOptions } from './options'
import { rangeOf } from './place'

/** JSON, version 1: a contract for other programs. Fields may be added; none is renamed or dropped within a version. */
export function jsonReport(result: ScanResult, options: ReportOptions): string {
  const show = (finding: Finding): Record<string, unknown> =>
    result.shard === undefined ? findingOf(finding) : { ...findingOf(finding), ...identityOf(finding) }
  const document = {
    version: 1,
    tool: { name: 'iamgate', version: options.version },
    ...(result.shard === undefined ? {} : { shard: result.shard }),
    coverage: result.coverage,
    findings: result.findings.map(show),
    suppressed: result.suppressed.map((finding) => ({ ...show(finding), suppression: finding.suppression })),
    unresolved: result.unresolved.map(({ address, at, expression, why }) => {
      const { file, start } = rangeOf(at)
      return { address, file, start, expression, why }
    }),
    diagnostics: result.diagnostics.map(({ level, kind, message, file, span }) => ({
      ...{ level, kind, message, file },
      ...(span ? { start: rangeOf(span).start } : {}),
    })),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** One finding as the contract has it; a field that does not apply is left out. */
export function findingOf(finding: Finding): Record<string, unknown> {
  const { resource, definedIn } = finding
  const { file, start, end } = rangeOf(finding.at)
  return {
    check: finding.check,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    resource: {
      address: resource.address,
      type: resource.type,
      framework: resource.framework,
      name: resource.name,
      ...(definedIn === undefined ? {} : { definedIn }),
    },
    file,
    start,
    end,
    instances: finding.instances,
    ...(resource.constructPath === undefined ? {} : { constructPath: resource.constructPath }),
    related: relatedOf(finding).map(({ span, message }) => ({ ...rangeOf(span), message })),
    fingerprint: finding.fingerprint,
    ...(finding.state === undefined ? {} : { state: finding.state }),
    ...(finding.fix === undefined ? {} : { fix: fixOf(finding.fix) }),
  }
}

/** What makes one finding of those that several parts of a scan have of it. */
function identityOf({ cause, twinOf }: Finding): Record<string, unknown> {
  return { ...(cause === undefined ? {} : { cause }), ...(twinOf === undefined ? {} : { twinOf }) }
}

/** The related places, and the `module` blocks that led to the resource, outermost first. */
function relatedOf({ related, resource }: Finding): readonly Related[] {
  return [...related, ...resource.moduleCalls.map((span) => ({ span, message: 'called by this module block' }))]
}

function fixOf(fix: NonNullable<Finding['fix']>): Record<string, unknown> {
  const edits = fix.edits?.map(({ span, replacement }) => ({ ...rangeOf(span), replacement }))
  return edits ? { description: fix.description, edits } : { description: fix.description }
}
