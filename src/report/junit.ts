import type { Diagnostic } from '../model/diagnostic'
import type { Finding, ScanResult } from '../model/finding'
import { xml } from './escape'
import type { ReportOptions } from './options'
import { placeOf, present } from './place'

/**
 * JUnit XML: a suite for each check that ran, a failed test for each finding, and one passed test for a check without
 * any; what could not be read is a suite of errors. https://github.com/testmoapp/junitxml
 */
export function junitReport(result: ScanResult, _options: ReportOptions): string {
  const findings = present(result.findings)
  const errors = result.diagnostics.filter((diagnostic) => diagnostic.level === 'error')
  const suites = result.checks.map((check) =>
    suite(
      check.id,
      findings.filter((finding) => finding.check === check.id),
    ),
  )
  if (errors.length > 0) suites.push(errorSuite(errors))
  const passed = result.checks.filter((check) => !findings.some((finding) => finding.check === check.id)).length
  const tests = findings.length + errors.length + passed
  const head = `<testsuites name="iamgate" tests="${tests}" failures="${findings.length}" errors="${errors.length}">`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.join('\n')}\n</testsuites>\n`
}

function suite(check: string, findings: readonly Finding[]): string {
  const name = xml(check)
  if (findings.length === 0) {
    return `  <testsuite name="${name}" tests="1" failures="0">\n    <testcase classname="${name}" name="${name}"/>\n  </testsuite>`
  }
  const cases = findings.map((finding) => testCase(finding)).join('\n')
  return `  <testsuite name="${name}" tests="${findings.length}" failures="${findings.length}">\n${cases}\n  </testsuite>`
}

function testCase(finding: Finding): string {
  const place = placeOf(finding.at)
  const { path } = finding.at.source
  const { line } = finding.at.source.positionAt(finding.at.start)
  const name = xml(`${finding.resource.address} (${place})`)
  const body = [finding.message, place, finding.fix?.description ?? ''].filter(Boolean).join('\n')
  return [
    `    <testcase classname="${xml(finding.check)}" name="${name}" file="${xml(path)}" line="${line}">`,
    `      <failure type="${finding.severity}" message="${xml(finding.message)}">${xml(body)}</failure>`,
    '    </testcase>',
  ].join('\n')
}

function errorSuite(errors: readonly Diagnostic[]): string {
  const cases = errors.map(({ file, span, kind, message }) => {
    const place = span ? placeOf(span) : file
    return `    <testcase classname="scan" name="${xml(place || kind)}">\n      <error type="${xml(kind)}" message="${xml(message)}"/>\n    </testcase>`
  })
  return `  <testsuite name="scan" tests="${errors.length}" errors="${errors.length}">\n${cases.join('\n')}\n  </testsuite>`
}
