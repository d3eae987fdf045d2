import type { Diagnostic } from '../model/diagnostic'
import type { Finding, ScanResult } from '../model/finding'
import { xml } from './escape'
import type { ReportOptions } from './options'
import { placeOf, present } from './place'

/**
 * JUnit XML: a suite for each check that ran, a failed test for each finding (a skipped one when it is known from a
 * baseline), and one passed test for a check without any; what could not be read is a suite of errors.
 * https://github.com/testmoapp/junitxml
 */
export function junitReport(result: ScanResult, _options: ReportOptions): string {
  const findings = present(result.findings)
  const suites = result.checks.map((check) =>
    checkSuite(
      check.id,
      findings.filter((finding) => finding.check === check.id),
    ),
  )
  const errors = result.diagnostics.filter((diagnostic) => diagnostic.level === 'error')
  if (errors.length > 0) suites.push(errorSuite(errors))
  const body = suites.map(render).join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="iamgate"${attributes(sum(suites))}>\n${body}\n</testsuites>\n`
}

interface Counts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
}

interface Suite extends Counts {
  readonly name: string
  readonly cases: readonly string[]
}

function render(suite: Suite): string {
  return `  <testsuite name="${xml(suite.name)}"${attributes(suite)}>\n${suite.cases.join('\n')}\n  </testsuite>`
}

function attributes({ tests, failures, errors, skipped }: Counts): string {
  return ` tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`
}

function sum(suites: readonly Suite[]): Counts {
  const total = (name: keyof Counts): number => suites.reduce((all, suite) => all + suite[name], 0)
  return { tests: total('tests'), failures: total('failures'), errors: total('errors'), skipped: total('skipped') }
}

function checkSuite(check: string, findings: readonly Finding[]): Suite {
  const name = xml(check)
  if (findings.length === 0) {
    const cases = [`    <testcase classname="${name}" name="${name}"/>`]
    return { name: check, cases, tests: 1, failures: 0, errors: 0, skipped: 0 }
  }
  const skipped = findings.filter((finding) => finding.state === 'unchanged').length
  const counts = { tests: findings.length, failures: findings.length - skipped, errors: 0, skipped }
  return { name: check, cases: findings.map(findingCase), ...counts }
}

function findingCase(finding: Finding): string {
  const place = placeOf(finding.at)
  const { source, start } = finding.at
  const name = xml(`${finding.resource.address} (${place})`)
  const text = [finding.message, place, finding.fix?.description ?? ''].filter(Boolean).join('\n')
  const outcome =
    finding.state === 'unchanged'
      ? `<skipped message="${xml(`known: ${finding.message}`)}"/>`
      : `<failure type="${finding.severity}" message="${xml(finding.message)}">${xml(text)}</failure>`
  const at = `file="${xml(source.path)}" line="${source.positionAt(start).line}"`
  return `    <testcase classname="${xml(finding.check)}" name="${name}" ${at}>\n      ${outcome}\n    </testcase>`
}

function errorSuite(diagnostics: readonly Diagnostic[]): Suite {
  const cases = diagnostics.map(({ file, span, kind, message }) => {
    const place = span ? placeOf(span) : file
    const error = `<error type="${xml(kind)}" message="${xml(message)}"/>`
    return `    <testcase classname="scan" name="${xml(place || kind)}">\n      ${error}\n    </testcase>`
  })
  return { name: 'scan', cases, tests: cases.length, failures: 0, errors: cases.length, skipped: 0 }
}
