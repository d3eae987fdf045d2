import type { Finding, ScanResult } from '../../src/model/finding'
import type { Resource } from '../../src/model/resource'
import { SourceFile, type Span } from '../../src/model/source'

export const text = `resource "aws_iam_policy" "all" {
\tpolicy = jsonencode({ Action = "s3:*" })
}
`

/** The characters of `part` in a file. */
export function spanOf(source: SourceFile, part: string): Span {
  const start = source.text.indexOf(part)
  if (start < 0) throw new Error(`no ${part} in ${source.path}`)
  return { source, start, end: start + part.length }
}

export function resourceAt(span: Span, more: Partial<Resource> = {}): Resource {
  return {
    ...{ address: 'aws_iam_policy.all', type: 'aws_iam_policy', canonicalType: 'AWS::IAM::ManagedPolicy' },
    ...{ framework: 'terraform', name: 'all', scope: '.', span, body: span, moduleCalls: [], trace: [], guards: [] },
    properties: { kind: 'object', entries: [], span },
    ...more,
  }
}

export function findingAt(span: Span, more: Partial<Finding> = {}): Finding {
  return {
    ...{
      check: 'wildcard-action',
      severity: 'high',
      confidence: 'high',
      message: "Policy 'all' allows every action of s3.",
    },
    ...{ resource: resourceAt(span), at: span, instances: ['aws_iam_policy.all'], related: [], subjects: ['s3:*'] },
    fix: { description: 'List the actions.' },
    fingerprint: 'a'.repeat(64),
    ...more,
  }
}

export function resultOf(findings: readonly Finding[], more: Partial<ScanResult> = {}): ScanResult {
  return {
    coverage: {
      files: { found: 3, parsed: 1, failed: 1, skipped: 1 },
      resources: 1,
      policies: { total: 3, resolved: 1, partial: 1, unresolved: 1 },
      checks: 1,
    },
    findings,
    suppressed: [],
    unresolved: [],
    diagnostics: [],
    checks: [
      {
        ...{ id: 'wildcard-action', title: 'Every action of a service', severity: 'high', confidence: 'high' },
        ...{ tags: ['least-privilege'], maps: { cis: ['1.16'] }, optional: false, since: '0.1.0' },
      },
    ],
    timings: {},
    ...more,
  }
}

export const file = new SourceFile('infra/main.tf', text)
export const action = spanOf(file, '"s3:*"')

/** Everything that a stranger could try in a name, a path or a message, in one text. */
export const hostile =
  '\x1b]0;x\x07\x1b[31m<script>alert(1)</script> ::error::x %0A @octocat | `code` [a](http://evil.example) \u202Etxt & "q" \'s\' #1 $x$ \r\n* item'

export const hostileResult: ScanResult = (() => {
  const source = new SourceFile(`a b/${hostile}.tf`, `${hostile}\n${hostile}`)
  const span = { source, start: 0, end: 40 }
  const finding = findingAt(span, {
    message: hostile,
    resource: resourceAt(span, { address: hostile, name: hostile, constructPath: hostile, moduleCalls: [span] }),
    instances: [hostile, `${hostile}2`],
    related: [{ span, message: hostile }],
    definedIn: 'another',
    fix: { description: hostile, edits: [{ span, replacement: hostile }] },
  })
  return resultOf([finding], {
    suppressed: [{ ...finding, suppression: { reason: hostile, file: hostile, line: 1 } }],
    unresolved: [{ address: hostile, file: source.path, at: span, expression: hostile, why: 'variable-without-value' }],
    diagnostics: [{ level: 'error', kind: 'hcl-syntax', message: hostile, file: source.path, span }],
  })
})()
