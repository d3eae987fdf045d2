import { createHash } from 'node:crypto'
import type { CheckSummary, Finding, Severity } from '../model/finding'
import type { Resource } from '../model/resource'
import type { Span } from '../model/source'
import type { CheckSelection } from './options'

/** Something wrong with an ignore. */
export interface IgnoreProblem {
  readonly check: string
  /** The check, or checks, that the ignore names. */
  readonly named: string
  /** How a neighbour's ignore is written; undefined for ours. */
  readonly written?: string | undefined
  /** Goes after "This ignore". */
  readonly message: string
  readonly at: Span
  readonly file: string
  readonly line: number
}

interface IgnoreCheck {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly fix: string
}

/** What iamgate says about ignores themselves. They run unless only other checks were asked for. */
const all: readonly IgnoreCheck[] = [
  {
    id: 'ignore-expired',
    title: 'Ignore past its date',
    severity: 'low',
    fix: 'Fix the finding, or agree on a new date.',
  },
  {
    id: 'ignore-expires-soon',
    title: 'Ignore that ends within 14 days',
    severity: 'note',
    fix: 'Fix the finding before the date, or agree on a new one.',
  },
  {
    id: 'ignore-misspelt',
    title: 'Comment that looks like an ignore and is none',
    severity: 'low',
    fix: 'Write `iamgate:ignore <check> [exp:YYYY-MM-DD] -- <reason>`.',
  },
  {
    id: 'ignore-protected',
    title: 'Ignore of a protected check',
    severity: 'low',
    fix: 'Ask the owners of the configuration to put the ignore there.',
  },
  {
    id: 'ignore-unknown-check',
    title: 'Ignore of a check that does not exist',
    severity: 'low',
    fix: 'See `iamgate checks` for the names.',
  },
  {
    id: 'ignore-unused',
    title: 'Ignore that matches nothing',
    severity: 'low',
    fix: 'Delete it: what it ignored is gone, or stands elsewhere.',
  },
  {
    id: 'ignore-without-reason',
    title: 'Ignore without a reason',
    severity: 'low',
    fix: 'Say why after ` -- `.',
  },
]

const tag = 'ignores'

/** The checks of ignores that are enabled. */
export function ignoreChecks(selection: CheckSelection): readonly CheckSummary[] {
  const names = (words: readonly string[], id: string): boolean => words.includes(id) || words.includes(tag)
  return all
    .filter(({ id }) => (selection.only.length === 0 || names(selection.only, id)) && !names(selection.skip, id))
    .map(({ id, title, severity }) => ({
      ...{ id, title, severity, confidence: 'high', tags: [tag], maps: {}, optional: false, since: '0.1.0' },
    }))
}

/** The names of these checks, for "did you mean" and for validating a configuration. */
export const ignoreCheckIds: readonly string[] = all.map((check) => check.id)

/** What one of these checks says and what to do about it, in words; '' for any other id. */
export function ignoreCheckText(id: string): string {
  const check = all.find((candidate) => candidate.id === id)
  return check ? `${check.title}. ${check.fix}` : ''
}

/** The findings about ignores, for the checks that are enabled. */
export function ignoreFindings(
  problems: readonly IgnoreProblem[],
  enabled: readonly CheckSummary[],
  selection: CheckSelection,
): Finding[] {
  return problems.flatMap((problem) => {
    const check = enabled.find((candidate) => candidate.id === problem.check)
    const own = all.find((candidate) => candidate.id === problem.check)
    if (!check || !own) return []
    const written = problem.written === undefined ? '' : `, written as ${problem.written},`
    const ignored = problem.named === '' ? '' : ` of ${problem.named}`
    const address = `iamgate:ignore ${problem.named}`.trim()
    return {
      check: check.id,
      severity: selection.severities[check.id] ?? check.severity,
      confidence: check.confidence,
      message: `This ignore${ignored}${written} ${problem.message}.`,
      resource: standIn(address, problem.at),
      at: problem.at,
      instances: [address],
      related: [],
      fix: { description: own.fix },
      subjects: [problem.named],
      fingerprint: createHash('sha256').update(`${check.id}\n${problem.file}\n${address}`).digest('hex'),
    }
  })
}

/** The comment itself, as the resource of a finding about it. */
function standIn(address: string, at: Span): Resource {
  return {
    address,
    type: 'iamgate:ignore',
    canonicalType: 'iamgate:ignore',
    framework: /\.(?:tf|tofu)$/.test(at.source.path) ? 'terraform' : 'cloudformation',
    name: address,
    scope: at.source.path,
    span: at,
    body: at,
    moduleCalls: [],
    trace: [],
    guards: [],
    properties: { kind: 'object', entries: [], span: at },
  }
}
