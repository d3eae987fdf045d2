import { posix } from 'node:path'
import type { AnyCheck } from '../../checks/check'
import type { FileTree } from '../model/files'
import type { CheckSummary, Finding, Suppression } from '../model/finding'
import type { IamModel } from '../model/iam'
import { SourceFile, type Span } from '../model/source'
import { directivesOf, globPattern, type IgnoreTarget, readTargets, selects } from './directive'
import { reaches, reachOf } from './directive-reach'
import { numberTwins } from './fingerprint'
import { ignoreChecks, ignoreFindings, type IgnoreProblem } from './ignore-checks'
import { metadataIgnores } from './metadata-ignore'
import type { CheckSelection, ConfiguredIgnore } from './options'
import type { ParsedInputs } from './parse-inputs'
import { byPlace } from './run-checks'
import { checkNamed } from './select-checks'

export interface IgnoreContext {
  readonly tree: FileTree
  readonly model: IamModel
  readonly parsed: ParsedInputs
  readonly checks: readonly AnyCheck[]
  readonly selected: readonly AnyCheck[]
  readonly selection: CheckSelection
  readonly ignores: readonly ConfiguredIgnore[]
  readonly protectedChecks: readonly string[]
  readonly today: string
}

export interface Ignored {
  /** What nothing ignores, with the findings about the ignores themselves. */
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Finding[]
  /** The checks of the ignores that took part. */
  readonly checks: readonly CheckSummary[]
}

/** One ignore of one check, wherever it was written. */
interface Rule {
  readonly target: IgnoreTarget
  readonly reason: string
  readonly expires: string | undefined
  readonly file: string
  readonly line: number
  readonly inCode: boolean
  readonly at: Span
  readonly covers: (finding: Finding) => boolean
  used: boolean
}

/** Takes out what comments, metadata and the configuration ignore, and reports on ignores that are wrong or useless. */
export function applyIgnores(findings: readonly Finding[], context: IgnoreContext): Ignored {
  const problems: IgnoreProblem[] = []
  const rules = [
    ...commentRules(findings, context, problems),
    ...metadataRules(context, problems),
    ...context.ignores.flatMap((ignore) => configuredRule(ignore, context)),
  ]
  const standing = rules.filter((rule) => stands(rule, context, problems))

  const kept: Finding[] = []
  const suppressed: Finding[] = []
  for (const finding of findings) {
    const matching = standing.filter((rule) => applies(rule, finding, context))
    for (const rule of matching) rule.used = true
    const [rule] = matching
    if (rule) suppressed.push({ ...finding, suppression: suppressionOf(rule) })
    else kept.push(finding)
  }

  for (const rule of standing)
    if (!rule.used && ran(rule, context)) problems.push(problem('ignore-unused', rule, 'matches nothing'))
  const enabled = ignoreChecks(context.selection)
  const reported = numberTwins(ignoreFindings(problems, enabled, context.selection).sort(byPlace))
  return { findings: [...kept, ...reported].sort(byPlace), suppressed, checks: enabled }
}

function applies(rule: Rule, finding: Finding, context: IgnoreContext): boolean {
  if (checkNamed(context.checks, rule.target.check)?.id !== finding.check) return false
  return selects(rule.target, finding.subjects) && rule.covers(finding)
}

const ran = (rule: Rule, context: IgnoreContext): boolean =>
  checkNamed(context.selected, rule.target.check) !== undefined

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
  if (rule.inCode && context.protectedChecks.some((word) => checkNamed(context.checks, word)?.id === check.id)) {
    problems.push(problem('ignore-protected', rule, 'names a check that only the configuration may ignore'))
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
  return { check, named: rule.target.check, message, at: rule.at, file: rule.file, line: rule.line }
}

function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

function* commentRules(
  findings: readonly Finding[],
  context: IgnoreContext,
  problems: IgnoreProblem[],
): Generator<Rule> {
  for (const source of sources(findings, context)) {
    for (const directive of directivesOf(source)) {
      const { start, end, line, reason, expires } = directive
      const at = { source, start, end }
      if (directive.problem) {
        const check = directive.problem.kind === 'misspelt' ? 'ignore-misspelt' : 'ignore-without-reason'
        const named = directive.targets.map((target) => target.check).join(', ')
        problems.push({ check, named, message: directive.problem.message, at, file: source.path, line })
        continue
      }
      const reach = reachOf(directive)
      const covers = (finding: Finding): boolean => reaches(reach, finding)
      for (const target of directive.targets) {
        yield { target, reason, expires, file: source.path, line, inCode: true, at, covers, used: false }
      }
    }
  }
}

/** Every file that may hold a comment: what was parsed, and the sources that findings and resources point into. */
function sources(findings: readonly Finding[], context: IgnoreContext): readonly SourceFile[] {
  const found = new Map<string, SourceFile>()
  const add = (span: Span): void => {
    if (!found.has(span.source.path)) found.set(span.source.path, span.source)
  }
  for (const resource of context.model.resources) {
    for (const span of [resource.body, ...resource.moduleCalls, ...resource.trace]) add(span)
  }
  for (const finding of findings) add(finding.at)
  for (const path of context.parsed.parsed) {
    if (found.has(path) || path.endsWith('.json')) continue
    const text = context.tree.read(path)
    if (text !== undefined) found.set(path, new SourceFile(path, text))
  }
  return [...found.values()].filter((source) => !source.path.endsWith('.json')).sort(byPath)
}

function* metadataRules(context: IgnoreContext, problems: IgnoreProblem[]): Generator<Rule> {
  for (const resource of context.model.resources) {
    for (const { target, reason, expires, span: at, problem: wrong } of metadataIgnores(resource)) {
      const file = at.source.path
      const line = at.source.positionAt(at.start).line
      if (wrong) {
        const check = wrong.kind === 'misspelt' ? 'ignore-misspelt' : 'ignore-without-reason'
        problems.push({ check, named: target.check, message: wrong.message, at, file, line })
        continue
      }
      const covers = (finding: Finding): boolean => isOn(resource.address, resource.scope, finding)
      yield { target, reason, expires, file, line, inCode: true, at, covers, used: false }
    }
  }
}

const isOn = (address: string, scope: string, finding: Finding): boolean =>
  finding.resource.scope === scope && (finding.resource.address === address || finding.definedIn === address)

function configuredRule(ignore: ConfiguredIgnore, context: IgnoreContext): Rule[] {
  const paths = ignore.paths.map(globPattern)
  const resources = ignore.resources.map(globPattern)
  const covers = (finding: Finding): boolean => {
    const path = posix.normalize(posix.join(ignore.prefix ?? '', finding.at.source.path))
    if (paths.length > 0 && !paths.some((pattern) => pattern.test(path))) return false
    return resources.length === 0 || finding.instances.every((address) => resources.some((one) => one.test(address)))
  }
  const { reason, expires, file, line } = ignore
  const source = new SourceFile(file, context.tree.read(file) ?? '')
  const start = source.offsetAt(line, 1)
  const at = { source, start, end: start + source.lineText(line).length }
  return readTargets(ignore.check).map((target) => ({
    ...{ target, reason, expires, file, line, inCode: false, at, covers, used: false },
  }))
}

const byPath = (first: SourceFile, second: SourceFile): number => (first.path < second.path ? -1 : 1)
