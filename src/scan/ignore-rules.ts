import type { Finding } from '../model/finding'
import { SourceFile, type Span } from '../model/source'
import { directivesOf, globPattern, readTargets } from './directive'
import { reaches, reachOf } from './directive-reach'
import type { IgnoreContext } from './ignore'
import type { IgnoreProblem } from './ignore-checks'
import type { Rule } from './ignore-rule'
import { metadataIgnores } from './metadata-ignore'
import { isOn } from './neighbours/metadata'
import type { ConfiguredIgnore } from './options'

/** The rules of the ignore comments in the sources; what is wrong with one becomes a problem. */
export function* commentRules(sources: readonly SourceFile[], problems: IgnoreProblem[]): Generator<Rule> {
  for (const source of sources) {
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
export function commentedSources(findings: readonly Finding[], context: IgnoreContext): readonly SourceFile[] {
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

/** The rules in the metadata of resources. */
export function* metadataRules(context: IgnoreContext, problems: IgnoreProblem[]): Generator<Rule> {
  for (const resource of context.model.resources) {
    for (const { target, reason, expires, span: at, problem: wrong } of metadataIgnores(resource)) {
      const file = at.source.path
      const line = at.source.positionAt(at.start).line
      if (wrong) {
        const check = wrong.kind === 'misspelt' ? 'ignore-misspelt' : 'ignore-without-reason'
        problems.push({ check, named: target.check, message: wrong.message, at, file, line })
        continue
      }
      const covers = (finding: Finding): boolean => isOn(resource, finding)
      yield { target, reason, expires, file, line, inCode: true, at, covers, used: false }
    }
  }
}

/** The rules of one ignore of the configuration. */
export function configuredRules(ignore: ConfiguredIgnore, context: IgnoreContext): Rule[] {
  const paths = ignore.paths.map(globPattern)
  const resources = ignore.resources.map(globPattern)
  const covers = (finding: Finding): boolean => {
    const path = ignore.seenAs ? ignore.seenAs(finding.at.source.path) : finding.at.source.path
    if (path === undefined) return false
    if (paths.length > 0 && !paths.some((pattern) => pattern.test(path))) return false
    return resources.length === 0 || finding.instances.every((address) => resources.some((one) => one.test(address)))
  }
  const { reason, expires, file, line, forbidden, isPartlySeen } = ignore
  const source = new SourceFile(file, context.tree.read(file) ?? '')
  const start = source.offsetAt(line, 1)
  const at = { source, start, end: start + source.lineText(line).length }
  return readTargets(ignore.check).map((target) => ({
    ...{ target, reason, expires, file, line, inCode: false, forbidden, isPartlySeen, at, covers, used: false },
  }))
}

const byPath = (first: SourceFile, second: SourceFile): number => (first.path < second.path ? -1 : 1)
