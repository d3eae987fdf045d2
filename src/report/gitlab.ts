import type { ScanResult, Severity } from '../model/finding'
import type { ReportOptions } from './options'
import { anchorOf, present, rangeOf, repositoryPath } from './place'

const words: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  note: 'info',
}

/** GitLab's code quality report. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function gitlabReport(result: ScanResult, options: ReportOptions): string {
  const issues = present(result.findings).map((finding) => {
    const { at } = anchorOf(finding)
    const { start, end } = rangeOf(at)
    return {
      description: finding.message,
      check_name: finding.check,
      fingerprint: finding.fingerprint,
      severity: words[finding.severity],
      location: {
        path: repositoryPath(at.source.path, options.prefix),
        lines: { begin: start.line, end: end.line },
      },
    }
  })
  return `${JSON.stringify(issues, null, 2)}\n`
}
