import type { Diagnostic } from '../model/diagnostic'
import type { IamModel } from '../model/iam'
import type { Finding, ScanResult } from '../model/finding'
import { scopesOf } from '../model/queries'
import { compare } from './baseline'
import { coverageOf } from './coverage'
import { sameEverywhere } from './directory-rules'
import { discover } from './discover'
import { applyIgnores } from './ignore'
import type { HonouredIgnore } from './neighbours/honoured'
import { mergeStages } from './merge-stages'
import type { ConfiguredPattern, ScanOptions } from './options'
import { type ParsedInputs, parseInputs } from './parse-inputs'
import { filterFindings, runChecks, summarize } from './run-checks'
import { isSelected } from './select-checks'
import { checksOfPart, partOf } from './shard'

/** The model that a scan built, beside its result, for the commands that ask it questions. */
export interface Scan {
  readonly result: ScanResult
  readonly model: IamModel
  /** Milliseconds by check. */
  readonly checkTimings: Readonly<Record<string, number>>
  /** The ignores of other scanners that were read, with what they took out. */
  readonly honoured: readonly HonouredIgnore[]
  /** What nothing ignores, also where the configuration does not show it. */
  readonly open: readonly Finding[]
}

/** One scan, in order. Bad input becomes diagnostics; nothing here throws for it. */
export async function scan(options: ScanOptions): Promise<Scan> {
  const timings: Record<string, number> = {}
  const timed = stopwatch(timings, options.onPhase)

  const { shard } = options
  const discovery = await timed('discover', async () => {
    const all = await discover(options.tree, options)
    return shard ? partOf(all, options.tree, shard) : all
  })
  const parsed = await timed('parse', () =>
    parseInputs(discovery.inputs, options.tree, options.settings, options.onPhase),
  )
  const model = await timed('link', async () => {
    const { link } = await import('../model/link')
    link(parsed.model)
    return parsed.model
  })
  const rules = options.rules ?? sameEverywhere(options, options.checks, options.protectedChecks)
  const enabled = options.checks.filter((check) =>
    rules.all(check.id).some(({ selection }) => isSelected(check, selection)),
  )
  const { selected, diagnostics } = checksOfPart(enabled, shard)
  const context = { model, today: options.today }
  const checked = await timed('check', () => runChecks(selected, context, rules))
  const ignored = await timed('ignore', () =>
    applyIgnores(checked.findings, { ...options, model, selected, parsed, rules }),
  )
  const kept = filterFindings(mergeStages(ignored.findings), rules)
  const compared = await timed('baseline', () => compare(kept, options.comparison, scopesOf(model)))

  const result: ScanResult = {
    coverage: coverageOf(discovery, parsed, selected.length),
    findings: compared.findings,
    suppressed: filterFindings(mergeStages(ignored.suppressed), rules),
    unresolved: parsed.unresolved,
    diagnostics: [
      ...aboutConfiguration(options, parsed),
      ...[...discovery.diagnostics, ...parsed.diagnostics, ...checked.diagnostics],
      ...[...compared.diagnostics, ...diagnostics],
    ],
    checks: [...selected.map(summarize), ...ignored.checks],
    timings,
    ...(shard ? { shard: { ...shard, usedIgnores: ignored.used } } : {}),
  }
  return { result, model, checkTimings: checked.timings, honoured: ignored.honoured, open: ignored.findings }
}

/** What is to say of the configuration, once for a scan; of parts, none can tell what matches nothing anywhere. */
function aboutConfiguration({ notes = [], patterns = [], shard }: ScanOptions, parsed: ParsedInputs): Diagnostic[] {
  if (shard && shard.count > 1) return shard.index === 1 ? [...notes] : []
  return [...notes, ...unmatched(patterns, parsed)]
}

/** Patterns of the configuration that match nothing of what was read: a name misspelt, or a directory that moved. */
function unmatched(patterns: readonly ConfiguredPattern[], parsed: ParsedInputs): Diagnostic[] {
  return patterns
    .filter((pattern) => !parsed[pattern.of].some((path) => pattern.matches(path || '.')))
    .map(({ of, pattern, at }) => {
      const meant = of === 'roots' ? 'root module of Terraform' : 'CloudFormation template'
      const message = `${pattern} matches no ${meant} of this scan, so that what it gives has no effect`
      return { level: 'warning', kind: 'config-unmatched', message, file: at.source.path, span: at }
    })
}

/** Discovery, parsing and linking alone: the model of the code, without any check. */
export async function modelOf(options: ScanOptions): Promise<Scan> {
  return scan({ ...options, checks: [], ignores: [], comparison: undefined })
}

/** Times each phase in milliseconds, and says when one starts. */
function stopwatch(timings: Record<string, number>, onPhase: ScanOptions['onPhase']) {
  return async <T>(phase: string, work: () => T | Promise<T>): Promise<T> => {
    onPhase?.(phase)
    const start = performance.now()
    const result = await work()
    timings[phase] = Math.round((performance.now() - start) * 10) / 10
    return result
  }
}
