import type { AnyCheck } from '../../checks/check'
import type { ParseSettings } from '../../parsers/parser'
import type { FileTree } from '../model/files'
import type { CheckSummary, Finding, Suppression, UsedIgnore } from '../model/finding'
import type { IamModel } from '../model/iam'
import { selects } from './directive'
import type { DirectoryRules } from './directory-rules'
import { numberTwins } from './fingerprint'
import { ignoreCheckIds, ignoreChecks, ignoreFindings, type IgnoreProblem } from './ignore-checks'
import type { Rule } from './ignore-rule'
import { commentedSources, commentRules, configuredRules, metadataRules } from './ignore-rules'
import { Honoured, type HonouredIgnore } from './neighbours/honoured'
import type { Neighbour } from './neighbours/names'
import type { ConfiguredIgnore } from './options'
import type { ParsedInputs } from './parse-inputs'
import { byPlace } from './run-checks'
import { checkNamed, isSelected } from './select-checks'

export interface IgnoreContext {
  readonly tree: FileTree
  readonly model: IamModel
  readonly parsed: ParsedInputs
  readonly checks: readonly AnyCheck[]
  readonly selected: readonly AnyCheck[]
  readonly rules: DirectoryRules
  readonly ignores: readonly ConfiguredIgnore[]
  readonly neighbours?: readonly Neighbour[] | undefined
  readonly settings: ParseSettings
  readonly today: string
}

export interface Ignored {
  /** What nothing ignores, with the findings about the ignores themselves. */
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Finding[]
  /** The checks of the ignores that took part. */
  readonly checks: readonly CheckSummary[]
  /** The ignores of neighbours, with what they took out. */
  readonly honoured: readonly HonouredIgnore[]
  /** The ignores that matched something. */
  readonly used: readonly UsedIgnore[]
}

/** Takes out what comments, metadata and the configuration ignore, and reports on ignores that are wrong or useless. */
export function applyIgnores(findings: readonly Finding[], context: IgnoreContext): Ignored {
  const problems: IgnoreProblem[] = []
  const sources = commentedSources(findings, context)
  const rules = [
    ...commentRules(sources, problems),
    ...metadataRules(context, problems),
    ...context.ignores.flatMap((ignore) => configuredRules(ignore, context)),
  ]
  const standing = rules.filter((rule) => stands(rule, context, problems))
  const neighbours = new Honoured(sources, context, (rule) => stands(rule, context, problems))

  const kept: Finding[] = []
  const suppressed: Finding[] = []
  for (const finding of findings) {
    const matching = standing.filter((rule) => applies(rule, finding, context))
    for (const rule of matching) rule.used = true
    const rule = matching[0] ?? neighbours.ruleFor(finding)
    if (rule) suppressed.push({ ...finding, suppression: suppressionOf(rule) })
    else kept.push(finding)
  }

  for (const rule of standing)
    if (!rule.used && ran(rule, context)) problems.push(problem('ignore-unused', rule, 'matches nothing'))
  const reported = problems.flatMap((one) => {
    const { selection } = context.rules.at(one.file, one.check)
    return ignoreFindings([one], ignoreChecks(selection), selection)
  })
  const open = [...kept, ...numberTwins(reported.sort(byPlace))].sort(byPlace)
  const used = rules.filter((rule) => rule.used).map(({ target, file, line }) => ({ check: target.check, file, line }))
  const honoured = neighbours.ignores()
  return { findings: open, suppressed, checks: enabledChecks(context.rules), honoured, used }
}

/** The checks about ignores that are on in any directory. */
function enabledChecks(rules: DirectoryRules): readonly CheckSummary[] {
  const enabled = ignoreCheckIds.flatMap((id) => rules.all(id).flatMap(({ selection }) => ignoreChecks(selection)))
  return ignoreCheckIds.flatMap((id) => enabled.find((check) => check.id === id) ?? [])
}

function applies(rule: Rule, finding: Finding, context: IgnoreContext): boolean {
  if (checkNamed(context.checks, rule.target.check)?.id !== finding.check) return false
  if (rule.inCode && context.rules.isProtected(finding.at.source.path, finding.check)) return false
  return selects(rule.target, finding.subjects) && rule.covers(finding)
}

/** Whether a rule could have matched: its check ran where it stands, and the scan saw all that it is for. */
function ran(rule: Rule, context: IgnoreContext): boolean {
  if (rule.isPartlySeen) return false
  const check = checkNamed(context.selected, rule.target.check)
  return check !== undefined && isSelected(check, context.rules.at(rule.file, check.id).selection)
}

function suppressionOf(rule: Rule): Suppression {
  const { reason, expires, file, line } = rule
  return expires === undefined ? { reason, file, line } : { reason, expires, file, line }
}

/** Whether a rule may ignore anything; what speaks against it becomes a problem. */
function stands(rule: Rule, context: IgnoreContext, problems: IgnoreProblem[]): boolean {
  const check = checkNamed(context.checks, rule.target.check)
  if (!check) {
    problems.push(problem('ignore-unknown-check', rule, 'names a check that does not exist'))
    return false
  }
  if (rule.inCode ? context.rules.isProtected(rule.file, check.id) : rule.forbidden?.includes(check.id)) {
    const who = rule.inCode ? 'the configuration' : 'the configuration that protects it, or one above,'
    problems.push(problem('ignore-protected', rule, `names a check that only ${who} may ignore`))
    return false
  }
  if (rule.expires !== undefined && rule.expires < context.today) {
    problems.push(problem('ignore-expired', rule, `expired on ${rule.expires}`))
    return false
  }
  if (rule.expires !== undefined && rule.expires <= daysAfter(context.today, 14)) {
    problems.push(problem('ignore-expires-soon', rule, `expires on ${rule.expires}`))
  }
  return true
}

function problem(check: IgnoreProblem['check'], rule: Rule, message: string): IgnoreProblem {
  const { at, file, line, written } = rule
  return { check, named: rule.target.check, written, message, at, file, line }
}

function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
