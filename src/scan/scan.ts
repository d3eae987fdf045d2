import type { IamModel } from '../model/iam'
import type { ScanResult } from '../model/finding'
import { compare } from './baseline'
import { coverageOf } from './coverage'
import { discover } from './discover'
import { applyIgnores } from './ignore'
import type { HonouredIgnore } from './neighbours/honoured'
import { mergeStages } from './merge-stages'
import type { ScanOptions } from './options'
import { parseInputs } from './parse-inputs'
import { filterFindings, runChecks, summarize } from './run-checks'
import { selectChecks } from './select-checks'
import { checksOfPart, partOf } from './shard'

/** The model that a scan built, beside its result, for the commands that ask it questions. */
export interface Scan {
  readonly result: ScanResult
  readonly model: IamModel
  /** Milliseconds by check. */
  readonly checkTimings: Readonly<Record<string, number>>
  /** The ignores of other scanners that were read, with what they took out. */
  readonly honoured: readonly HonouredIgnore[]
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
  const { selected, diagnostics } = checksOfPart(selectChecks(options.checks, options.selection), shard)
  const context = { model, trust: options.trust, today: options.today }
  const checked = await timed('check', () => runChecks(selected, context, options.selection.severities))
  const ignored = await timed('ignore', () => applyIgnores(checked.findings, { ...options, model, selected, parsed }))
  const kept = filterFindings(mergeStages(ignored.findings), options.selection)
  const compared = await timed('baseline', () => compare(kept, options.comparison))

  const result: ScanResult = {
    coverage: coverageOf(discovery, parsed, selected.length),
    findings: compared.findings,
    suppressed: filterFindings(mergeStages(ignored.suppressed), options.selection),
    unresolved: parsed.unresolved,
    diagnostics: [
      ...[...discovery.diagnostics, ...parsed.diagnostics, ...checked.diagnostics],
      ...[...compared.diagnostics, ...diagnostics],
    ],
    checks: [...selected.map(summarize), ...ignored.checks],
    timings,
    ...(shard ? { shard: { ...shard, usedIgnores: ignored.used } } : {}),
  }
  return { result, model, checkTimings: checked.timings, honoured: ignored.honoured }
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
