import type { Log, Notification, ReportingDescriptor, Result, Run } from 'sarif'
import { severities } from '../model/finding'
import { cutResults } from '../report/sarif'
import { fittedSarif } from '../report/sarif-size'
import { incomplete, mixed, usedIn } from './parts'
import { isObject, isPart } from './read'

export type OneRun = Log & { runs: [Run] }

/** Whether data is a SARIF log of iamgate, with one run. */
export function isSarif(data: unknown): data is OneRun {
  const { runs } = (isObject(data) ? data : {}) as Partial<Log>
  const [run, ...others] = Array.isArray(runs) ? runs : []
  return others.length === 0 && run?.tool?.driver?.name === 'iamgate' && Array.isArray(run.results)
}

/**
 * The SARIF logs of the parts of one repository as one, with one run: what code scanning takes as one upload. A result
 * that several have is there once. `category` says of which upload it is; by default that of the logs, where they agree.
 */
export function mergeSarif(
  logs: readonly OneRun[],
  category: string | undefined,
): string | { readonly problem: string } {
  const runs = logs.map((log) => log.runs[0])
  const shards = runs.map((run) => run.properties?.shard).filter(isPart)
  if (shards.length > 0 && shards.length < runs.length) return { problem: mixed }
  const problem = shards.length > 0 ? incomplete(shards) : undefined
  if (problem !== undefined) return { problem }
  const rules = unique(
    runs.flatMap((run) => run.tool.driver.rules ?? []),
    ({ id }) => id,
  )
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]))
  const isUsed = usedIn(shards)
  const wanted = runs.flatMap((run) => run.results ?? []).filter((result) => !isUsed(...ignoreOf(result)))
  const results = unique(wanted, identityOf).map((result): Result => {
    const index = ruleIndex.get(result.ruleId ?? '')
    const { ruleIndex: _, ...rest } = result
    return index === undefined ? rest : { ...rest, ruleIndex: index }
  })
  return fittedSarif(results, gravestFirst, (kept, cut) => {
    const [first] = logs as [OneRun]
    const run = { ...shell(runs, rules, cut), automationDetails: { id: idOf(runs, category) }, results: [...kept] }
    return `${JSON.stringify({ ...first, runs: [run] })}\n`
  })
}

/** A run without its results: whatever fails in one part fails in the whole. */
function shell(runs: readonly Run[], rules: ReportingDescriptor[], cut: number): Run {
  const [first] = runs as [Run]
  const { properties, ...withoutPart } = first
  const invocations = runs.flatMap((run) => run.invocations ?? [])
  const told = invocations.flatMap((invocation) => invocation.toolExecutionNotifications ?? [])
  const notifications: Notification[] = [...unique(told, (each) => JSON.stringify(each)), ...cutResults(cut)]
  const executionSuccessful = invocations.every((invocation) => invocation.executionSuccessful)
  return {
    ...withoutPart,
    tool: { ...first.tool, driver: { ...first.tool.driver, rules } },
    invocations: [{ executionSuccessful, toolExecutionNotifications: notifications }],
  }
}

function idOf(runs: readonly Run[], category: string | undefined): string {
  if (category !== undefined) return `iamgate/${category}/`
  const ids = new Set(runs.map((run) => run.automationDetails?.id ?? 'iamgate/'))
  return ids.size === 1 ? ([...ids][0] as string) : 'iamgate/'
}

/** What is said of whom and where: two parts that read the same file may both say it. */
function identityOf({ ruleId, level, message, locations, partialFingerprints }: Result): string {
  return JSON.stringify([ruleId, level, message, locations, partialFingerprints])
}

/** The check, and the ignore that a finding about one is about. */
function ignoreOf({ ruleId = '', locations = [] }: Result): [string, string, string, number] {
  const [at] = locations
  const { artifactLocation, region } = at?.physicalLocation ?? {}
  const address = at?.logicalLocations?.[0]?.fullyQualifiedName ?? ''
  return [ruleId, address, artifactLocation?.uri ?? '', region?.startLine ?? 0]
}

function unique<T>(entries: readonly T[], key: (entry: T) => string): T[] {
  const byKey = new Map<string, T>()
  for (const entry of entries) if (!byKey.has(key(entry))) byKey.set(key(entry), entry)
  return [...byKey.values()]
}

function gravestFirst(results: readonly Result[]): readonly Result[] {
  const rank = ({ properties }: Result): number => severities.indexOf(properties?.severity)
  return [...results].sort((one, other) => rank(one) - rank(other))
}
